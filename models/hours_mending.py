"""How entries of the hours book are mended: never changed, only countered and written anew.

A counter-entry and the entry it counters stay; together they are nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.community import Community
from models.errors import Refused
from models.hours_book import lock_record, minutes_between, overlaps
from models.same_person import is_same_person
from models.service_record import Evidence, RecordState, ServiceRecord
from models.words import N_


@dataclass(frozen=True, slots=True)
class Correction:
    """What an entry should have been: by whom, and why in words that the person reads."""

    minutes: int
    reason: str
    by_id: int


def reverse(session: Session, record: ServiceRecord, by_id: int, reason: str, at: datetime) -> None:
    """Counter an entry: both stay, together they are nothing. The page must be locked."""
    counter = _copy(record, -record.minutes, at)
    counter.reversal_of_id, counter.state = record.id, RecordState.REVERSED
    counter.recorder_id, counter.reason = by_id, reason
    record.state = RecordState.REVERSED
    session.add(counter)
    session.flush()


def correct(
    session: Session, record: ServiceRecord, change: Correction, at: datetime
) -> ServiceRecord | None:
    """Counter an entry and write it anew, pending, as long as it should be; None for no minutes.

    Raises Refused for one's own entries, for one that is countered already, without a reason, and
    when the new one would reach into another entry or into what has not been yet.
    """
    lock_record(session, record)
    if is_same_person(session, change.by_id, record.person_id):
        raise Refused(N_("自己的时长，要别人来改。"))
    if record.state is RecordState.REVERSED:
        raise Refused(N_("这一笔已经改过了，原来的还在。"))
    if not change.reason:
        raise Refused(N_("写一句为什么改，对方会看到。"), ask="reason")
    reverse(session, record, change.by_id, change.reason, at)
    if not change.minutes:
        return None
    length = timedelta(minutes=change.minutes + record.break_minutes)
    started, ended = record.started_at, record.started_at + length
    if ended > at:
        raise Refused(N_("这么长就到以后去了。\n请再看一眼。"), ask="minutes")
    minutes = minutes_between(started, ended, record.break_minutes)
    community = session.get_one(Community, record.community_id)
    if overlaps(session, community, (record.person_id, started, ended)):
        raise Refused(N_("这么长就和另一笔重了。\n写短一点，或者先看那一笔。"), ask="minutes")
    new = _copy(record, minutes, at)
    new.ended_at, new.recorder_id, new.reason = ended, change.by_id, change.reason
    session.add(new)
    session.flush()
    return new


def renew_as(
    session: Session, record: ServiceRecord, evidence: Evidence, by_id: int, at: datetime
) -> ServiceRecord:
    """Counter an entry and write the same stretch anew under better evidence, pending."""
    lock_record(session, record)
    reverse(session, record, by_id, "", at)
    new = _copy(record, record.minutes, at)
    new.evidence = evidence
    session.add(new)
    session.flush()
    return new


def again(session: Session, record: ServiceRecord, at: datetime) -> None:
    """Write a countered entry anew, pending: the reason it was countered for is gone."""
    if record.state is RecordState.REVERSED:
        session.add(_copy(record, record.minutes, at))
        session.flush()


def _copy(record: ServiceRecord, minutes: int, at: datetime) -> ServiceRecord:
    return ServiceRecord(
        community_id=record.community_id,
        person_id=record.person_id,
        subject=record.subject,
        served_on=record.served_on,
        started_at=record.started_at,
        ended_at=record.ended_at,
        minutes=minutes,
        break_minutes=record.break_minutes,
        evidence=record.evidence,
        state=RecordState.PENDING,
        kind=record.kind,
        recorder_id=record.recorder_id,
        leader_id=record.leader_id,
        due_on=record.due_on,
        created_at=at,
    )
