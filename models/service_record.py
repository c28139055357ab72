"""The hours book (志愿服务记录): append-only integer minutes, each with its evidence.

Decree 67 asks for records that are true and complete within 10 working days. A wrong entry is
mended by a counter-entry, never changed; totals are always derived from the entries.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, event, func, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.community import Community
from models.errors import Refused
from models.order import Order
from models.words import N_


class Evidence(StrEnum):
    """Evidence grade: how we know; shown beside every figure."""

    CODE = "code"
    SCAN = "scan"
    ROSTER = "roster"
    LOCATION = "location"
    SERVED = "served"
    CALL_BACK = "call_back"
    SELF = "self"
    IMPORT = "import"


EVIDENCE_LABELS: dict[Evidence, str] = {
    Evidence.CODE: N_("现场号码"),
    Evidence.SCAN: N_("现场扫码"),
    Evidence.ROSTER: N_("队长点名"),
    Evidence.LOCATION: N_("到场位置"),
    Evidence.SERVED: N_("对方确认"),
    Evidence.CALL_BACK: N_("回访确认"),
    Evidence.SELF: N_("自己报的"),
    Evidence.IMPORT: N_("别处转来"),
}


class RecordState(StrEnum):
    """record.state of the data dictionary."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    REVERSED = "reversed"


class ServiceRecord(Owned, Base):
    """One stretch of service of one person. Minutes, person, times and evidence never change."""

    __tablename__ = "service_record"
    __table_args__ = (
        Index("ix_service_record_person_id_served_on", "person_id", "served_on"),
        Index("ix_service_record_community_id_served_on", "community_id", "served_on"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "order:12" or "activity:3"
    subject: Mapped[str] = mapped_column(String(40), index=True)
    served_on: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime] = mapped_column(Instant)
    #: signed: a counter-entry is negative
    minutes: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[Evidence] = mapped_column(named(Evidence))
    state: Mapped[RecordState] = mapped_column(named(RecordState), default=RecordState.PENDING)
    recorder_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    reversal_of_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_record.id"))
    #: "credit": seen as it happened; "honour": made up afterwards (domain.md section 2)
    kind: Mapped[str] = mapped_column(String(8), default="credit")
    #: why it was made up, corrected, or passes a gate of the day; "" for an ordinary entry
    reason: Mapped[str] = mapped_column(String(120), default="")
    #: pauses that were taken out of `minutes`
    break_minutes: Mapped[int] = mapped_column(Integer, default=0)
    #: who answers for it on the spot (负责人)
    leader_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: Decree 67 art. 11: to be settled within 10 working days, by the end of this one
    due_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Instant)


_FIXED = ("person_id", "subject", "served_on", "started_at", "ended_at", "minutes", "evidence")


@event.listens_for(ServiceRecord, "before_update")
def _keep_entries_as_written(_mapper: Any, _connection: Any, record: ServiceRecord) -> None:
    state = inspect(record)
    changed = [name for name in _FIXED if state.attrs[name].history.has_changes()]
    if changed:
        raise ValueError(f"the hours book is append-only; {changed} cannot change")


