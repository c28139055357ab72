"""Relay (转话): what the two of an order say through us, without each other's number."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class RelayLine(Owned, Base):
    """One line from one side of an order to the other."""

    __tablename__ = "relay_line"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    from_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    to_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Secret)
    at: Mapped[datetime] = mapped_column(Instant)
    #: the other side found it not right, and staff may read it
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
