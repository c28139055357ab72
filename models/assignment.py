"""An assignment (派单/接单): one volunteer's part in one order. Dispatch is an invitation."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    ColumnElement,
    ForeignKey,
    Integer,
    UniqueConstraint,
    bindparam,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import visit_rules
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.membership import Role, roles_of
from models.minors import may_do
from models.order import Order, OrderState
from models.person import Person
from models.ready import Ready
from models.rows import find_one, settled
from models.upsert import insert_new
from models.vault import Secret
from models.words import N_

#: wrong codes allowed for one volunteer and one order
CODE_TRIES = 5


class AssignmentState(StrEnum):
    """assignment.state of the data dictionary."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    COMPLETED = "completed"


class Assignment(Owned, Base):
    """One volunteer asked or come forward for one order; one row per pair for good."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    state: Mapped[AssignmentState] = mapped_column(named(AssignmentState))
    offered_at: Mapped[datetime | None] = mapped_column(Instant)
    #: an invitation is over then
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    #: who asked this one by name; None: came forward, or asked in a group of `batch`
    invited_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: asked as one of this team
    team_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("team.id"))
    #: the how-manieth small group it was asked in; 0 outside them
    batch: Mapped[int] = mapped_column(Integer, default=0)
    #: lost the race and wants to be asked first when a place opens
    asks_first: Mapped[bool] = mapped_column(Boolean, default=False)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    #: 几点到: the hour they named
    arrives_at: Mapped[datetime | None] = mapped_column(Instant)
    #: said again that they come
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    #: was asked whether they still come and has not answered
    at_risk_at: Mapped[datetime | None] = mapped_column(Instant)
    #: refusing needs no reason; giving back may have one
    reason: Mapped[str | None] = mapped_column(Secret)
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)


A = AssignmentState
#: who goes or went
_GO = (A.ACCEPTED, A.COMPLETED)


_GOING = Ready(
    select(Assignment.person_id)
    .where(
        Assignment.order_id == bindparam("of"),
        Assignment.state.in_([literal(each, Assignment.state.type) for each in _GO]),
    )
    .order_by(Assignment.answered_at, Assignment.id)
)


class Full(Refused):
    """All places are taken, or kept for somebody: who came too late may be asked first."""


def claim(session: Session, order: Order, person: Person, at: datetime) -> Assignment:
    """接单: take a place for good, or raise Refused with what to do instead.

    One conditional update on the places left decides the race; the row is unique per person. A
    place kept for somebody who was asked by name is nobody else's until they have answered.
    """
    _may_claim(session, order, person, at)
    mine = assignment_of(session, order, person)
    if mine is not None and mine.state in (A.ACCEPTED, A.COMPLETED):
        raise Refused(N_("这张单您已经接了。\n写“我的”看什么时候去。"))
    if order.state is not OrderState.DISPATCHED:
        raise _lost(order)
    visit_rules.make_room(session, order, at)
    if mine is None and not order.batches:
        raise Full(N_("谢谢您。这张单先问了别人，在等回话。\n还有别的，写“接单”就能看。"))
    if order.places_left:
        visit_rules.check(session, order, person, volunteers_of(session, order), at)
    kept = 0 if _is_kept_for(mine, at) else places_kept(session, order, at)
    if not order.take_place(session, at, kept):
        raise _lost(order)
    if mine is None:
        mine = _insert(session, order, person, at, A.ACCEPTED)
    mine.state, mine.answered_at = A.ACCEPTED, at
    mine.arrives_at = mine.confirmed_at = mine.at_risk_at = None
    order.note(session, "accepted", person, at)
    if order.places_left == 0:
        _close_offers(session, order)
        order.move(session, OrderState.CLAIMED, person, at)
    session.flush()
    return mine


def _is_kept_for(mine: Assignment | None, at: datetime) -> bool:
    return (
        mine is not None
        and mine.state is A.OFFERED
        and mine.expires_at is not None
        and mine.expires_at > at
        and mine.team_id is None
    )


def kept_for_others(
    session: Session, ids: Collection[int], person: Person, at: datetime
) -> dict[int, int]:
    """Of each of these orders, how many places wait for the answer of somebody else."""
    rows = select(Assignment.order_id, Assignment.person_id).where(*_kept(ids, at))
    kept = [(row.order_id, row.person_id) for row in session.execute(rows)]
    theirs = {order_id for order_id, person_id in kept if person_id == person.id}
    return Counter(order_id for order_id, _person in kept if order_id not in theirs)


def places_kept(session: Session, order: Order, at: datetime) -> int:
    """How many places wait for the answer of somebody who was asked alone."""
    return places_kept_of(session, [order.id], at).get(order.id, 0)


def places_kept_of(session: Session, ids: Collection[int], at: datetime) -> dict[int, int]:
    """The same for many orders in one statement; those without one are left out."""
    rows = (
        select(Assignment.order_id, func.count())
        .where(*_kept(ids, at))
        .group_by(Assignment.order_id)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def _kept(ids: Collection[int], at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Somebody was asked alone for one of these orders and may still answer."""
    return (
        Assignment.order_id.in_(ids),
        Assignment.state == A.OFFERED,
        Assignment.expires_at > at,
        Assignment.team_id.is_(None),
    )


def _close_offers(session: Session, order: Order) -> None:
    """Nobody is asked any more: there is no place left to answer for."""
    session.execute(
        update(Assignment)
        .where(Assignment.order_id == order.id, Assignment.state == A.OFFERED)
        .values(state=A.EXPIRED)
    )


