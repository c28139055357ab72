"""A call request (找社区): somebody wants to speak with a human; stands on the workers' list."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.order import Order
from models.person import Person


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


def ask_for_call(
    session: Session, order: Order, contact_id: int, person: Person, why: str, at: datetime
) -> CallRequest:
    """Somebody of the community is to ring up about this order; stands on their list."""
    row = CallRequest(
        community_id=order.community_id,
        contact_id=contact_id,
        person_id=person.id,
        order_id=order.id,
        why=why,
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def answer_calls(session: Session, order: Order, why: str, by: Person, at: datetime) -> None:
    """The calls about this order that were asked for with that reason have been made."""
    session.execute(
        update(CallRequest)
        .where(
            CallRequest.order_id == order.id,
            CallRequest.why == why,
            CallRequest.done_at.is_(None),
        )
        .values(done_at=at, done_by_id=by.id)
    )
