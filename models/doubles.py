"""Two people write the same need of one door (重复): it is offered as one, and only to the second.

Whoever joins learns nothing by it: they hear news only after the person served has said, in a
call that is written down, that they may.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, literal, or_, select, update
from sqlalchemy.orm import Session

from models.errors import Refused
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.person import ActsFor, Person
from models.ready import Ready
from models.rows import settled
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
_SAME_BUILDING = Ready(
    select(Order.id, Order.unit, Order.room, Order.requested_by_id, Order.served_person_id)
    .where(
        Order.community_id == bindparam("community"),
        Order.state.in_([literal(each, Order.state.type) for each in OPEN]),
        Order.kind == bindparam("of_kind"),
        Order.building == bindparam("at_building"),
        Order.starts_at >= bindparam("start"),
        Order.starts_at < bindparam("end"),
    )
    .order_by(Order.id)
)


@dataclass(frozen=True, slots=True)
class SameNeed:
    """The door, the kind of help and the local day that two needs have in common."""

    community_id: int
    kind: str
    building: str
    unit: str
    room: str
    day: tuple[datetime, datetime]


def already_asked(session: Session, same: SameNeed, asker: Person | None) -> int:
    """The key of the open order of somebody else for this door, kind and day, or 0.

    0 also without a whole door. Rooms are encrypted, so those of the building are compared here.
    """
    if not (same.building and same.room):
        return 0
    start, end = same.day
    which = {
        "community": same.community_id,
        "of_kind": same.kind,
        "at_building": same.building,
        "start": start,
        "end": end,
    }
    asker_id = asker.id if asker is not None else 0
    for row in _SAME_BUILDING.rows(settled(session), which):
        is_door = row.room == same.room and same.unit in ("", row.unit or same.unit)
        if is_door and asker_id not in (row.requested_by_id, row.served_person_id):
            return int(row.id)
    return 0


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
