"""Who looks after an order: the community's staff, or of a private one only those named.

A quarrel is nobody's business but theirs whom she was told of before she sent it (私下的事). More
may be let in by one of them, and she hears it. Whoever is asked to go is named by that.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.membership import STAFF, Role, people_with, roles_of
from models.order import Order
from models.person import Person
from models.rows import write
from models.words import N_

#: to whom a private order is given while nobody is on duty for its kind
FIRST = (Role.COORDINATOR, Role.ADMIN)
#: the form of a kind of help that only named people may know of
PRIVATE = "private"


class OrderKeeper(Owned, Base):
    """Somebody on staff who may see one private order; `named_by_id` None: from the start."""

    __tablename__ = "order_keeper"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    named_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)


def first_keepers(session: Session, community_id: int, at: datetime) -> list[int]:
    """Whom a new private order is given to: the coordinators; where there are none, all staff."""
    return people_with(session, community_id, FIRST, at) or people_with(
        session, community_id, STAFF, at
    )


def named_for(session: Session, order: Order) -> list[int]:
    """Who was named for a private order, the first one first."""
    rows = select(OrderKeeper.person_id).filter_by(order_id=order.id)
    return list(session.scalars(rows.order_by(OrderKeeper.id)))


def keepers_of(session: Session, order: Order, at: datetime) -> list[int]:
    """Ids of those who look after it. When none of the named works here any more, who would be
    given it now."""
    staff = people_with(session, order.community_id, STAFF, at)
    if not order.only_named:
        return staff
    named = [each for each in named_for(session, order) if each in staff]
    return named or first_keepers(session, order.community_id, at)


def keeps(session: Session, order: Order, person: Person | None, at: datetime) -> bool:
    """Whether this person looks after it."""
    if person is None or not roles_of(session, person, at).intersection(STAFF):
        return False
    return not order.only_named or person.id in keepers_of(session, order, at)


def require_keeper(session: Session, order: Order, person: Person | None, at: datetime) -> None:
    """Raise Refused unless this person looks after it; a private one is not told of to others."""
    if person is None or not roles_of(session, person, at).intersection(STAFF):
        raise Refused(N_("这件事要社区的人来定。\n有事写“找社区”。"))
    if not keeps(session, order, person, at):
        raise Refused(N_("这张单只给点了名的人看。\n有事找协调员。"))


def require_open(order: Order) -> None:
    """Raise Refused for what is never called out to many."""
    if order.only_named:
        raise Refused(N_("这张单不放开，只请点名的人。\n按“派单”请一位。"))


def give_to(
    session: Session, order: Order, people: list[int], by: Person | None, at: datetime
) -> None:
    """Let these see a private order, too; who may already stays as they are."""
    known = named_for(session, order)
    row = {"community_id": order.community_id, "order_id": order.id, "at": at}
    for person_id in people:
        if person_id not in known:
            write(session, OrderKeeper(**row, person_id=person_id, named_by_id=by and by.id))
