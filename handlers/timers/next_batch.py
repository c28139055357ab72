"""半小时没人接，再问下一批: the next six of those who fit, until the places are taken.

Nobody is asked in quiet hours: then it waits for the morning. After downtime of three days one
group is asked if the time has not come yet; the groups that were missed are not made up for.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.finding_hours import NEXT_GROUP, latest_start
from models.inviting import ask_group
from models.timer import Timer, set_timer
from models.unfilled import is_lacking


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask the next group where somebody is still lacking, and look again in half an hour."""
    orders = firing.orders(subject_id(timer.subject) for timer in timers)
    for order in orders.values():
        if not is_lacking(order) or not order.batches or latest_start(order) <= firing.now:
            continue
        quiet_end = firing.community(order.community_id).quiet_end(firing.now)
        again = quiet_end or firing.now + NEXT_GROUP
        if quiet_end is None:
            for person_id in ask_group(firing.session, order, firing.now):
                firing.card(person_id, order.subject, order.id)
        set_timer(firing.session, order.community_id, "next_batch", order.subject, again)
