"""Orders a volunteer could take now: the nearest first, then the soonest; none that are over.

What a claim would refuse is not offered: by the kind of help in the query, by the rules of visits
one order after the other, until there are enough.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from models import visit_rules
from models.assignment import Assignment, AssignmentState, is_kept_for_others, volunteers_of
from models.minors import may_do
from models.need_kind import NeedKind
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
    found: list[Order] = []
    for order in _near_first(session, person, at):
        if _would_get(session, order, person, at):
            found.append(order)
        if len(found) == limit:
            break
    return found


def _near_first(session: Session, person: Person, at: datetime) -> Iterator[Order]:
    rows = _open_to(person, at).where(Order.kind.not_in(_not_for(session, person, at)))
    seen: list[int] = []
    if person.building:
        for order in session.scalars(
            rows.where(Order.building == person.building).limit(LOOKED_AT)
        ):
            seen.append(order.id)
            yield order
    if len(seen) < LOOKED_AT:
        rows = rows.where(Order.id.not_in(seen)).limit(LOOKED_AT - len(seen))
        yield from session.scalars(rows)


def _not_for(session: Session, person: Person, at: datetime) -> list[str]:
    """Codes of the kinds of help that are not for them, whatever the order."""
    kinds = session.execute(
        select(NeedKind.code, NeedKind.for_child).filter_by(community_id=person.community_id)
    ).all()
    trusted = is_trusted(session, person, CHILDREN, at)
    return [
        code
        for code, for_child in kinds
        if (for_child and not trusted) or not may_do(person, code, at)
    ]


def _would_get(session: Session, order: Order, person: Person, at: datetime) -> bool:
    """Whether a claim now would find a place and break no rule."""
    if is_kept_for_others(session, order, person, at):
        return False
    going = volunteers_of(session, order)
    return visit_rules.why_not_claim(session, order, person, going, at) is None


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
