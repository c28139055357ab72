"""A visit (上门): one volunteer's time at the place; models.visiting begins and ends it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.order import Order
from models.person import Person
from models.service_record import Evidence


class Visit(Owned, Base):
    """One volunteer's time at the place, from check-in to check-out."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    in_at: Mapped[datetime] = mapped_column(Instant)
    in_evidence: Mapped[Evidence] = mapped_column(named(Evidence))
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    out_evidence: Mapped[Evidence | None] = mapped_column(named(Evidence))

    @property
    def subject(self) -> str:
        """How its timers and buttons name it."""
        return f"visit:{self.id}"


def visit_of(session: Session, order: Order, person: Person) -> Visit | None:
    """This person's visit to this order, if it has begun."""
    return session.scalar(select(Visit).filter_by(order_id=order.id, person_id=person.id))


def visits_of(session: Session, order: Order) -> list[Visit]:
    """Everybody's visits to this order, the first to come first."""
    rows = select(Visit).filter_by(order_id=order.id)
    return list(session.scalars(rows.order_by(Visit.in_at, Visit.id)))


def someone_is_inside(session: Session, order: Order) -> bool:
    """Whether somebody has come and not left."""
    count = session.scalar(
        select(func.count()).where(Visit.order_id == order.id, Visit.out_at.is_(None))
    )
    return bool(count)


def has_been_at(session: Session, served_id: int, person_id: int) -> bool:
    """Whether this volunteer has been with the person served before, and left again."""
    rows = (
        select(Visit.id)
        .join(Order, Order.id == Visit.order_id)
        .where(
            Order.served_person_id == served_id,
            Visit.person_id == person_id,
            Visit.out_at.is_not(None),
        )
    )
    return session.scalar(rows.limit(1)) is not None
