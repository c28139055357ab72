"""What somebody has promised for the same time: nobody can be in two places."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import OPEN, Activity, ActivityState
from models.assignment import Assignment, AssignmentState
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.sign_up import COMING, SignUp
from models.words import N_

_GOING = (OrderState.CLAIMED, OrderState.DISPATCHED, OrderState.IN_SERVICE)
#: no order's window is longer than that, and no activity
_AROUND = timedelta(days=8)


def check_free(session: Session, activity: Activity, person: Person) -> None:
    """Raise Refused that names what stands in the way."""
    other = overlap_of(session, activity, person)
    if isinstance(other, Activity):
        raise Refused(
            N_("这个时间您报了“{title}”。\n来不了那个，写“来不了{number}”，\n再来报这个。"),
            title=other.title,
            number=other.number,
        )
    if other is not None:
        raise Refused(
            N_("这个时间您接了单 {number}。\n去不了那张，写“退单{number}”，\n再来报这个。"),
            number=other.number,
        )


def overlap_of(session: Session, activity: Activity, person: Person) -> Activity | Order | None:
    """What else this person has promised that leaves no time for it; None: nothing."""
    return _other_activity(session, activity, person) or _order(session, activity, person)


def _other_activity(session: Session, activity: Activity, person: Person) -> Activity | None:
    rows = (
        select(Activity)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_(COMING),
            Activity.id != activity.id,
            Activity.state.in_((*OPEN, ActivityState.RUNNING)),
            Activity.starts_at < activity.ends_at,
            Activity.ends_at > activity.starts_at,
        )
    )
    return session.scalar(rows.order_by(Activity.starts_at, Activity.id).limit(1))


def _order(session: Session, activity: Activity, person: Person) -> Order | None:
    rows = (
        select(Order, Assignment.arrives_at)
        .join(Assignment, Assignment.order_id == Order.id)
        .where(
            Assignment.person_id == person.id,
            Assignment.state == AssignmentState.ACCEPTED,
            Order.state.in_(_GOING),
            Order.starts_at > activity.starts_at - _AROUND,
            Order.starts_at < activity.ends_at,
        )
        .order_by(Order.starts_at, Order.id)
    )
    for order, arrives_at in session.execute(rows):
        if not _has_room(order, arrives_at, activity):
            return order
    return None


def _has_room(order: Order, arrives_at: datetime | None, activity: Activity) -> bool:
    """Whether the order fits in before the activity or after it; an hour that was named is kept."""
    long = timedelta(minutes=order.minutes_planned)
    first = arrives_at or order.starts_at
    last = first + long if arrives_at or order.ends_at is None else order.ends_at
    return first + long <= activity.starts_at or last - long >= activity.ends_at
