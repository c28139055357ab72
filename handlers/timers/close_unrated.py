"""Seven days after the visit without an answer: the order closes unrated, never counted as good."""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.evaluation import close_unrated
from models.order import Order
from models.outbox import holders
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Close what is still waiting for a word; renew the cards."""
    for timer in timers:
        order = Order.locked(firing.session, subject_id(timer.subject))
        if close_unrated(firing.session, order, firing.now):
            for person_id in order.asking_side:
                firing.tell(person_id, "closed", order=order.id)
            for person_id in holders(firing.session, order.subject):
                firing.card(person_id, order.subject, order.id)
