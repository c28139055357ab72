"""What happened to an order, line by line (流转记录); rows are only added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret

#: its reason says which relative or neighbour passes news on
NEWS_THROUGH = "news_through"


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


def news_through(session: Session, order_id: int) -> str:
    """Which relative or neighbour passes news on, as it was said at the door; "" if nobody."""
    rows = select(OrderEvent.reason).filter_by(order_id=order_id, what=NEWS_THROUGH)
    return session.scalar(rows.order_by(OrderEvent.id.desc()).limit(1)) or ""
