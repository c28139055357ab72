"""What is known of some volunteers as far as one order is concerned: a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState
from models.candidate_pool import Around, around, pool_for, visits_to
from models.community import Community
from models.contact import Contact
from models.finding_hours import over_at
from models.incident import OPEN, Incident
from models.membership import Membership, Role
from models.need_kind import NeedKind
from models.opt_out import NoticeKind, OptOut
from models.order import Order
from models.person import Person
from models.qualification import proven
from models.trust import ALONE, CHILDREN, Trust
from models.volunteer_profile import VolunteerProfile, slots_between

GOES = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)
#: from one door to the next
BETWEEN = timedelta(minutes=30)
SAME_DOOR, SAME_BUILDING, SAME_GRID, ELSEWHERE = range(4)


@dataclass(frozen=True, slots=True)
class Known:
    """One volunteer, as far as everybody may know them."""

    id: int
    name: str
    sex: str
    building: str
    unit: str
    is_adult: bool | None
    #: has a chat that reaches them, and calls for help turned on
    hears: bool
    is_quiet: bool
    alone: bool
    children: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one volunteer told of themselves."""

    skills: list[str]
    kinds: list[str]
    slots: list[str]
    minutes_per_week: int | None
    rests_until: datetime | None


@dataclass(slots=True)
class Facts:
    """What was found out about the people of one pool."""

    at: datetime
    starts: datetime
    ends: datetime | None
    #: the parts of days that the order's time touches
    slots: frozenset[str] = frozenset()
    people: dict[int, Known] = field(default_factory=dict)
    profiles: dict[int, Said] = field(default_factory=dict)
    proven: dict[int, set[str]] = field(default_factory=dict)
    #: their part in this order, and who of them wants to be asked first
    states: dict[int, AssignmentState] = field(default_factory=dict)
    firsts: set[int] = field(default_factory=set)
    visits: dict[int, int] = field(default_factory=dict)
    #: orders and minutes of the order's week
    week: dict[int, tuple[int, int]] = field(default_factory=dict)
    #: who goes somewhere else at that time
    busy: set[int] = field(default_factory=set)
    last_asked: dict[int, datetime] = field(default_factory=dict)
    around: Around = field(default_factory=Around)
    #: something that was reported is still to be looked at
    has_incidents: bool = False

    def is_free(self, person_id: int) -> bool | None:
        """What they said of that time; None: nothing."""
        said = self.profiles.get(person_id)
        return bool(self.slots.intersection(said.slots)) if said and said.slots else None

    def rests(self, person_id: int) -> bool:
        """They take a rest."""
        said = self.profiles.get(person_id)
        return said is not None and said.rests_until is not None and said.rests_until > self.at

    def is_busy(self, person_id: int) -> bool:
        """They go somewhere else then."""
        return person_id in self.busy

    def asks_first(self, person_id: int) -> bool:
        """They came too late and want to be asked when a place opens."""
        return person_id in self.firsts

    def proven_for(self, person_id: int, kind: NeedKind) -> list[str]:
        """The skills of this kind of help that somebody has seen a proof of."""
        return [skill for skill in kind.skills if skill in self.proven.get(person_id, ())]

    def nearness(self, person_id: int, order: Order) -> tuple[int, str]:
        """How near they live, and the name of that reason."""
        row = self.people[person_id]
        if person_id == self.around.door_contact:
            return SAME_DOOR, "door_contact"
        if not order.building or row.building != order.building:
            return (SAME_GRID, "grid") if row.building in self.around.grid else (ELSEWHERE, "")
        if order.unit and row.unit == order.unit:
            return SAME_DOOR, "door"
        return SAME_BUILDING, "building"


def gather(
    session: Session,
    community: Community,
    order: Order,
    kind: NeedKind,
    at: datetime,
    people: Sequence[int] | None = None,
) -> Facts:
    """Everything that is asked about these people, each question in one statement.

    Without `people` those of the pool: whom to look at at all.
    """
    starts = community.local(order.starts_at)
    ends = community.local(order.ends_at) if order.ends_at else None
    facts = Facts(at, starts, ends, frozenset(slots_between(starts, ends)))
    facts.around, facts.visits = around(session, order), visits_to(session, order)
    pool = (
        pool_for(session, order, kind, facts.around, facts.visits, at) if people is None else people
    )
    facts.people = _people(session, order, pool, at)
    known = list(facts.people)
    if not known:
        return facts
    facts.profiles = _profiles(session, known)
    if kind.skills:
        facts.proven = proven(session, known, community.local(at).date())
    _parts(session, order, facts, known)
    _week(session, order, facts, known)
    reported = select(Incident.id).filter_by(community_id=order.community_id, state=OPEN)
    facts.has_incidents = session.scalar(reported.limit(1)) is not None
    return facts


