"""The one place where minutes of activities go into the hours book."""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy.orm import Session

from models.community import Community
from models.errors import Refused
from models.service_record import Evidence, RecordState, ServiceRecord, overlapping
from models.words import N_


class NewEntry(TypedDict):
    """What is known of a stretch of service when it is entered; moments in UTC."""

    community_id: int
    subject: str
    person_id: int
    started: datetime
    ended: datetime
    evidence: Evidence
    recorder_id: int
    at: datetime
    leader_id: NotRequired[int | None]
    break_minutes: NotRequired[int]
    reason: NotRequired[str]
    kind: NotRequired[str]


def enter(session: Session, **entry: Unpack[NewEntry]) -> ServiceRecord:
    """Enter one stretch of service, pending. Raises Refused when it overlaps another entry."""
    started, ended, breaks = entry["started"], entry["ended"], entry.get("break_minutes", 0)
    if overlapping(session, entry["person_id"], started, ended):
        raise Refused(N_("这段时间已经记过别的服务了。"))
    community = session.get_one(Community, entry["community_id"])
    record = ServiceRecord(
        community_id=community.id,
        person_id=entry["person_id"],
        subject=entry["subject"],
        served_on=community.local(started).date(),
        started_at=started,
        ended_at=ended,
        minutes=int((ended - started).total_seconds() // 60) - breaks,
        evidence=entry["evidence"],
        state=RecordState.PENDING,
        recorder_id=entry["recorder_id"],
        leader_id=entry.get("leader_id"),
        break_minutes=breaks,
        reason=entry.get("reason", ""),
        kind=entry.get("kind", "credit"),
        created_at=entry["at"],
    )
    session.add(record)
    session.flush()
    return record
