"""What happened to an order, line by line (流转记录); rows are only added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class OrderEvent(Owned, Base):
    """One transition or one thing worth remembering, and who did it."""

    __tablename__ = "order_event"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    from_state: Mapped[str] = mapped_column(String(16), default="")
    what: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(Secret)
    at: Mapped[datetime] = mapped_column(Instant)
