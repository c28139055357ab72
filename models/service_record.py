"""The hours book (志愿服务记录): append-only integer minutes, each with its evidence.

Decree 67 asks for records that are true and complete within 10 working days. A wrong entry is
mended by a counter-entry, never changed; totals are always derived from the entries. How entries
come in: models/hours_book.py; how they come to count: models/hours_approving.py.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, event, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.same_person import person_ids_of
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
    #: somebody else's word afterwards (补录)
    MANUAL = "manual"
    IMPORT = "import"


EVIDENCE_LABELS: dict[Evidence, str] = {
    Evidence.CODE: N_("现场号码"),
    Evidence.SCAN: N_("现场扫码"),
    Evidence.ROSTER: N_("队长点名"),
    Evidence.LOCATION: N_("到场位置"),
    Evidence.SERVED: N_("对方确认"),
    Evidence.CALL_BACK: N_("回访确认"),
    Evidence.SELF: N_("自己报的"),
    Evidence.MANUAL: N_("别人补记的"),
    Evidence.IMPORT: N_("别处转来"),
}


class RecordState(StrEnum):
    """record.state of the data dictionary."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    REVERSED = "reversed"


#: what makes up totals: it counts, or waits for a first yes
STANDING = (RecordState.PENDING, RecordState.APPROVED)
#: what keeps its time: no other entry of the same person may lie there, for it may count again
KEEPS_TIME = (*STANDING, RecordState.DISPUTED)


class ServiceRecord(Owned, Base):
    """One stretch of service of one person. Minutes, person, times and evidence never change."""

    __tablename__ = "service_record"
    __table_args__ = (
        Index("ix_service_record_person_id_served_on", "person_id", "served_on"),
        # holds all that figures read: a year of a city is summed without touching the rows
        Index(
            "ix_service_record_figures",
            "community_id",
            "served_on",
            "state",
            "evidence",
            "person_id",
            "minutes",
        ),
        Index("ix_service_record_waiting", "community_id", "state", "due_on"),
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


def records_of(session: Session, subject: str, person_id: int) -> list[ServiceRecord]:
    """What stands in the book for one person and one order or activity."""
    rows = select(ServiceRecord).where(
        ServiceRecord.subject == subject, ServiceRecord.person_id.in_(person_ids_of(person_id))
    )
    standing = ServiceRecord.state.in_(STANDING)
    return list(session.scalars(rows.where(standing).order_by(ServiceRecord.id)))
