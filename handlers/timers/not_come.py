"""A quarter of an hour after the hour and nobody has checked in: 来了吗.

Looked at for 500 orders in five statements. After downtime it is asked within a day of the hour;
later the end of the order says it.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.asking_side import tell_asking_side, tellers
from handlers.timers.firing import Firing, subject_id
from models.still_coming import WAITING, late_from, missing_from
from models.timer import Timer

STILL_OWED = timedelta(days=1)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask her side, tell staff, remind those who go; each of them once."""
    orders = firing.orders(subject_id(timer.subject) for timer in timers)
    waiting = [order for order in orders.values() if order.state in WAITING]
    missed = missing_from(firing.session, waiting)
    late = late_from(firing.session, [order for order in waiting if order.id in missed])
    for order in waiting:
        if order.id not in late or not late[order.id] <= firing.now < late[order.id] + STILL_OWED:
            continue
        tell_asking_side(firing, order, "not_there")
        heard = {*order.asking_side}
        if order.relation == "station":
            heard.update(tellers(firing.session, order, firing.now))
        goes = [each.id for each in missed[order.id]]
        for person_id in dict.fromkeys((*goes, *firing.keepers(order))):
            if person_id not in heard:
                firing.tell(person_id, "not_there", order=order.id)
