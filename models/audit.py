"""The audit log: who did or read what that matters. Ids and words of ours, never texts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class Audit(Owned, Base):
    """One deed or one reading of something private; rows are only added."""

    __tablename__ = "audit"

    id: Mapped[Key]
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(Instant)
