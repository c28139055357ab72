"""A doorstep enquiry (入户询单): a worker was at a door; who was met and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class HomeEnquiry(Owned, Base):
    """One door, one visit of a worker. Its order, if there came one, is named."""

    __tablename__ = "home_enquiry"

    id: Mapped[Key]
    worker_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    building: Mapped[str] = mapped_column(String(16), default="")
    unit: Mapped[str] = mapped_column(String(16), default="")
    room: Mapped[str | None] = mapped_column(Secret)
    #: "order", "no_need", "said_no" or "nobody_home"
    outcome: Mapped[str] = mapped_column(String(16))
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    at: Mapped[datetime] = mapped_column(Instant)
