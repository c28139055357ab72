"""What is looked at again by itself: a visit that does not end, a wish for a woman not yet met.

handlers/timers/ says what happens then; set and cleared is here, where visits begin and end.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.order import Order
from models.timer import clear_timer, set_timer
from models.visit import Visit
from models.visiting import planned_end

#: whoever has not left is asked so long after the planned end
ASKED_AFTER = timedelta(minutes=30)
#: and a worker looks so long after that
STAFF_AFTER = timedelta(minutes=15)
OVERDUE, OVERDUE_STAFF, WOMAN_WANTED = "overdue", "overdue_staff", "woman_wanted"
#: the evening before, but two hours are given to find somebody, and one is left to choose
BEFORE, AT_LEAST, LATEST = timedelta(hours=15), timedelta(hours=2), timedelta(hours=1)
SOONEST = timedelta(minutes=30)


def watch_visit(session: Session, order: Order, visit: Visit) -> None:
    """From the check-in on, until they have left."""
    watch_again(session, visit, planned_end(order, visit) + ASKED_AFTER)


def watch_again(session: Session, visit: Visit, due: datetime) -> None:
    """It takes longer, as they said."""
    set_timer(session, visit.community_id, OVERDUE, visit.subject, due)


def unwatch(session: Session, visit: Visit) -> None:
    """They have left, or said how it is."""
    for kind in (OVERDUE, OVERDUE_STAFF):
        clear_timer(session, kind, visit.subject)


def watch_wish(session: Session, order: Order, at: datetime) -> None:
    """A wish for a woman: looked at in time for her to choose otherwise."""
    if order.wants_woman:
        due = min(max(at + AT_LEAST, order.starts_at - BEFORE), order.starts_at - LATEST)
        due = max(due, at + SOONEST)
        set_timer(session, order.community_id, WOMAN_WANTED, order.subject, due)
