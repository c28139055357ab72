"""The hour promised after a poor answer has come: if nothing was done, we say so first.

Guards the sentences …前告诉您谁来、几点来 and …前给您打电话. Fires late after downtime: still owed.
"""

from collections.abc import Sequence

from handlers.asking_side import tell_asking_side
from handlers.timers.firing import Firing, subject_id
from models.community import Community
from models.follow_up import is_answered, promised_by
from models.order import Order
from models.timer import Timer, set_timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Apologise once for each missed promise, give a new hour, remind the staff."""
    for timer in timers:
        order = Order.locked(firing.session, subject_id(timer.subject))
        if is_answered(firing.session, order):
            continue
        community = firing.session.get_one(Community, order.community_id)
        due = promised_by(community, firing.now)
        set_timer(firing.session, order.community_id, timer.kind, timer.subject, due)
        tell_asking_side(firing, order, "poor_late", due=due.isoformat())
        for person_id in firing.keepers(order):
            firing.tell(person_id, "poor_overdue", order=order.id, due=due.isoformat())
