"""When nobody is found: another time, a call, or nothing more. No order ends in silence."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState, volunteers_of
from models.community import Community
from models.errors import Refused
from models.finding_hours import over_at, told_by
from models.order import Order, OrderState
from models.person import Person
from models.repeating import NewTime, once_more
from models.timer import set_timer
from models.words import N_

S, A = OrderState, AssignmentState
TELL_BY, UNFILLED = "tell_by", "unfilled"
#: it can still be moved to another time as it stands
OPEN = (S.SUBMITTED, S.NEED_INFO, S.APPROVED, S.DISPATCHED)
#: nobody is there yet
LACKING = (*OPEN, S.CLAIMED)


def promise_word(session: Session, community: Community, order: Order, at: datetime) -> None:
    """She hears by then at the latest that nobody is found, and once more when it is over."""
    set_timer(session, order.community_id, TELL_BY, order.subject, told_by(community, order, at))
    set_timer(session, order.community_id, UNFILLED, order.subject, over_at(order))


def is_lacking(order: Order) -> bool:
    """Whether somebody is still to be found for it."""
    return order.state in OPEN and order.places_left > 0


def expire(session: Session, order: Order, at: datetime) -> None:
    """The time is over and nobody came; said to her by the caller."""
    order.move(session, S.EXPIRED, None, at)


def move_to(
    session: Session, order: Order, time: NewTime, by: Person, at: datetime
) -> list[Person]:
    """换个时间, while it is open; returns who had said yes for the old time. Raises Refused."""
    if not order.is_of(by):
        raise Refused(N_("这张单要写它的人来改。"))
    if order.state not in OPEN:
        raise Refused(N_("这张单已经往前走了。\n写“我的”看到哪一步了。"))
    if (time.ends_at or time.starts_at) <= at:
        raise Refused(N_("这个时间已经过了。\n想约哪天？比如“明天下午”。"), ask="when")
    helpers = volunteers_of(session, order)
    # who said no to this order is not asked again; everybody else may be, for the new time
    session.execute(
        delete(Assignment).where(
            Assignment.order_id == order.id,
            Assignment.state.in_((A.OFFERED, A.EXPIRED, A.ACCEPTED)),
        )
    )
    order.starts_at, order.ends_at = time.starts_at, time.ends_at
    order.precision, order.bound = time.precision, time.bound
    order.places_left, order.batches = order.people_needed, 0
    if order.state is S.DISPATCHED:
        order.move(session, S.APPROVED, by, at, reason="another_time")
    else:
        order.note(session, "another_time", by, at)
    promise_word(session, session.get_one(Community, order.community_id), order, at)
    session.flush()
    return helpers


def post_again(
    session: Session, order: Order, time: NewTime, by: Person, code: str, at: datetime
) -> Order:
    """换个时间, after it was over: the same need as a new order that names the old one."""
    if not order.is_of(by):
        raise Refused(N_("这张单要写它的人来改。"))
    followed = select(Order.id).where(
        Order.served_person_id == order.served_person_id, Order.follows_id == order.id
    )
    if order.state is not S.EXPIRED or session.scalar(followed.limit(1)) is not None:
        raise Refused(N_("这张单已经往前走了。\n写“我的”看到哪一步了。"))
    if (time.ends_at or time.starts_at) <= at:
        raise Refused(N_("这个时间已经过了。\n想约哪天？比如“明天下午”。"), ask="when")
    community = session.get_one(Community, order.community_id)
    again = once_more(session, order, time, code, at)
    again.follows_id = order.id
    again.note(session, "submitted", by, at)
    set_timer(session, again.community_id, "review_due", again.subject, again.review_due_at)
    promise_word(session, community, again, at)
    return again
