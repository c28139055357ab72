"""The last order of somebody who wants to leave should be over: then they are asked once more.

Guards the sentence 办完，我再问您一句才退. Fires late after downtime: still owed.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.timers.firing import Firing, subject_id
from models.leaving import open_orders, waiting_to_leave
from models.person import Person
from models.timer import Timer, set_timer

#: an order took longer than it was asked for
LOOK_AGAIN = timedelta(hours=1)


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Ask those whose orders are over; look again later at the others."""
    for timer in timers:
        person = firing.session.get(Person, subject_id(timer.subject))
        if person is None or waiting_to_leave(firing.session, person) is None:
            continue
        if open_orders(firing.session, person):
            due = firing.now + LOOK_AGAIN
            set_timer(firing.session, timer.community_id, timer.kind, timer.subject, due)
        else:
            firing.tell(person.id, "leave_ready")
