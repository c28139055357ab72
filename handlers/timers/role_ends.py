"""The last day of a role is over: browsers are shut out, whoever had it is told.

The role itself ends by its date, with or without this tick. Fires late after downtime: sent; a
role that was given anew meanwhile is left alone.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.membership import Membership, has_ended
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Shut out and tell."""
    for timer in timers:
        row = firing.session.get(Membership, subject_id(timer.subject))
        if row is not None and has_ended(firing.session, row, firing.now):
            firing.tell(row.person_id, "role_ended", role=row.role.value)
