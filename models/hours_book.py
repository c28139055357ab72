"""The one door into the hours book: entries of orders and activities, and how they are mended.

Whoever writes here holds the person's row until the end of the transaction, so that two entries at
once cannot lie over each other, nor two approvals pass a gate together. The lock is the weak one
(FOR NO KEY UPDATE): rows of others may point at the person meanwhile.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.community import Community
from models.errors import Refused
from models.hours_gates import LONGEST
from models.person import Person
from models.service_record import STANDING, Evidence, RecordState, ServiceRecord
from models.timer import set_timers
from models.words import N_
from models.workdays import add_workdays

#: Decree 67 art. 11: everything about an activity stands in the book so many working days later
DUE_WORKDAYS = 10
#: staff are told what is due so many working days before, at this hour
REMIND_WORKDAYS, REMIND_AT = 3, time(9)
DUE_TIMER = "hours_due"
CREDIT, HONOUR = "credit", "honour"
OWN_OVERLAP = N_("这段时间您已经记过别的服务了。\n请找社区看一眼。")
OVERLAP = N_("这段时间对方已经记过别的服务了。\n先看那一笔，再改这一笔。")


class NewEntry(TypedDict):
    """What is known of a stretch of service when it is entered; moments in UTC."""

    community_id: int
    #: "order:12" or "activity:3"
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
    #: "credit": seen as it happened; "honour": made up afterwards
    kind: NotRequired[str]


def enter(session: Session, **entry: Unpack[NewEntry]) -> ServiceRecord:
    """Write one stretch of service, pending: whole minutes that went by, 10 are 10.

    Raises Refused where it lies over another entry, is no stretch of time, or is longer than a day;
    and for what is made up by the person themselves or without a reason.
    """
    person_id, started, ended = entry["person_id"], entry["started"], entry["ended"]
    own_word, reason = entry["recorder_id"] == person_id, entry.get("reason", "")
    kind, breaks = entry.get("kind", CREDIT), entry.get("break_minutes", 0)
    if kind == HONOUR and own_word:
        raise Refused(N_("自己的时长，要别人来补。"))
    if kind == HONOUR and not reason:
        raise Refused(N_("补记要写一句为什么。"), ask="reason")
    minutes = _minutes(started, ended, breaks)
    lock_person(session, person_id)
    community = session.get_one(Community, entry["community_id"])
    if overlaps(session, community, (person_id, started, ended)):
        raise Refused(OWN_OVERLAP if own_word else OVERLAP)
    record = ServiceRecord(
        community_id=community.id,
        person_id=person_id,
        subject=entry["subject"],
        served_on=community.local(started).date(),
        started_at=started,
        ended_at=ended,
        minutes=minutes,
        break_minutes=breaks,
        evidence=entry["evidence"],
        state=RecordState.PENDING,
        kind=kind,
        reason=reason,
        recorder_id=entry["recorder_id"],
        leader_id=entry.get("leader_id"),
        due_on=_due(session, community, ended),
        created_at=entry["at"],
    )
    session.add(record)
    session.flush()
    _plan(session, community, record)
    return record


def _due(session: Session, community: Community, ended: datetime) -> date:
    return add_workdays(session, community.id, community.local(ended).date(), DUE_WORKDAYS)


def _plan(session: Session, community: Community, record: ServiceRecord) -> None:
    """One look for all that is due on a day: some working days before, and that morning."""
    if record.due_on is None:
        return
    early = add_workdays(session, community.id, record.due_on, -REMIND_WORKDAYS)
    subject = f"hours:{community.id}:{record.due_on}"
    looks = (community.moment(day, REMIND_AT) for day in (early, record.due_on))
    set_timers(session, DUE_TIMER, [(community.id, subject, look) for look in looks])


def _minutes(started: datetime, ended: datetime, breaks: int) -> int:
    if ended < started:
        raise Refused(N_("走的时间要在到的后面。\n请再看一眼。"), ask="ended")
    if ended - started > LONGEST:
        raise Refused(N_("一次不超过 24 小时。\n忘了签退，就写“忘了签退”。"), ask="ended")
    minutes = int((ended - started).total_seconds() // 60) - breaks
    if breaks < 0 or minutes < 0:
        raise Refused(N_("休息比服务还长，请再看一眼。"), ask="breaks")
    return minutes


def lock_person(session: Session, person_id: int) -> None:
    """Hold this person's page of the book until the transaction ends."""
    rows = select(Person.id).where(Person.id == person_id)
    session.execute(rows.with_for_update(key_share=True)).one()


def lock_record(session: Session, record: ServiceRecord) -> None:
    """Hold the page that the entry is on, and read the entry anew."""
    lock_person(session, record.person_id)
    session.refresh(record)


def overlaps(
    session: Session, community: Community, stretch: tuple[int, datetime, datetime]
) -> bool:
    """Whether the book holds time of this person (id, from, to) that reaches into the stretch."""
    person_id, started, ended = stretch
    first = community.local(started).date() - 2 * LONGEST
    last = community.local(ended).date() + timedelta(days=1)
    rows = select(ServiceRecord.id).where(
        ServiceRecord.person_id == person_id,
        # no entry is longer than a day; a day more for entries on another community's clock
        ServiceRecord.served_on.between(first, last),
        ServiceRecord.started_at < ended,
        ServiceRecord.ended_at > started,
        ServiceRecord.state.in_(STANDING),
    )
    return session.scalar(rows.limit(1)) is not None


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
    if change.by_id == record.person_id:
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
    minutes = _minutes(started, ended, record.break_minutes)
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
