"""Objections (异议): an entry of theirs in the hours book is wrong, or missing, somebody says."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.vault import Secret


class ObjectionState(StrEnum):
    """Whether it was answered, and how."""

    OPEN = "open"
    CORRECTED = "corrected"
    KEPT = "kept"


class HoursObjection(Owned, Base):
    """One objection; Decree 67 art. 13 wants it looked at promptly, we answer in 5 working days."""

    __tablename__ = "hours_objection"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: the entry that is wrong; None: one is missing
    record_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_record.id"))
    #: what it is about when nothing was entered: "order:12", "activity:3" or ""
    subject: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Secret)
    #: what they say it should be; None: not said
    minutes: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[ObjectionState] = mapped_column(
        named(ObjectionState), default=ObjectionState.OPEN
    )
    due_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(Secret)
    answered_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
