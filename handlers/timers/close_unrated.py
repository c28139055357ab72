"""Seven days after the visit without an answer: the order closes unrated, never counted as good."""

from collections.abc import Sequence

from handlers.asking_side import tell_asking_side
from handlers.order_news import renewed
from handlers.timers.firing import Firing, subject_id
from models.evaluation import close_unrated
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Close what is still waiting for a word; renew the cards."""
    for order in firing.orders(subject_id(timer.subject) for timer in timers).values():
        if close_unrated(firing.session, order, firing.now):
            tell_asking_side(firing, order, "closed")
            renewed(firing, order)
