"""Nobody has found the woman she wishes for: staff are told, and she is asked.

Set when the order is posted, for the evening before or two hours later. After downtime it fires
late and is dropped once the visit's time is over.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.assignment import volunteers_of
from models.order import Order, OrderState
from models.timer import Timer, set_timer
from models.watching import AT_LEAST

S = OrderState


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask her, tell the staff; an order nobody has looked at yet is looked at again later."""
    for timer in timers:
        order = Order.locked(firing.session, subject_id(timer.subject))
        over = (order.ends_at or order.starts_at) <= firing.now
        if over or not order.wants_woman:
            continue
        if order.state in (S.SUBMITTED, S.NEED_INFO, S.APPROVED):
            again = firing.now + AT_LEAST
            set_timer(firing.session, order.community_id, timer.kind, order.subject, again)
            continue
        going = volunteers_of(firing.session, order)
        if order.state is not S.DISPATCHED or any(each.sex == "f" for each in going):
            continue
        for person_id in order.asking_side:
            firing.tell(person_id, "no_woman_yet", order=order.id)
        for person_id in firing.keepers(order):
            firing.tell(person_id, "no_woman_found", order=order.id)
