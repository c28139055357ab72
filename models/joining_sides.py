"""Two records that may be one person: what each holds, and what stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.activity import Activity
from models.assignment import Assignment, AssignmentState
from models.consent import Consent, Purpose
from models.evaluation import Evaluation
from models.incident import Incident
from models.membership import TRUSTED, Membership, roles_of
from models.minors import is_minor
from models.order import ENDED, Order
from models.person import ActsFor, Person
from models.qualification import Qualification
from models.service_record import STANDING, ServiceRecord
from models.sign_up import COMING, SignUp
from models.standing_help import StandingHelp
from models.team import TeamMember
from models.trust import Trust
from models.volunteer_profile import VolunteerProfile
from models.words import N_

#: a row of these and somebody has a history here; a yes to a foreign platform alone is none
_HISTORY: tuple[InstrumentedAttribute[Any], ...] = (
    *(Order.requested_by_id, Order.served_person_id, Assignment.person_id, SignUp.person_id),
    *(ServiceRecord.person_id, StandingHelp.served_person_id, StandingHelp.requested_by_id),
    *(Membership.person_id, VolunteerProfile.person_id, Qualification.person_id),
    *(Trust.person_id, TeamMember.person_id, ActsFor.person_id, ActsFor.for_person_id),
    *(Evaluation.rater_id, Incident.reported_by_id, Person.merged_into_id),
)
_HELD = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Side:
    """What one record holds, in numbers: open and closed orders, sign-ups, minutes."""

    orders: int
    promises: int
    sign_ups: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that has to be settled elsewhere first: a marked text and its values."""

    text: str
    values: dict[str, str]


def has_history(session: Session, person: Person) -> bool:
    """Whether there is anything of this person that somebody may rely on."""
    for column in _HISTORY:
        table: Any = column.class_
        if session.scalar(select(table.id).where(column == person.id).limit(1)) is not None:
            return True
    said = select(Consent.id).where(
        Consent.person_id == person.id, Consent.purpose != Purpose.OVERSEAS_CHANNEL
    )
    return session.scalar(said.limit(1)) is not None


def side_of(session: Session, person: Person) -> Side:
    """What this record holds."""
    own = or_(Order.requested_by_id == person.id, Order.served_person_id == person.id)
    orders = select(func.count()).select_from(Order).where(own)
    promises = select(func.count()).where(
        Assignment.person_id == person.id, Assignment.state == AssignmentState.ACCEPTED
    )
    coming = select(func.count()).where(SignUp.person_id == person.id, SignUp.state.in_(COMING))
    minutes = select(func.sum(ServiceRecord.minutes)).where(
        ServiceRecord.person_id == person.id, ServiceRecord.state.in_(STANDING)
    )
    counted = (session.scalar(rows) or 0 for rows in (orders, promises, coming, minutes))
    return Side(*(int(each) for each in counted))


def obstacles(session: Session, stays: Person, gone: Person, at: datetime) -> list[Obstacle]:
    """What has to be settled before these two can be one, in the words of whoever merges."""
    found = []
    if is_minor(stays, at) is not is_minor(gone, at):
        found.append(Obstacle(N_("一位满 18 岁，一位没满：\n不像同一个人，请到站里核对。"), {}))
    if _speaks_for(session, stays.id, gone.id):
        found.append(Obstacle(N_("一位替另一位办事：\n不像同一个人，请到站里核对。"), {}))
    if roles_of(session, gone, at).intersection(TRUSTED):
        found.append(
            Obstacle(N_("{name}那份有工作人员的身份。\n先收回身份。"), {"name": gone.display_name})
        )
    found += [
        Obstacle(N_("单 {number} 两边都在里头。\n先让一边退出来。"), {"number": number})
        for number in _orders_of_both(session, stays.id, gone.id)
    ]
    found += [
        Obstacle(N_("活动 {number} 两边都报了。\n先让一边写“来不了”。"), {"number": number})
        for number in _activities_of_both(session, stays.id, gone.id)
    ]
    return found


def _speaks_for(session: Session, one: int, other: int) -> bool:
    rows = select(ActsFor.id).where(
        or_(
            and_(ActsFor.person_id == one, ActsFor.for_person_id == other),
            and_(ActsFor.person_id == other, ActsFor.for_person_id == one),
        )
    )
    return session.scalar(rows.limit(1)) is not None


def _orders_of_both(session: Session, one: int, other: int) -> list[str]:
    """Open orders where both go, or where one goes to the other."""
    mine, theirs = aliased(Assignment), aliased(Assignment)
    both = (
        select(Order.number)
        .join(mine, and_(mine.order_id == Order.id, mine.person_id == one, mine.state.in_(_HELD)))
        .join(
            theirs,
            and_(theirs.order_id == Order.id, theirs.person_id == other, theirs.state.in_(_HELD)),
        )
    )
    pair = (one, other)
    to_the_other = (
        select(Order.number)
        .join(Assignment, Assignment.order_id == Order.id)
        .where(
            Assignment.person_id.in_(pair),
            Assignment.state.in_(_HELD),
            or_(Order.requested_by_id.in_(pair), Order.served_person_id.in_(pair)),
        )
    )
    lives = Order.state.not_in(ENDED)
    found = {*session.scalars(both.where(lives)), *session.scalars(to_the_other.where(lives))}
    return sorted(found)


def _activities_of_both(session: Session, one: int, other: int) -> list[str]:
    mine, theirs = aliased(SignUp), aliased(SignUp)
    rows = (
        select(Activity.number)
        .join(mine, and_(mine.activity_id == Activity.id, mine.person_id == one))
        .join(theirs, and_(theirs.activity_id == Activity.id, theirs.person_id == other))
        .where(mine.state.in_(COMING), theirs.state.in_(COMING))
    )
    return sorted(session.scalars(rows))
