"""What somebody has promised for the same time: nobody can be in two places."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.assignment import Assignment, AssignmentState
from models.clashes import has_room, promised
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.sign_up import COMING
from models.words import N_

_GOING = (OrderState.CLAIMED, OrderState.DISPATCHED, OrderState.IN_SERVICE)
#: no order's window is longer than that, and no activity
_AROUND = timedelta(days=8)


def check_free(session: Session, activity: Activity, person: Person) -> None:
    """Raise Refused that names what stands in the way."""
    other = _overlap(session, activity, person)
    if isinstance(other, Activity):
        raise Refused(
            N_("这个时间您报了“{title}”。\n来不了那个，写“来不了{number}”，\n再来报这个。"),
            title=other.title,
            number=other.number,
        )
    if other is not None:
        raise Refused(
            N_("这个时间您接了单 {number}。\n去不了那张，写“退单{number}”，\n再来报这个。"),
            number=other.number,
        )


def _overlap(session: Session, activity: Activity, person: Person) -> Activity | Order | None:
    """What else this person has promised that leaves no time for it; None: nothing."""
    found = promised(session, person, COMING, activity.starts_at, activity.ends_at)
    others = (each for each in found if each.id != activity.id)
    return next(others, None) or _order(session, activity, person)


def _order(session: Session, activity: Activity, person: Person) -> Order | None:
    rows = (
        select(Order, Assignment.arrives_at)
        .join(Assignment, Assignment.order_id == Order.id)
        .where(
            Assignment.person_id == person.id,
            Assignment.state == AssignmentState.ACCEPTED,
            Order.state.in_(_GOING),
            Order.starts_at > activity.starts_at - _AROUND,
            Order.starts_at < activity.ends_at,
        )
        .order_by(Order.starts_at, Order.id)
    )
    for order, arrives_at in session.execute(rows):
        if not has_room(order, arrives_at, activity):
            return order
    return None
