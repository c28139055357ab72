"""Two people write the same need of one door (重复): it is offered as one, and only to the second.

Whoever joins learns nothing by it: they hear news only after the person served has said, in a
call that is written down, that they may.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from models.errors import Refused
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.person import ActsFor, Person
from models.words import N_

#: nobody is there yet, so that one more word still helps
OPEN = (
    OrderState.SUBMITTED,
    OrderState.NEED_INFO,
    OrderState.APPROVED,
    OrderState.DISPATCHED,
    OrderState.CLAIMED,
)
NEWS = "news:"


@dataclass(frozen=True, slots=True)
class SameNeed:
    """The door, the kind of help and the local day that two needs have in common."""

    community_id: int
    kind: str
    building: str
    unit: str
    room: str
    day: tuple[datetime, datetime]


def already_asked(session: Session, same: SameNeed, asker: Person | None) -> Order | None:
    """The open order of somebody else for this door, kind and day; None without a whole door."""
    if not (same.building and same.room):
        return None
    start, end = same.day
    rows = select(Order).where(
        Order.community_id == same.community_id,
        Order.state.in_(OPEN),
        Order.kind == same.kind,
        Order.building == same.building,
        Order.starts_at >= start,
        Order.starts_at < end,
    )
    for order in session.scalars(rows.order_by(Order.id)):
        is_door = order.room == same.room and same.unit in ("", order.unit or same.unit)
        if is_door and not (asker is not None and order.is_of(asker)):
            return order
    return None


def join(session: Session, order: Order, person: Person, words: str, at: datetime) -> None:
    """Keep both texts with one order; `person` waits for a yes before they hear of it.

    Their words stand in its history, apart from hers: nobody else speaks in her name.
    Raises Refused when it has ended meanwhile, or when they joined before.
    """
    if order.state not in OPEN:
        raise Refused(N_("那件事刚办完了。\n还要帮忙，再写一句就行。"))
    if _row(session, order, person.id) is not None:
        raise Refused(N_("您写的已经并进去了。\n问过本人，再告诉您消息。"))
    order.note(session, "joined", person, at, reason=words)
    session.add(
        ActsFor(
            community_id=order.community_id,
            person_id=person.id,
            for_person_id=order.served_person_id,
            scope=_scope(order),
            agreed_by="asker",
            agreed_at=at,
        )
    )
    session.flush()


def waiting(session: Session, order: Order) -> list[Person]:
    """Who joined and is not yet known to the person served, first come first."""
    rows = select(Person).join(ActsFor, ActsFor.person_id == Person.id)
    return list(session.scalars(rows.where(*_open(order), ActsFor.agreed_by == "asker")))


def also_written(session: Session, order: Order) -> list[str]:
    """What was written of it besides, for staff to read: by those who joined, and in orders that
    were merged into it. Words stay with their writer's row, so that they go when the writer does.
    """
    merged = select(Order.id, Order.raw_text).filter_by(merged_into_id=order.id)
    orders = {row.id: row.raw_text for row in session.execute(merged.order_by(Order.id))}
    rows = select(OrderEvent.reason).where(
        OrderEvent.order_id.in_((order.id, *orders)), OrderEvent.what == "joined"
    )
    joined = session.scalars(rows.order_by(OrderEvent.id))
    return [words for words in (*orders.values(), *joined) if words]


def written_into(person_id: int, own: Select[int]) -> Select[int]:
    """Ids of orders of others beside whose words theirs are shown: joined, or merged into.

    `own` are the ids of the orders whose words are theirs.
    """
    joined = select(OrderEvent.order_id).where(
        OrderEvent.actor_id == person_id, OrderEvent.what == "joined"
    )
    merged = select(Order.merged_into_id).where(
        Order.id.in_(own), Order.merged_into_id.is_not(None)
    )
    return select(Order.id).where(or_(Order.id.in_(joined), Order.id.in_(merged)))


def hearing(session: Session, order: Order) -> list[int]:
    """Ids of those who joined and may hear, by the word of the person served."""
    if order.family_is_off:
        return []
    return list(
        session.scalars(select(ActsFor.person_id).where(*_open(order), ActsFor.agreed_by == "self"))
    )


def answer_for(session: Session, order: Order, at: datetime, *, may_hear: bool) -> None:
    """What the person served said of all who joined and waited."""
    for person in waiting(session, order):
        row = _row(session, order, person.id)
        if row is None:
            continue
        if may_hear:
            row.agreed_by, row.agreed_at = "self", at
        else:
            row.ended_at = at
    session.flush()


def forget_joined(session: Session, person: Person) -> None:
    """Somebody leaves: their words go from the history of the orders of others they joined."""
    rows = select(ActsFor.scope).where(
        ActsFor.person_id == person.id, ActsFor.scope.startswith(NEWS, autoescape=True)
    )
    orders = [int(scope.removeprefix(NEWS)) for scope in session.scalars(rows)]
    joined = update(OrderEvent).where(
        OrderEvent.order_id.in_(orders),
        OrderEvent.actor_id == person.id,
        OrderEvent.what == "joined",
    )
    session.execute(joined.values(reason=None))


def _open(order: Order) -> tuple[ColumnElement[bool], ...]:
    return (
        ActsFor.for_person_id == order.served_person_id,
        ActsFor.scope == _scope(order),
        ActsFor.ended_at.is_(None),
    )


def _row(session: Session, order: Order, person_id: int) -> ActsFor | None:
    rows = select(ActsFor).filter_by(for_person_id=order.served_person_id, scope=_scope(order))
    return session.scalar(rows.where(ActsFor.person_id == person_id))


def _scope(order: Order) -> str:
    return f"{NEWS}{order.id}"
