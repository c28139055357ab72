"""Incidents (事件): something went wrong or felt unsafe; only coordinators see them.

While one stands open that nobody has looked at, no new visit begins at that door.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person
from models.vault import Secret

OPEN = "open"


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


def door_is_paused(session: Session, order: Order) -> bool:
    """Whether something was reported at this door, or of this person, that nobody has looked at."""
    there = (order.building, order.unit, order.room)
    rows = (
        select(Order)
        .join(Incident, Incident.order_id == Order.id)
        .where(Incident.state == OPEN, Incident.community_id == order.community_id)
    )
    return any(
        each.served_person_id == order.served_person_id
        # rooms are encrypted: they can be compared only here, and few incidents stand open
        or (each.room is not None and (each.building, each.unit, each.room) == there)
        for each in session.scalars(rows)
    )


def person_is_paused(session: Session, person: Person) -> bool:
    """Whether a resident reported something of a visit that this volunteer had taken on."""
    rows = (
        select(Incident.id)
        .join(Order, Order.id == Incident.order_id)
        .join(OrderEvent, OrderEvent.order_id == Incident.order_id)
        .where(
            Incident.state == OPEN,
            OrderEvent.what == "accepted",
            OrderEvent.actor_id == person.id,
            or_(
                Incident.reported_by_id == Order.requested_by_id,
                Incident.reported_by_id == Order.served_person_id,
            ),
        )
    )
    return session.scalar(rows.limit(1)) is not None
