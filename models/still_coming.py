"""Whether those who said yes still come: asked the evening before and two hours before.

Silence is a risk, said to those who look after the order; it is never counted against anybody.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState, assignment_of
from models.community import Community
from models.errors import Refused
from models.finding_hours import LATE, SOON, expected_at, on_eve
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.timer import set_timer, set_timers
from models.visit import Visit
from models.words import N_

A, S = AssignmentState, OrderState
EVE, AT_HOUR, AT_RISK, NOT_COME = "still_coming", "still_coming_soon", "at_risk", "not_come"
WAITING = (S.CLAIMED, S.DISPATCHED)


def plan(
    session: Session, community: Community, order: Order, person: Person, at: datetime
) -> None:
    """Set the hours at which this one is asked, and the one at which they are missed."""
    mine = assignment_of(session, order, person)
    if mine is None:
        return
    subject = f"assignment:{mine.id}"
    eve = on_eve(community, order, community.eve_at)
    soon = expected_at(order, mine.arrives_at or order.starts_at) - SOON
    for kind, due_at in ((EVE, eve), (AT_HOUR, soon)):
        if due_at > at:
            set_timer(session, order.community_id, kind, subject, due_at)
    late = expected_at(order, mine.arrives_at) + LATE
    set_timer(session, order.community_id, NOT_COME, order.subject, late)


def going(session: Session, ids: Sequence[int]) -> list[Row[Assignment, Order]]:
    """Those of these assignments that are still to come, with their orders: one statement."""
    rows = (
        select(Assignment, Order)
        .join(Order, Order.id == Assignment.order_id)
        .where(Assignment.id.in_(ids), Assignment.state == A.ACCEPTED, Order.state.in_(WAITING))
        .order_by(Assignment.order_id, Assignment.id)
    )
    return list(session.execute(rows).all())


def expect_word(session: Session, asked: Sequence[Assignment], until: datetime) -> None:
    """They are asked now: whoever has not answered until then is a risk."""
    due = [(each.community_id, f"assignment:{each.id}", until) for each in asked]
    set_timers(session, AT_RISK, due)


def confirm(session: Session, order: Order, person: Person, at: datetime) -> Assignment:
    """来: said again. Raises Refused for an order they do not have in hand."""
    mine = _in_hand(session, order, person)
    mine.confirmed_at, mine.at_risk_at = at, None
    session.flush()
    return mine


def name_hour(
    session: Session, order: Order, person: Person, arrives_at: datetime, at: datetime
) -> Assignment:
    """几点到: an hour within the time she asked for. Raises Refused."""
    mine = _in_hand(session, order, person)
    if arrives_at <= at:
        raise Refused(N_("这个钟点已经过了。\n说个晚一点的。"), ask="hour")
    if arrives_at < order.starts_at or (order.ends_at and arrives_at >= order.ends_at):
        raise Refused(N_("这个钟点对方不方便。\n在约好的那段里挑一个。"), ask="hour")
    mine.arrives_at = arrives_at
    session.flush()
    return mine


def _in_hand(session: Session, order: Order, person: Person) -> Assignment:
    """Their part in an order that they still go to. Raises Refused."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state is not A.ACCEPTED or order.state not in WAITING:
        raise Refused(N_("这张单现在不在您手上。\n写“我的”看您接的单。"))
    return mine


def hour_of(session: Session, order: Order) -> datetime | None:
    """The hour that somebody who goes has named, the earliest of several."""
    return _hours(session, [order.id]).get(order.id)


def _hours(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """The earliest hour named for each of these orders, where one is named."""
    rows = select(Assignment.order_id, Assignment.arrives_at).where(
        Assignment.order_id.in_(ids),
        Assignment.state == A.ACCEPTED,
        Assignment.arrives_at.is_not(None),
    )
    found = session.execute(rows.order_by(Assignment.arrives_at.desc()))
    return {order_id: hour for order_id, hour in found if hour is not None}


def missing(session: Session, order: Order) -> list[Person]:
    """Who has a place and has not come yet."""
    return missing_from(session, [order]).get(order.id, [])


def missing_from(session: Session, orders: Sequence[Order]) -> dict[int, list[Person]]:
    """The same for many orders in one statement; those that lack nobody are left out."""
    there = exists().where(
        Visit.order_id == Assignment.order_id, Visit.person_id == Assignment.person_id
    )
    rows = _who_go(~there, Assignment.order_id.in_([each.id for each in orders]))
    found: dict[int, list[Person]] = {}
    for order_id, person in session.execute(rows):
        found.setdefault(order_id, []).append(person)
    return found


def _who_go(*conditions: ColumnElement[bool]) -> Select[int, Person]:
    """Those who said yes and of whom these things are true, each with the order's id."""
    return (
        select(Assignment.order_id, Person)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.state == A.ACCEPTED, *conditions)
        .order_by(Assignment.order_id, Assignment.answered_at, Assignment.id)
    )


def late_from(session: Session, orders: Sequence[Order]) -> dict[int, datetime]:
    """For each order, from when on somebody who is not there is missed: one statement."""
    hours = _hours(session, [each.id for each in orders])
    return {each.id: expected_at(each, hours.get(each.id)) + LATE for each in orders}


def nobody_came(session: Session, order: Order, by: Person, at: datetime) -> list[Person]:
    """人没来: said by the resident or a worker, from 15 minutes after the hour; who was missed.

    Their places are free again and the order waits for what she wants now. Raises Refused.
    """
    if not order.is_of(by):
        require_keeper(session, order, by, at)
    if order.state is S.IN_SERVICE:
        raise Refused(N_("有一位已经签到了。\n没见着人，写“找社区”。"))
    missed = missing(session, order)
    if order.state not in WAITING or not missed:
        raise Refused(N_("这张单现在没有要来的人。\n写“我的”看到哪一步了。"))
    if at < late_from(session, [order])[order.id]:
        raise Refused(N_("还没到说好的钟点，再等等。\n过了一刻钟没来，再跟我说。"))
    rows = select(Assignment).where(
        Assignment.order_id == order.id, Assignment.person_id.in_([each.id for each in missed])
    )
    for each in session.scalars(rows):
        each.state, each.at_risk_at = A.NO_SHOW, None
        each.answered_at = at
    order.places_left = order.people_needed
    order.password = None  # who was missed knows it; the next ones get another
    order.move(session, S.APPROVED, by, at, reason="nobody_came")
    order.batches = 0
    session.flush()
    return missed


def at_risk_of(session: Session, order: Order) -> list[Person]:
    """Who of those who go was asked whether they still come and has not said so."""
    rows = _who_go(Assignment.at_risk_at.is_not(None), Assignment.order_id == order.id)
    return [person for _order, person in session.execute(rows)]


def orders_at_risk(session: Session, community_id: int, at: datetime) -> list[Order]:
    """Orders ahead for which somebody has not said again that they come, soonest first."""
    rows = (
        select(Order)
        .join(Assignment, Assignment.order_id == Order.id)
        .where(
            Order.community_id == community_id,
            Order.state.in_(WAITING),
            Order.starts_at > at,
            Assignment.state == A.ACCEPTED,
            Assignment.at_risk_at.is_not(None),
        )
        .distinct()
        .order_by(Order.starts_at, Order.id)
    )
    return list(session.scalars(rows))
