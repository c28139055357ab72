"""The one door into the hours book: entries of orders and activities.

Whoever writes here holds the person's row until the end of the transaction, so that two entries at
once cannot lie over each other, nor two approvals pass a gate together. The lock is the weak one
(FOR NO KEY UPDATE): rows of others may point at the person meanwhile.
"""

from datetime import date, datetime, time, timedelta
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.community import Community
from models.errors import Refused
from models.hours_gates import LONGEST
from models.person import Person
from models.same_person import person_ids_of
from models.service_record import KEEPS_TIME, Evidence, RecordState, ServiceRecord
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
    minutes = minutes_between(started, ended, breaks)
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


def minutes_between(started: datetime, ended: datetime, breaks: int) -> int:
    """Whole minutes that went by, pauses taken out. Raises Refused for what cannot be."""
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
    rows = select(Person.id).where(Person.id.in_(person_ids_of(person_id))).order_by(Person.id)
    session.execute(rows.with_for_update(key_share=True)).all()


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
        ServiceRecord.person_id.in_(person_ids_of(person_id)),
        # no entry is longer than a day; a day more for entries on another community's clock
        ServiceRecord.served_on.between(first, last),
        ServiceRecord.started_at < ended,
        ServiceRecord.ended_at > started,
        ServiceRecord.state.in_(KEEPS_TIME),
    )
    return session.scalar(rows.limit(1)) is not None
