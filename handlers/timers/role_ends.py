"""The last day of a role is over: browsers are shut out, whoever had it is told.

The role itself ends by its date, with or without this tick. What a volunteer still had in hand is
given back as by 退单, a replacement first. Fires late after downtime: sent; a role that was given
anew meanwhile is left alone.
"""

from collections.abc import Sequence

from handlers.finding_news import hand_back
from handlers.timers.firing import Firing, subject_id
from models.membership import Membership, Role, has_ended
from models.person import Person
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Shut out, give back and tell."""
    for timer in timers:
        row = firing.session.get(Membership, subject_id(timer.subject))
        if row is None or not has_ended(firing.session, row, firing.now):
            continue
        if row.role is Role.VOLUNTEER:
            person = firing.session.get_one(Person, row.person_id, with_for_update=True)
            hand_back(firing, person, "role ended")
        firing.tell(row.person_id, "role_ended", role=row.role.value)
