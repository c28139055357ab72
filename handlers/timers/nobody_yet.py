"""到今天下午6点还没人，会叫您: staff look for somebody themselves.

Guards that sentence. After downtime it still tells them while the time has not come; after that
the end of the order says all there is to say.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.finding_hours import over_at
from models.timer import Timer
from models.unfilled import is_lacking


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One line for each order that still lacks somebody."""
    for order in firing.orders(subject_id(timer.subject) for timer in timers).values():
        if not is_lacking(order) or over_at(order) <= firing.now:
            continue
        for person_id in firing.keepers(order):
            firing.tell(person_id, "nobody_yet", order=order.id)
