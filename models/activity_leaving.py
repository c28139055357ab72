"""Activities of somebody who goes, or lays down what they are: places are free, leaders missing."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.activity import OPEN, PLANNED, Activity, ActivityRole
from models.activity_rule import ActivityTemplate
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState
from models.signing_up import cancel


@dataclass(slots=True)
class Left:
    """What was given up: places that are free, and activities that need another leader."""

    places: list[tuple[Activity, ActivityRole]] = field(default_factory=list)
    leaderless: list[Activity] = field(default_factory=list)


def leave_activities(session: Session, person: Person, at: datetime) -> Left:
    """Cancel all sign-ups of what lies ahead, and lead nothing any more; twice is harmless."""
    left = Left()
    rows = (
        select(SignUp.activity_id)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.person_id == person.id,
            SignUp.state.in_((*COMING, SignUpState.WAITLIST)),
            Activity.state.in_(OPEN),
        )
    )
    for activity_id in sorted(session.scalars(rows)):
        activity = Activity.locked(session, activity_id)
        mine = session.scalars(
            select(SignUp).filter_by(activity_id=activity_id, person_id=person.id)
        ).one()
        cancel(session, activity, mine, at)
        left.places.append((activity, session.get_one(ActivityRole, mine.role_id)))
    left.leaderless = _lead_no_more(session, person)
    return left


def _lead_no_more(session: Session, person: Person) -> list[Activity]:
    led = select(Activity).where(
        or_(Activity.leader_id == person.id, Activity.deputy_id == person.id),
        Activity.state.in_(PLANNED),
    )
    missing = []
    for activity in session.scalars(led.order_by(Activity.id).with_for_update()):
        if activity.leader_id == person.id:
            activity.leader_id, activity.deputy_id = activity.deputy_id, None
            if activity.leader_id is None:
                missing.append(activity)
        else:
            activity.deputy_id = None
    templates = update(ActivityTemplate).where(ActivityTemplate.leader_id == person.id)
    session.execute(templates.values(leader_id=None))
    session.flush()
    return missing
