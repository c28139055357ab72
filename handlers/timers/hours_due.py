"""Hours that have to be agreed to by a day (Decree 67: 10 working days): staff are told in time.

One row for all that is due on one day in one community, three working days before and that
morning. Fires late after downtime: still owed.
"""

from collections.abc import Sequence
from datetime import date

from handlers.timers.firing import Firing
from models.hours_approving import waiting
from models.membership import STAFF, people_with
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """One message for each member of staff and day, while anything waits."""
    for timer in timers:
        _kind, community, day = timer.subject.split(":")
        if not waiting(firing.session, int(community), 1, date.fromisoformat(day)):
            continue
        for person_id in people_with(firing.session, int(community), STAFF, firing.now):
            firing.tell(person_id, "hours_due", due_on=day)
