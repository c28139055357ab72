"""并单: two orders that are one thing. No words are lost, and both askers hear of it.

The words stay in the order they were written for (models.doubles.also_written shows both).
"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from models.assignment import volunteers_of
from models.errors import Refused
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.words import N_

S = OrderState
#: the older one may have been taken by somebody already
OPEN = (S.SUBMITTED, S.NEED_INFO, S.APPROVED, S.DISPATCHED, S.CLAIMED)
#: what was asked longer ago than that is another need
WITHIN = timedelta(days=14)
SHOWN = 2


def doubles_of(session: Session, order: Order) -> list[Order]:
    """Orders that look like the same thing: same kind, same household, both still open; no private
    ones."""
    if order.only_named:
        return []
    rows = (
        select(Order)
        .where(
            Order.community_id == order.community_id,
            Order.building == order.building,
            Order.state.in_(OPEN),
            Order.only_named.is_(False),  # whoever was told of one was not told of the other
            Order.kind == order.kind,
            Order.id != order.id,
            Order.created_at > order.created_at - WITHIN,
            Order.created_at < order.created_at + WITHIN,
            or_(Order.unit == order.unit, Order.served_person_id == order.served_person_id),
        )
        .order_by(Order.id)
        .limit(20)
    )
    return [each for each in session.scalars(rows) if _same_household(each, order)][:SHOWN]


def _same_household(one: Order, other: Order) -> bool:
    """Rooms and phones are encrypted: they are compared here and not by the database."""
    if one.served_person_id == other.served_person_id:
        return True
    same_room = bool(one.room) and (one.unit, one.room) == (other.unit, other.room)
    return same_room or (bool(one.phone) and one.phone == other.phone)


def merge(
    session: Session, order: Order, double: Order, by: Person, at: datetime
) -> tuple[Order, Order]:
    """Make one of two; which stays and which went. The one somebody has taken stays.

    Raises Refused where they are not two open orders of one household.
    """
    require_keeper(session, order, by, at)
    if by.community_id != order.community_id or order.state not in OPEN:
        raise Refused(N_("这张单已经往前走了，并不了。"))
    if double.id not in {each.id for each in doubles_of(session, order)}:
        raise Refused(N_("那一张已经往前走了，并不了。"))
    taken = [each for each in (order, double) if volunteers_of(session, each)]
    if len(taken) == 2:
        raise Refused(N_("两张都有人接了，并不了。\n先跟去的人商量一下。"))
    stays, goes = (double, order) if double in taken else (order, double)
    earlier = update(Order).where(Order.merged_into_id == goes.id)
    session.execute(earlier.values(merged_into_id=stays.id))
    goes.merged_into_id = stays.id
    goes.move(session, S.CANCELLED, by, at, reason="merged")
    stays.note(session, "merged", by, at, reason=goes.number)
    session.flush()
    return stays, goes


def times_helped(session: Session, order: Order) -> int:
    """How many orders of this person were done before; 0 for the first time."""
    rows = select(func.count()).where(
        Order.served_person_id == order.served_person_id,
        Order.state.in_((S.DONE, S.RATED, S.CLOSED)),
        Order.id != order.id,
    )
    return session.scalar(rows) or 0