def _may_claim(session: Session, order: Order, person: Person, at: datetime) -> None:
    if Role.VOLUNTEER not in roles_of(session, person, at):
        raise Refused(N_("先登记成志愿者，再来接单。\n写“我来帮忙”，两分钟就好。"))
    if order.is_of(person):
        raise Refused(N_("这是您自己的单，要别人来接。"))
    if person.community_id != order.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    if order.only_named and assignment_of(session, order, person) is None:
        raise Refused(N_("这张单只请点名的人，谢谢您。\n还有别的，写“接单”就能看。"))
    if not may_do(person, order.kind, at):
        raise Refused(N_("这类忙要满 18 岁才能去。\n还有别的，写“接单”就能看。"))


def _lost(order: Order) -> Refused:
    if order.state is OrderState.DISPATCHED and order.places_left:
        return Full(N_("谢谢您。这个位子先问了别人，在等回话。\n还有别的，写“接单”就能看。"))
    if order.state in (OrderState.CLAIMED, OrderState.DISPATCHED):
        return Full(N_("谢谢您。这张单刚接满，就差一小会儿。\n还有别的，写“接单”就能看。"))
    if order.state in (OrderState.IN_SERVICE, OrderState.DONE, OrderState.RATED, OrderState.CLOSED):
        return Refused(N_("谢谢您。这张单已经有人办了。\n还有别的，写“接单”就能看。"))
    return Refused(N_("谢谢您。这张单现在不用人去了。\n还有别的，写“接单”就能看。"))


def decline(session: Session, order: Order, person: Person, at: datetime) -> None:
    """不方便: this order asks them no more; raises Refused for one who has said yes."""
    mine = assignment_of(session, order, person)
    if mine is None:
        is_looked_for = order.state in (OrderState.DISPATCHED, OrderState.CLAIMED)
        if not is_looked_for or Role.VOLUNTEER not in roles_of(session, person, at):
            raise Refused(N_("这张单没有问过您，不用回。"))
        _insert(session, order, person, at, A.DECLINED)
    elif mine.state in (A.ACCEPTED, A.COMPLETED):
        raise Refused(N_("这张单您已经接了。\n去不了了，写“退单”。"))
    elif mine.state in (A.OFFERED, A.EXPIRED):
        mine.state, mine.answered_at, mine.asks_first = A.DECLINED, at, False
    session.flush()


def _insert(
    session: Session, order: Order, person: Person, at: datetime, state: AssignmentState
) -> Assignment:
    """Two presses of one person at once: the second finds the first one's row."""
    values = {
        "community_id": order.community_id,
        "order_id": order.id,
        "person_id": person.id,
        "state": state,
        "answered_at": at,
        "wrong_codes": 0,
        "batch": 0,
        "asks_first": False,
    }
    if not insert_new(session.connection(), Assignment, values):
        raise Refused(N_("这张单您已经接了。\n写“我的”看什么时候去。"))
    found = select(Assignment).filter_by(order_id=order.id, person_id=person.id)
    return session.scalars(found).one()


def ask_first(session: Session, order: Order, person: Person, at: datetime) -> None:
    """先问您: who came too late is asked before all others when a place opens."""
    _may_claim(session, order, person, at)
    order.must_be(OrderState.DISPATCHED, OrderState.CLAIMED)
    mine = assignment_of(session, order, person)
    if mine is None:
        mine = _insert(session, order, person, at, A.EXPIRED)
    if mine.state in (A.OFFERED, A.EXPIRED, A.DECLINED):
        mine.state, mine.asks_first = A.EXPIRED, True
    session.flush()


def withdraw(session: Session, order: Order, person: Person, reason: str, at: datetime) -> None:
    """退单: give the place back while nobody has arrived; no count is kept of it."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state is not A.ACCEPTED:
        raise Refused(N_("这张单不在您手上，不用退。"))
    if order.state not in (OrderState.CLAIMED, OrderState.DISPATCHED):
        raise Refused(N_("人已经到了，退不了。\n有事打站里电话。"))
    mine.state, mine.answered_at, mine.reason = A.WITHDRAWN, at, reason
    mine.arrives_at = mine.confirmed_at = mine.at_risk_at = None
    order.places_left += 1
    order.password = None  # whoever gave it back knows it; the next ones get another
    order.note(session, "withdrawn", person, at, reason=reason)
    if order.state is OrderState.CLAIMED:
        order.move(session, OrderState.DISPATCHED, person, at)
    session.flush()


def assignment_of(session: Session, order: Order, person: Person) -> Assignment | None:
    """This person's part in this order, if any."""
    return session.scalar(select(Assignment).filter_by(order_id=order.id, person_id=person.id))


def volunteers_of(session: Session, order: Order) -> list[Person]:
    """Who goes or went, in the order they came forward."""
    going = _GOING.rows(settled(session), {"of": order.id})
    return [find_one(session, Person, row.person_id) for row in going]


def accepted_orders(session: Session, person: Person) -> list[Order]:
    """The orders this volunteer has in hand, soonest first."""
    rows = (
        select(Order)
        .join(Assignment, Assignment.order_id == Order.id)
        .where(Assignment.person_id == person.id, Assignment.state == A.ACCEPTED)
    )
    return list(session.scalars(rows.order_by(Order.starts_at, Order.id)))
