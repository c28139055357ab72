"""Incidents (事件): something went wrong or felt unsafe; only coordinators see them.

While one stands open that nobody has looked at, no new visit begins at that door.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class Incident(Owned, Base):
    """One report of one person about one order."""

    __tablename__ = "incident"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    reported_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "help": wants help now, quietly; "unsafe"; "hurt"; "other"
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Secret)
    #: "open", "seen" or "settled"
    state: Mapped[str] = mapped_column(String(8), default="open")
    at: Mapped[datetime] = mapped_column(Instant)
    handled_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    handled_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(Secret)
