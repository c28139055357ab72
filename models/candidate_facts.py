"""What is known of some volunteers as far as one order is concerned."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.assignment import AssignmentState
from models.candidate_pool import Around, around, pool_for, visits_to
from models.candidate_rows import Asked, Known, Said
from models.community import Community
from models.finding_hours import over_at
from models.need_kind import NeedKind
from models.order import Order
from models.volunteer_profile import slots_between

#: from one door to the next
BETWEEN = timedelta(minutes=30)
SAME_DOOR, SAME_BUILDING, SAME_GRID, ELSEWHERE = range(4)


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
    asked = Asked(session.connection(), order, at, pool)
    facts.people = asked.people()
    if not facts.people:
        return facts
    facts.profiles = asked.profiles()
    if kind.skills:
        facts.proven = asked.proven(community.local(at).date())
    facts.last_asked, facts.has_incidents = asked.last_asked(), asked.has_incidents()
    _parts(facts, asked)
    _week(facts, asked, order)
    return facts


def _parts(facts: Facts, asked: Asked) -> None:
    for person_id, state, asks_first in asked.parts():
        facts.states[person_id] = state
        if asks_first and state is AssignmentState.EXPIRED:
            facts.firsts.add(person_id)


def _week(facts: Facts, asked: Asked, order: Order) -> None:
    """Their orders from Monday to Sunday, and those that lie across this one."""
    day = facts.starts.replace(hour=0, minute=0, second=0, microsecond=0)
    for row in asked.week(day - timedelta(days=day.weekday())):
        count, minutes = facts.week.get(row.person_id, (0, 0))
        facts.week[row.person_id] = (count + 1, minutes + row.minutes_planned)
        if _is_across(order, row):
            facts.busy.add(row.person_id)


def _is_across(order: Order, other: Any) -> bool:
    """Whether that other order of theirs touches the time of this one, too near for both."""
    ends = other.ends_at or other.starts_at + timedelta(minutes=other.minutes_planned)
    touches = other.starts_at < over_at(order) and order.starts_at < ends
    return touches and _is_tight(order, other.starts_at, other.ends_at, other.minutes_planned)


def _is_tight(order: Order, starts: datetime, ends: datetime | None, minutes: int) -> bool:
    """Two wide spans leave room for both visits; an agreed hour does not move."""
    both = timedelta(minutes=order.minutes_planned + minutes) + BETWEEN
    latest = max(over_at(order), ends or starts)
    return latest - min(order.starts_at, starts) < both
