"""Calls (通话记录): somebody of the community rang somebody up about an order; what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.order import Order
from models.person import Person
from models.vault import Secret

CALL_BACK = "call_back"
NO_ANSWER = "no_answer"


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


def a_call(
    order: Order, by: Person, at: datetime, *, purpose: str, outcome: str, note: str = ""
) -> CallLog:
    """A call and what came of it as a new row, in the words of its columns."""
    row = CallLog(community_id=order.community_id, order_id=order.id, caller_id=by.id, at=at)
    row.purpose, row.outcome, row.note = purpose, outcome, note or None
    return row
