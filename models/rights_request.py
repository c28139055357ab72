"""Requests about one's own data (权利请求): export, correct, leave; when each was answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class RightsRequest(Owned, Base):
    """One request of one person. That it was asked is kept, not what was had."""

    __tablename__ = "rights_request"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: "export", "correct" or "leave"
    kind: Mapped[str] = mapped_column(String(8))
    #: "open", "done" or "taken_back"
    state: Mapped[str] = mapped_column(String(12), default="open")
    at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class Tombstone(Owned, Base):
    """Somebody has left; applied again to every backup that is brought back."""

    __tablename__ = "tombstone"

    id: Mapped[Key]
    #: no foreign key: an older backup may not know them, a newer row must not be lost
    person_id: Mapped[int] = mapped_column(BigKey, unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
