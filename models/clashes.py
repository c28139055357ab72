"""An activity that somebody has promised stands in the way of an order for the same time.

The other way round: models/overlaps.py, which measures with the same two functions.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import LIVE, Activity
from models.errors import Refused
from models.order import Order
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState
from models.words import N_

#: whoever is there already is in the way of no other activity: they may have left early
_THERE = (*COMING, SignUpState.ATTENDED)


def clash_with_activity(session: Session, order: Order, person: Person) -> Refused | None:
    """The refusal that names the activity; None where the order fits in before or after it."""
    last = order.ends_at or order.starts_at + timedelta(minutes=order.minutes_planned)
    for activity in promised(session, person, _THERE, order.starts_at, last):
        if not has_room(order, None, activity):
            return Refused(
                N_("这个时间您报了“{title}”。\n来不了那个，写“来不了{number}”，\n再来接单。"),
                title=activity.title,
                number=activity.number,
            )
    return None


def promised(
    session: Session,
    person: Person,
    states: Collection[SignUpState],
    since: datetime,
    until: datetime,
) -> list[Activity]:
    """Activities between the two moments where their sign-up stands so, the soonest first."""
    rows = (
        select(Activity)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_(states),
            Activity.state.in_(LIVE),
            Activity.starts_at < until,
            Activity.ends_at > since,
        )
    )
    return list(session.scalars(rows.order_by(Activity.starts_at, Activity.id)))


def has_room(order: Order, arrives_at: datetime | None, activity: Activity) -> bool:
    """Whether the order fits in before the activity or after it; an hour that was named is kept."""
    long = timedelta(minutes=order.minutes_planned)
    first = arrives_at or order.starts_at
    last = first + long if arrives_at or order.ends_at is None else order.ends_at
    return first + long <= activity.starts_at or last - long >= activity.ends_at
