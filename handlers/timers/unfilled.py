"""The time she asked for is over and nobody came: said to her, never passed over in silence.

An order that somebody has taken waits a day longer for its check-in or for her word; then it ends,
too. After downtime of any length it is still owed, and said once.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.asking_side import tell_asking_side
from handlers.order_news import renewed
from handlers.timers.firing import Firing, subject_id
from models.finding_hours import over_at
from models.order import OrderState
from models.timer import Timer, set_timer
from models.unfilled import LACKING, UNFILLED, expire

#: for a check-in that was forgotten, or for her 人没来
A_DAY = timedelta(days=1)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """End what is over; an order that was moved has a timer of its own for the new time."""
    for order in firing.orders(subject_id(timer.subject) for timer in timers).values():
        end = over_at(order)
        if order.state not in LACKING or end > firing.now:
            continue
        taken = order.state is OrderState.CLAIMED or order.places_left < order.people_needed
        if taken and end + A_DAY > firing.now:
            set_timer(firing.session, order.community_id, UNFILLED, order.subject, end + A_DAY)
            continue
        expire(firing.session, order, firing.now)
        tell_asking_side(firing, order, "unfilled")
        renewed(firing, order)
