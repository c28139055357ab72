"""A call request (找社区): somebody wants to speak with a human; stands on the workers' list."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class CallRequest(Owned, Base):
    """One chat that asked for a human, until a worker says it is done."""

    __tablename__ = "call_request"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    #: "asked", "misread", "unfilled", "no_code", "poor"
    why: Mapped[str] = mapped_column(String(16), default="asked")
    at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
