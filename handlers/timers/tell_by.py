"""The latest hour at which she hears that nobody is found yet, or that somebody cannot come.

Replacement first, bad news second: whoever is found before then is all she hears of. After
downtime it is said while the time has not come; after that the end of the order says it.
"""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.asking_side import tell_asking_side
from handlers.timers.firing import Firing, subject_id
from models.finding_hours import over_at
from models.order_event import OrderEvent
from models.timer import Timer
from models.unfilled import is_lacking


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Say it to her side, with what can be done."""
    orders = firing.orders(subject_id(timer.subject) for timer in timers)
    given_back = select(OrderEvent.order_id).where(
        OrderEvent.order_id.in_(orders), OrderEvent.what == "withdrawn"
    )
    had = set(firing.session.scalars(given_back))
    for order in orders.values():
        if not is_lacking(order) or over_at(order) <= firing.now:
            continue
        tell_asking_side(firing, order, "still_looking", had=order.id in had)
