"""The one place where minutes of activities go into the hours book."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.community import Community
from models.errors import Refused
from models.service_record import Evidence, RecordState, ServiceRecord, overlapping
from models.words import N_


def enter(  # noqa: PLR0913 - an entry of the book, each part by name
    session: Session,
    *,
    community_id: int,
    subject: str,
    person_id: int,
    started: datetime,
    ended: datetime,
    evidence: Evidence,
    recorder_id: int,
    at: datetime,
    leader_id: int | None = None,
    break_minutes: int = 0,
    reason: str = "",
    kind: str = "credit",
) -> ServiceRecord:
    """Enter one stretch of service, pending. Raises Refused when it overlaps another entry."""
    if overlapping(session, person_id, started, ended):
        raise Refused(N_("这段时间已经记过别的服务了。"))
    community = session.get_one(Community, community_id)
    record = ServiceRecord(
        community_id=community_id,
        person_id=person_id,
        subject=subject,
        served_on=community.local(started).date(),
        started_at=started,
        ended_at=ended,
        minutes=int((ended - started).total_seconds() // 60) - break_minutes,
        evidence=evidence,
        state=RecordState.PENDING,
        recorder_id=recorder_id,
        leader_id=leader_id,
        break_minutes=break_minutes,
        reason=reason,
        kind=kind,
        created_at=at,
    )
    session.add(record)
    session.flush()
    return record
