"""Orders a volunteer could take now: the nearest first, then the soonest; none that are over.

What a claim would refuse is not offered. The rules of visits are looked up only for an order that
one of them could speak against.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from models import visit_rules
from models.assignment import Assignment, AssignmentState, kept_for_others, volunteers_of
from models.incident import is_anything_reported
from models.minors import may_do
from models.need_kind import KindFacts, kind_facts
from models.order import Order, OrderState
from models.person import Person
from models.trust import CHILDREN, is_trusted

A = AssignmentState
#: they go already, or do not want to hear of it
SETTLED = (A.ACCEPTED, A.COMPLETED, A.DECLINED, A.WITHDRAWN, A.NO_SHOW)
#: so many are looked at before the list is as long as it is
LOOKED_AT = 12


def open_orders(session: Session, person: Person, at: datetime, limit: int = 4) -> list[Order]:
    """What this volunteer could claim: of their own building first."""
    kinds = kind_facts(session, person.community_id)
    rows = _open_to(person, at).where(Order.kind.not_in(_not_for(session, person, kinds, at)))
    found: list[Order] = []
    seen: list[int] = []
    while len(found) < limit and len(seen) < LOOKED_AT:
        some = _near_first(session, person, rows.where(Order.id.not_in(seen)), limit)
        if not some:
            break
        seen += [each.id for each in some]
        found += _claimable(session, some, person, kinds, at)
    return found[:limit]


def _near_first(session: Session, person: Person, rows: Select[Order], limit: int) -> list[Order]:
    found: list[Order] = []
    if person.building:
        near = rows.where(Order.building == person.building)
        found = list(session.scalars(near.limit(limit)))
    if len(found) < limit:
        seen = [each.id for each in found]
        found += session.scalars(rows.where(Order.id.not_in(seen)).limit(limit - len(found)))
    return found


def _not_for(
    session: Session, person: Person, kinds: dict[str, KindFacts], at: datetime
) -> list[str]:
    """Codes of the kinds of help that are not for them, whatever the order."""
    trusted = is_trusted(session, person, CHILDREN, at)
    return [
        kind.code
        for kind in kinds.values()
        if (kind.for_child and not trusted) or not may_do(person, kind.code, at)
    ]


def _claimable(
    session: Session,
    orders: Sequence[Order],
    person: Person,
    kinds: dict[str, KindFacts],
    at: datetime,
) -> list[Order]:
    """Those of these where a claim now would find a place and break no rule."""
    kept = kept_for_others(session, [each.id for each in orders], person, at)
    reported = is_anything_reported(session, person.community_id)
    return [
        order
        for order in orders
        if order.places_left > kept.get(order.id, 0)
        and (
            not (
                reported
                or visit_rules.may_refuse(kinds[order.kind], order, is_adult=person.is_adult)
            )
            or visit_rules.why_not_claim(session, order, person, volunteers_of(session, order), at)
            is None
        )
    ]


def _open_to(person: Person, at: datetime) -> Select[Order]:
    return (
        select(Order)
        .where(
            Order.community_id == person.community_id,
            Order.state == OrderState.DISPATCHED,
            Order.places_left > 0,
            Order.requested_by_id != person.id,
            Order.served_person_id != person.id,
            func.coalesce(Order.ends_at, Order.starts_at) > at,
            ~_mine(person, Assignment.state.in_(SETTLED)),
            or_(Order.batches > 0, _mine(person, Assignment.state.in_((A.OFFERED, A.EXPIRED)))),
        )
        .order_by(Order.starts_at, Order.id)
    )


def _mine(person: Person, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Assignment.order_id == Order.id, Assignment.person_id == person.id, condition
    )
