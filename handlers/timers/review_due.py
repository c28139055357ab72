"""The promised hour of an answer has come: if nobody has looked, we say so first.

Guards the sentence "…前给您回话". Fires late after downtime: still true, still owed.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.timers.firing import Firing, subject_id
from models.community import Community
from models.order import Order, OrderState
from models.posting import review_due
from models.timer import Timer, set_timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Apologise once per missed promise, give a new hour, remind the staff."""
    for timer in timers:
        order = Order.locked(firing.session, subject_id(timer.subject))
        if order.state is not OrderState.SUBMITTED:
            continue
        community = firing.session.get_one(Community, order.community_id)
        order.review_due_at = review_due(
            community, order.urgency, firing.now + timedelta(minutes=1)
        )
        set_timer(
            firing.session, order.community_id, timer.kind, timer.subject, order.review_due_at
        )
        firing.tell(order.requested_by_id, "review_late", order=order.id)
        for person_id in firing.keepers(order):
            firing.tell(person_id, "review_overdue", order=order.id)
