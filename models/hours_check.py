"""查账: the hours book is recomputed from its entries and held against its own rules.

People by people, so that a book of millions is read in slices: countered entries and their counters
come to nothing, no time counts twice, nobody agreed to their own, what counts has somebody's yes
and stands at a gate that was opened, and what it was for exists. What stands must be the sum of all
entries less what was not agreed to, or is doubted for now.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.hours_faults import Finding, LookedUp, faults_of
from models.person import Person
from models.service_record import STANDING, ServiceRecord

#: people whose pages are read at a time
SLICE = 500


@dataclass(slots=True)
class Checked:
    """What was looked at, what it comes to, and what is wrong."""

    people: int = 0
    entries: int = 0
    minutes: int = 0
    findings: list[Finding] = field(default_factory=list)
    #: where to go on; None when all pages were read
    after: int | None = 0


_COLUMNS = select(
    ServiceRecord.id,
    ServiceRecord.community_id,
    ServiceRecord.person_id,
    ServiceRecord.subject,
    ServiceRecord.served_on,
    ServiceRecord.started_at,
    ServiceRecord.ended_at,
    ServiceRecord.minutes,
    ServiceRecord.break_minutes,
    ServiceRecord.state,
    ServiceRecord.reason,
    ServiceRecord.approved_by_id,
    ServiceRecord.approved_at,
    ServiceRecord.reversal_of_id,
)


def check_slice(session: Session, checked: Checked, community_id: int | None = None) -> None:
    """Read the next people's pages and add what was found; sets `after` to None at the end."""
    rows = select(Person.id).where(Person.id > checked.after)
    if community_id is not None:
        rows = rows.where(Person.community_id == community_id)
    people = session.scalars(rows.order_by(Person.id).limit(SLICE)).all()
    checked.after = people[-1] if len(people) == SLICE else None
    by_person: defaultdict[int, list[Any]] = defaultdict(list)
    for record in session.execute(_COLUMNS.where(ServiceRecord.person_id.in_(people))):
        by_person[record.person_id].append(record)
    looked = LookedUp(session, list(by_person.values()))
    totals = {who: int(minutes) for who, minutes in session.execute(_standing(people))}
    for person_id, entries in by_person.items():
        entries.sort(key=lambda each: (each.started_at, each.id))
        checked.people += 1
        checked.entries += len(entries)
        checked.minutes += totals.get(person_id, 0)
        checked.findings.extend(faults_of(looked, entries, totals.get(person_id, 0)))


def _standing(people: Sequence[int]) -> Select[int, int]:
    """What everybody's time comes to, as chats and figures add it up."""
    rows = select(ServiceRecord.person_id, func.sum(ServiceRecord.minutes)).where(
        ServiceRecord.person_id.in_(people), ServiceRecord.state.in_(STANDING)
    )
    return rows.group_by(ServiceRecord.person_id)


def check_all(session: Session, community_id: int | None = None) -> Checked:
    """The whole book at once, for commands and tests."""
    checked = Checked()
    while checked.after is not None:
        check_slice(session, checked, community_id)
    return checked