def record_service(
    session: Session,
    order: Order,
    person_id: int,
    span: tuple[datetime, datetime],
    evidence: Evidence,
    at: datetime,
) -> ServiceRecord:
    """Enter one visit, pending. Raises Refused when it overlaps another entry."""
    started, ended = span
    community = session.get_one(Community, order.community_id)
    if overlapping(session, person_id, started, ended):
        raise Refused(N_("这段时间您已经记过别的服务了。\n请找社区看一眼。"))
    record = ServiceRecord(
        community_id=order.community_id,
        person_id=person_id,
        subject=order.subject,
        served_on=community.local(started).date(),
        started_at=started,
        ended_at=ended,
        minutes=int((ended - started).total_seconds() // 60),
        evidence=evidence,
        state=RecordState.PENDING,
        recorder_id=person_id,
        created_at=at,
    )
    session.add(record)
    session.flush()
    return record


def overlapping(session: Session, person_id: int, started: datetime, ended: datetime) -> bool:
    """Whether the book already holds time of this person between the two moments."""
    net = session.scalar(
        select(func.coalesce(func.sum(ServiceRecord.minutes), 0)).where(
            ServiceRecord.person_id == person_id,
            ServiceRecord.started_at < ended,
            ServiceRecord.ended_at > started,
            ServiceRecord.state.in_((RecordState.PENDING, RecordState.APPROVED)),
        )
    )
    return bool(net)


def approve_records(
    session: Session, subject: str, approver_id: int, at: datetime, *, own_word: bool = True
) -> int:
    """Approve what is pending for `subject`, never one's own; returns how many entries.

    Without `own_word`, what stands there by the volunteer's own word alone still waits.
    """
    rows = session.scalars(
        select(ServiceRecord).where(
            ServiceRecord.subject == subject,
            ServiceRecord.state == RecordState.PENDING,
            ServiceRecord.person_id != approver_id,
        )
    ).all()
    ripe = [record for record in rows if own_word or record.evidence is not Evidence.SELF]
    for record in ripe:
        approve_record(session, record, approver_id, at)
    return len(ripe)


def approve_record(session: Session, record: ServiceRecord, approver_id: int, at: datetime) -> None:
    """Agree to one entry, never to one's own."""
    if record.person_id == approver_id:
        raise Refused(N_("自己的时长，要别人来核实。"))
    record.state, record.approved_by_id, record.approved_at = RecordState.APPROVED, approver_id, at
    session.flush()


def pending_of(session: Session, subject: str) -> list[ServiceRecord]:
    """What of `subject` still waits for somebody's yes."""
    rows = select(ServiceRecord).filter_by(subject=subject, state=RecordState.PENDING)
    return list(session.scalars(rows.order_by(ServiceRecord.id)))


def approve_by_call(session: Session, subject: str, approver_id: int, at: datetime) -> int:
    """Approve what is pending after a call to the person served; returns how many entries.

    A code at the door proves more than a call and stays. What stood there on the volunteer's own
    word is countered and written anew as what it is now: confirmed by a call.
    """
    own = select(ServiceRecord).filter_by(
        subject=subject, state=RecordState.PENDING, evidence=Evidence.SELF
    )
    for record in session.scalars(own.where(ServiceRecord.person_id != approver_id)).all():
        session.add(_copy(record, at, -record.minutes, record.evidence, record.id))
        record.state = RecordState.REVERSED
        session.add(_copy(record, at, record.minutes, Evidence.CALL_BACK, None))
    session.flush()
    return approve_records(session, subject, approver_id, at)


def _copy(
    record: ServiceRecord, at: datetime, minutes: int, evidence: Evidence, reverses: int | None
) -> ServiceRecord:
    """The same stretch once more: a counter-entry, or under other evidence."""
    return ServiceRecord(
        community_id=record.community_id,
        person_id=record.person_id,
        subject=record.subject,
        served_on=record.served_on,
        started_at=record.started_at,
        ended_at=record.ended_at,
        minutes=minutes,
        evidence=evidence,
        state=RecordState.REVERSED if reverses else RecordState.PENDING,
        recorder_id=record.recorder_id,
        reversal_of_id=reverses,
        created_at=at,
    )


def minutes_by_evidence(
    session: Session, person_id: int, since: date | None = None
) -> dict[tuple[Evidence, RecordState], int]:
    """Minutes of one person by evidence and state, derived from the entries."""
    rows = (
        select(ServiceRecord.evidence, ServiceRecord.state, func.sum(ServiceRecord.minutes))
        .where(
            ServiceRecord.person_id == person_id,
            ServiceRecord.state.in_((RecordState.PENDING, RecordState.APPROVED)),
        )
        .group_by(ServiceRecord.evidence, ServiceRecord.state)
    )
    if since is not None:
        rows = rows.where(ServiceRecord.served_on >= since)
    return {(evidence, state): int(minutes) for evidence, state, minutes in session.execute(rows)}


def records_of(session: Session, subject: str, person_id: int) -> list[ServiceRecord]:
    """What stands in the book for one person and one order or activity, counter-entries too."""
    rows = select(ServiceRecord).filter_by(subject=subject, person_id=person_id)
    standing = ServiceRecord.state.in_((RecordState.PENDING, RecordState.APPROVED))
    return list(session.scalars(rows.where(standing).order_by(ServiceRecord.id)))
