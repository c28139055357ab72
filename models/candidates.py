"""Which volunteers to ask first for an order; small groups, so that nobody is asked too often."""

from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment
from models.contact import Contact
from models.membership import Membership, Role
from models.opt_out import NoticeKind, OptOut
from models.order import Order, OrderState
from models.person import Person

#: a volunteer who gets three useless cards mutes us
FIRST_GROUP = 6


def nearby_volunteers(session: Session, order: Order, at: datetime) -> list[int]:
    """Ids of up to six volunteers who can be reached: same building first, then asked least.

    The same six for the same order while nobody's record changes, so that a card that went out
    can be renewed.
    """
    asked = (
        select(func.count())
        .where(Assignment.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    near = case((Person.building == order.building, 0), else_=1)
    reachable = select(Contact.person_id).where(Contact.stopped_at.is_(None))
    quiet = select(OptOut.person_id).where(OptOut.kind == NoticeKind.TASKS)
    declined = select(Assignment.person_id).where(Assignment.order_id == order.id)
    rows = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.community_id == order.community_id,
            Membership.role == Role.VOLUNTEER,
            or_(Membership.until.is_(None), Membership.until > at),
            Person.id.in_(reachable),
            Person.id.not_in(declined),
            Person.id.not_in(quiet),
            Person.id.not_in((order.requested_by_id, order.served_person_id)),
        )
        .order_by(near, asked, Person.id)
        .limit(FIRST_GROUP)
    )
    return list(session.scalars(rows))


def open_orders(session: Session, person: Person, at: datetime, limit: int = 4) -> list[Order]:
    """Orders this volunteer could claim now, soonest first; none that are over."""
    mine = select(Assignment.order_id).where(Assignment.person_id == person.id)
    rows = (
        select(Order)
        .where(
            Order.community_id == person.community_id,
            Order.state == OrderState.DISPATCHED,
            Order.places_left > 0,
            Order.id.not_in(mine),
            Order.requested_by_id != person.id,
            func.coalesce(Order.ends_at, Order.starts_at) > at,
        )
        .order_by(Order.starts_at, Order.id)
        .limit(limit)
    )
    return list(session.scalars(rows))
