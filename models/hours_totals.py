"""What a person's entries come to: in all, this year, and what is left to a star or to a goal.

Only what is approved counts towards a star or a goal; what waits is told apart. A star is applied
for, never given by itself (domain.md section 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.community import Community
from models.consent import Purpose, agree, has_agreed, withdraw
from models.person import Person
from models.same_person import person_ids_of
from models.service_record import STANDING, Evidence, RecordState, ServiceRecord


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of one person: all of them by evidence and state, and this year's by state."""

    by_evidence: dict[tuple[Evidence, RecordState], int]
    this_year: dict[RecordState, int]

    @property
    def total(self) -> int:
        """All that stands, what waits included."""
        return sum(self.by_evidence.values())

    @property
    def waiting(self) -> int:
        """What does not count yet."""
        rows = self.by_evidence.items()
        return sum(minutes for (_e, state), minutes in rows if state is RecordState.PENDING)

    @property
    def counted(self) -> int:
        """What counts."""
        return self.total - self.waiting

    @property
    def year(self) -> int:
        """This year's, what waits included."""
        return sum(self.this_year.values())


def hours_of(session: Session, person_id: int, community: Community, at: datetime) -> Hours:
    """Their hours, and those of the running year on the community's calendar: one statement."""
    new_year = community.local(at).date().replace(month=1, day=1)
    this_year = case((ServiceRecord.served_on >= new_year, ServiceRecord.minutes), else_=0)
    rows = (
        select(
            ServiceRecord.evidence,
            ServiceRecord.state,
            func.sum(ServiceRecord.minutes),
            func.sum(this_year),
        )
        .where(
            ServiceRecord.person_id.in_(person_ids_of(person_id)),
            ServiceRecord.state.in_(STANDING),
        )
        .group_by(ServiceRecord.evidence, ServiceRecord.state)
    )
    found = Hours({}, {})
    for evidence, state, minutes, of_year in session.execute(rows):
        found.by_evidence[evidence, state] = int(minutes)
        found.this_year[state] = found.this_year.get(state, 0) + int(of_year)
    return found


def next_star(community: Community, minutes: int) -> tuple[int, int] | None:
    """The next star, the hours it takes; None for whoever has all of them."""
    for star, hours in enumerate(community.star_hours, 1):
        if minutes < hours * 60:
            return star, hours
    return None


def entries_of(
    session: Session, person: Person, limit: int, until: date | None = None
) -> Sequence[ServiceRecord]:
    """What stands in the book of this person, the latest first; up to and with the day `until`."""
    rows = select(ServiceRecord).where(
        ServiceRecord.person_id.in_(person_ids_of(person.id)),
        ServiceRecord.state.in_((*STANDING, RecordState.REJECTED)),
    )
    if until is not None:
        rows = rows.where(ServiceRecord.served_on <= until)
    latest = (
        ServiceRecord.served_on.desc(),
        ServiceRecord.started_at.desc(),
        ServiceRecord.id.desc(),
    )
    return session.scalars(rows.order_by(*latest).limit(limit)).all()


def has_party_goal(session: Session, person: Person) -> bool:
    """Whether they opened the yearly goal of party members for themselves."""
    return has_agreed(session, person, Purpose.PARTY_HOURS)


def open_party_goal(session: Session, person: Person, at: datetime) -> None:
    """Show it to them, and to nobody else, until they close it."""
    agree(session, person, Purpose.PARTY_HOURS, at)


def close_party_goal(session: Session, person: Person, at: datetime) -> bool:
    """Show it no more; False when it was not open."""
    return withdraw(session, person, Purpose.PARTY_HOURS, at)
