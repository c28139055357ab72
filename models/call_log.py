"""Calls (通话记录): somebody of the community rang somebody up about an order; what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret


class CallLog(Owned, Base):
    """One call; rows are only added."""

    __tablename__ = "call_log"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    caller_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    #: "own_yes", "call_back", "recheck" or "door"
    purpose: Mapped[str] = mapped_column(String(16))
    #: "yes", "no", "no_answer", or an outcome of models.evaluation
    outcome: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Secret)
    at: Mapped[datetime] = mapped_column(Instant)
