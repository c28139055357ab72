"""A quarter of an hour after the hour and nobody has checked in: 来了吗.

After downtime it is asked within a day of the hour; later the end of the order says it.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.timers.firing import Firing, subject_id
from models.membership import STAFF, people_with
from models.still_coming import WAITING, late_from, missing
from models.timer import Timer

STILL_OWED = timedelta(days=1)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask her side, tell staff, remind those who go; each of them once."""
    for order in firing.orders(subject_id(timer.subject) for timer in timers).values():
        late = late_from(firing.session, order)
        if order.state not in WAITING or not late <= firing.now < late + STILL_OWED:
            continue
        missed = missing(firing.session, order)
        if not missed:
            continue
        staff = people_with(firing.session, order.community_id, STAFF, firing.now)
        everybody = (*order.asking_side, *(each.id for each in missed), *staff)
        for person_id in dict.fromkeys(everybody):
            firing.tell(person_id, "not_there", order=order.id)
