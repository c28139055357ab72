"""The day after a call that nobody picked up: whoever rang is reminded to try again.

Guards the sentence 明天上午10点提醒您再打. Fires late after downtime, as long as the order still
waits for a word; once it has one, or has closed unrated, nothing is said.
"""

from collections.abc import Sequence

from handlers.asking_side import tellers
from handlers.timers.firing import Firing, subject_id
from models.order import Order, OrderState
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Remind of the calls that are still owed."""
    for timer in timers:
        order = Order.known(firing.session, subject_id(timer.subject))
        if order.state is OrderState.DONE:
            for person_id in tellers(firing.session, order, firing.now):
                firing.tell(person_id, "call_back_due", order=order.id)
