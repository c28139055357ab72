"""All places are taken and nobody has named the hour: she hears who comes all the same.

After downtime it is said while they have not come yet; later the notice itself drops out.
"""

from collections.abc import Sequence

from handlers.finding_news import say_who_comes
from handlers.timers.firing import Firing, subject_id
from models.finding_hours import over_at
from models.order import OrderState
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Say it, if it is still so."""
    for order in firing.orders(subject_id(timer.subject) for timer in timers).values():
        if order.state is OrderState.CLAIMED and over_at(order) > firing.now:
            say_who_comes(firing, order)
