"""The gates of a day: what is much for one person and one day wants a second look.

i志愿 (Guangdong) lets a person's day count by itself up to 8 hours, up to 12 with a yes from above,
and beyond that only by special leave (domain.md section 2). Days are the community's own; a night's
work is cut at midnight.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.community import Community
from models.membership import Role, roles_of
from models.person import Person
from models.same_person import person_ids_of
from models.service_record import RecordState, ServiceRecord

#: minutes of one day that count with anybody's yes; above, a coordinator's is needed
COORDINATOR_ABOVE = 8 * 60
#: and above this a reason as well: rescue, or staying overnight
REASON_ABOVE = 12 * 60
#: who may open the gates
KEEPERS = (Role.COORDINATOR, Role.ADMIN)
#: no entry is longer: whoever stays on gets another one
LONGEST = timedelta(hours=24)


class Gate(StrEnum):
    """What an entry's fullest day asks for."""

    OPEN = "open"
    COORDINATOR = "coordinator"
    REASON = "reason"


def minutes_by_day(community: Community, record: ServiceRecord | Row[Any]) -> dict[date, int]:
    """The entry's minutes on each local day it touches; pauses come off the longer part."""
    parts = {
        day: int((until - since).total_seconds() // 60)
        for day, since, until in _cut(community, record.started_at, record.ended_at)
    }
    longest = max(parts, key=lambda day: parts[day])
    parts[longest] += record.minutes - sum(parts.values())
    return parts


def _cut(
    community: Community, started: datetime, ended: datetime
) -> Iterator[tuple[date, datetime, datetime]]:
    day = community.local(started).date()
    while True:
        since, until = community.day(day)
        yield day, max(started, since), min(ended, until)
        if ended <= until:
            return
        day += timedelta(days=1)


def gate_of(session: Session, record: ServiceRecord) -> Gate:
    """What has to be given before this entry counts, beside all that counts already."""
    community = session.get_one(Community, record.community_id)
    own = minutes_by_day(community, record)
    days = dict.fromkeys(own, 0)
    for other in _counted_around(session, record, min(own), max(own)):
        for day, minutes in minutes_by_day(community, other).items():
            if day in days:
                days[day] += minutes
    return gate_for(max(days[day] + minutes for day, minutes in own.items()))


def gate_for(minutes: int) -> Gate:
    """The gate that so many minutes of one day stand at."""
    if minutes > REASON_ABOVE:
        return Gate.REASON
    return Gate.COORDINATOR if minutes > COORDINATOR_ABOVE else Gate.OPEN


def may_pass(session: Session, record: ServiceRecord, approver_id: int, at: datetime) -> bool:
    """Whether this approver's yes opens the gate that the entry stands at."""
    gate = gate_of(session, record)
    if gate is Gate.OPEN:
        return True
    keeps = roles_of(session, session.get_one(Person, approver_id), at).intersection(KEEPERS)
    return bool(keeps) and (gate is Gate.COORDINATOR or bool(record.reason))


def _counted_around(
    session: Session, record: ServiceRecord, first: date, last: date
) -> list[ServiceRecord]:
    """Approved entries that may reach into these days; none is longer than a day."""
    rows = select(ServiceRecord).where(
        ServiceRecord.person_id.in_(person_ids_of(record.person_id)),
        ServiceRecord.served_on.between(first - timedelta(days=1), last),
        ServiceRecord.state == RecordState.APPROVED,
        ServiceRecord.id != record.id,
    )
    return list(session.scalars(rows))
