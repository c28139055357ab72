"""An activity that somebody has promised stands in the way of an order for the same time."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import OPEN, Activity, ActivityState
from models.errors import Refused
from models.order import Order
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState
from models.words import N_

_THERE = (*COMING, SignUpState.ATTENDED)


def clash_with_activity(session: Session, order: Order, person: Person) -> Refused | None:
    """The refusal that names the activity; None where the order fits in before or after it."""
    long = timedelta(minutes=order.minutes_planned)
    last = order.ends_at or order.starts_at + long
    rows = (
        select(Activity)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_(_THERE),
            Activity.state.in_((*OPEN, ActivityState.RUNNING)),
            Activity.starts_at < last,
            Activity.ends_at > order.starts_at,
        )
    )
    for activity in session.scalars(rows.order_by(Activity.starts_at)):
        before = order.starts_at + long <= activity.starts_at
        if not before and last - long < activity.ends_at:
            return Refused(
                N_("这个时间您报了“{title}”。\n来不了那个，写“来不了{number}”，\n再来接单。"),
                title=activity.title,
                number=activity.number,
            )
    return None
