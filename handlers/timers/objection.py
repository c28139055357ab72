"""Somebody waits for an answer about their hours: staff are reminded, then who waits hears first.

Guards the sentence 最晚…给您回话. Fires late after downtime: still owed.
"""

from collections.abc import Sequence

from handlers.timers.firing import Firing, subject_id
from models.hours_objection import HoursObjection, ObjectionState, put_off
from models.membership import STAFF, people_with
from models.person import Person
from models.timer import Timer


def due(firing: Firing, timers: Sequence[Timer]) -> None:
    """Once more to staff, the working day before."""
    for timer in timers:
        row = firing.session.get(HoursObjection, subject_id(timer.subject))
        if row is not None and row.state is ObjectionState.OPEN:
            _remind(firing, row)


def late(firing: Firing, timers: Sequence[Timer]) -> None:
    """Apologise once for each missed promise, and promise the next working day."""
    for timer in timers:
        row = firing.session.get(HoursObjection, subject_id(timer.subject))
        if row is None or row.state is not ObjectionState.OPEN:
            continue
        if firing.session.get_one(Person, row.person_id).left_at is not None:
            continue
        put_off(firing.session, row, firing.now)
        firing.tell(row.person_id, "objection_late", objection=row.id)
        _remind(firing, row)


def _remind(firing: Firing, row: HoursObjection) -> None:
    for person_id in people_with(firing.session, row.community_id, STAFF, firing.now):
        if person_id != row.person_id:
            firing.tell(person_id, "hours_objection", objection=row.id)
