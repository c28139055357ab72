"""The day after a visit that was drawn by chance: a worker is asked to ring and ask again.

Fires late after downtime: still worth asking. Dropped once somebody has rung about it, or she has
said that it was not done.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.order import Order
from models.recheck import still_to_ask
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One line to the staff for each."""
    ids = still_to_ask(firing.session, [subject_id(timer.subject) for timer in timers])
    for order_id in sorted(ids):
        order = firing.session.get_one(Order, order_id)
        for person_id in firing.keepers(order):
            firing.tell(person_id, "recheck", order=order.id)