def _people(session: Session, order: Order, pool: Sequence[int], at: datetime) -> dict[int, Known]:
    """Who of them is a volunteer of this community, in the order of the pool."""
    hears = exists().where(Contact.person_id == Person.id, Contact.stopped_at.is_(None))
    quiet = exists().where(OptOut.person_id == Person.id, OptOut.kind == NoticeKind.TASKS)
    alone, children = (_trusted(kind, at) for kind in (ALONE, CHILDREN))
    rows: Any = (
        select(
            Person.id,
            Person.display_name,
            Person.sex,
            Person.building,
            Person.unit,
            Person.is_adult,
            hears,
            quiet,
            alone,
            children,
        )
        .join(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.community_id == order.community_id,
                Membership.role == Role.VOLUNTEER,
            ),
        )
        .where(
            Person.id.in_(pool),
            Person.left_at.is_(None),
            or_(Membership.until.is_(None), Membership.until > at),
        )
    )
    found = {row[0]: Known(*row) for row in session.execute(rows)}
    return {each: found[each] for each in pool if each in found}


def _trusted(kind: str, at: datetime) -> Any:
    """Whether the person of the row is trusted with it now."""
    return exists().where(
        Trust.person_id == Person.id, Trust.kind == kind, Trust.given_at <= at, Trust.until > at
    )


def _parts(session: Session, order: Order, facts: Facts, known: Sequence[int]) -> None:
    """What they have said of this order, and when they were asked for any last."""
    rows = select(Assignment.person_id, Assignment.state, Assignment.asks_first).where(
        Assignment.order_id == order.id
    )
    for person_id, state, asks_first in session.execute(rows):
        facts.states[person_id] = state
        if asks_first and state is AssignmentState.EXPIRED:
            facts.firsts.add(person_id)
    asked = (
        select(Assignment.person_id, func.max(Assignment.offered_at))
        .where(Assignment.person_id.in_(known), Assignment.offered_at.is_not(None))
        .group_by(Assignment.person_id)
    )
    facts.last_asked = {each: at for each, at in session.execute(asked) if at is not None}


def _week(session: Session, order: Order, facts: Facts, known: Sequence[int]) -> None:
    """Their orders from Monday to Sunday, and those that lie across this one."""
    day = facts.starts.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day - timedelta(days=day.weekday())
    # not to be looked up by its index: few people's orders are read, not a whole week's
    begins = func.coalesce(Order.starts_at, Order.ends_at)
    rows = (
        select(
            Assignment.person_id,
            Order.id,
            Order.starts_at,
            Order.ends_at,
            Order.minutes_planned,
        )
        .join(Order, Order.id == Assignment.order_id)
        .where(
            Assignment.person_id.in_(known),
            Assignment.state.in_(GOES),
            begins >= monday,
            begins < monday + timedelta(days=7),
            Order.id != order.id,
        )
    )
    for row in session.execute(rows):
        count, minutes = facts.week.get(row.person_id, (0, 0))
        facts.week[row.person_id] = (count + 1, minutes + row.minutes_planned)
        long = timedelta(minutes=row.minutes_planned)
        ends = row.ends_at or row.starts_at + long
        if row.starts_at < over_at(order) and order.starts_at < ends and _is_tight(order, *row[2:]):
            facts.busy.add(row.person_id)


def _is_tight(order: Order, starts: datetime, ends: datetime | None, minutes: int) -> bool:
    """Two wide spans leave room for both visits; an agreed hour does not move."""
    both = timedelta(minutes=order.minutes_planned + minutes) + BETWEEN
    latest = max(over_at(order), ends or starts)
    return latest - min(order.starts_at, starts) < both


def _profiles(session: Session, known: Sequence[int]) -> dict[int, Said]:
    """Read as columns: 100 rows as objects cost more than all statements together."""
    rows = select(
        VolunteerProfile.person_id,
        VolunteerProfile.skills,
        VolunteerProfile.kinds,
        VolunteerProfile.slots,
        VolunteerProfile.minutes_per_week,
        VolunteerProfile.rests_until,
    ).where(VolunteerProfile.person_id.in_(known))
    return {row[0]: Said(*row[1:]) for row in session.execute(rows)}
