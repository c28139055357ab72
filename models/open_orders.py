"""Orders a volunteer could take now: the nearest first, then the soonest; none that are over."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState
from models.order import Order, OrderState
from models.person import Person

A = AssignmentState
#: they go already, or do not want to hear of it
SETTLED = (A.ACCEPTED, A.COMPLETED, A.DECLINED, A.WITHDRAWN, A.NO_SHOW)


def open_orders(session: Session, person: Person, at: datetime, limit: int = 4) -> list[Order]:
    """What this volunteer could claim: of their own building first."""
    rows = _open_to(person, at)
    found: list[Order] = []
    if person.building:
        near = rows.where(Order.building == person.building)
        found = list(session.scalars(near.limit(limit)))
    if len(found) < limit:
        seen = [each.id for each in found]
        found += session.scalars(rows.where(Order.id.not_in(seen)).limit(limit - len(found)))
    return found


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
