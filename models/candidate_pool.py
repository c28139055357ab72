"""Whom to look at for an order: a few hundred volunteers at most, however large the city is.

Each circle is read through an index and cut off, so that 120,000 volunteers cost what 1,000 do:
who knows her, who has proven the skill, who lives in the building or its grid, and a window over
everybody that moves on with each order and each group asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.address import Building, Door
from models.among import among
from models.assignment import Assignment, AssignmentState
from models.base import BigKey, Instant
from models.membership import Membership, Role
from models.need_kind import NeedKind
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.ready import Ready
from models.volunteer_profile import VolunteerProfile

KNOWN, PROVEN, BUILDING, GRID, SKILLED, ANYBODY = 10, 16, 24, 12, 16, 24
#: how many profiles of the window are read in search of a skill
WINDOW = 1000
#: a prime: neighbouring orders begin far from each other
STEP = 7919

_HERE = bindparam("here", type_=BigKey)
_START = bindparam("start", type_=BigKey)
_MANY = bindparam("many", type_=Integer)
_NOW = bindparam("now", type_=Instant)
_VOLUNTEERS: Select[int] = select(Membership.person_id).where(
    Membership.community_id == _HERE,
    Membership.role == Role.VOLUNTEER,
    or_(Membership.until.is_(None), Membership.until > _NOW),
)
_HOME = Ready(
    select(
        Building.grid_id,
        select(Door.contact_person_id)
        .where(Door.building_id == Building.id, Door.unit == bindparam("unit"))
        .scalar_subquery()
        .label("contact"),
    ).where(Building.community_id == _HERE, Building.number == bindparam("building"))
)
_IN_GRID = Ready(select(Building.number).where(Building.grid_id == bindparam("grid")))
_VISITS = Ready(
    select(Assignment.person_id, func.count().label("visits"))
    .join(Order, Order.id == Assignment.order_id)
    .where(
        Order.served_person_id == bindparam("served"),
        Assignment.state == AssignmentState.COMPLETED,
    )
    .group_by(Assignment.person_id)
    .order_by(func.count().desc(), Assignment.person_id)
    .limit(_MANY)
)
_PROVEN = Ready(
    select(Qualification.person_id)
    .where(
        Qualification.community_id == _HERE,
        among(Qualification.skill, "skills"),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= bindparam("today")),
    )
    .order_by(Qualification.person_id)
    .limit(_MANY)
)
_LAST = Ready(
    select(func.max(Membership.person_id).label("last")).where(Membership.community_id == _HERE)
)
_AFTER = Ready(
    _VOLUNTEERS.where(Membership.person_id > _START).order_by(Membership.person_id).limit(_MANY)
)
_UP_TO = Ready(
    _VOLUNTEERS.where(Membership.person_id <= _START).order_by(Membership.person_id).limit(_MANY)
)


@dataclass(frozen=True, slots=True)
class Around:
    """Where the order is: its building's grid, and the neighbour who looks after the door."""

    door_contact: int | None = None
    grid: frozenset[str] = frozenset()


def around(session: Session, order: Order) -> Around:
    """Two lookups; nothing where the building is not known."""
    if not order.building:
        return Around()
    connection = session.connection()
    place = {"here": order.community_id, "building": order.building, "unit": order.unit}
    home = next(iter(_HOME.rows(connection, place)), None)
    if home is None:
        return Around()
    if home.grid_id is None:
        return Around(home.contact)
    numbers = _IN_GRID.rows(connection, {"grid": home.grid_id})
    return Around(home.contact, frozenset(row.number for row in numbers))


def pool_for(
    session: Session,
    order: Order,
    kind: NeedKind,
    where: Around,
    visits: Iterable[int],
    at: datetime,
) -> list[int]:
    """Ids of volunteers who come into question, each once; nobody of the order itself."""
    look = _Look(session.connection(), order, at)
    circles: list[Iterable[int]] = [
        [order.wants_person_id] if order.wants_person_id else [],
        visits,
        [where.door_contact] if where.door_contact else [],
    ]
    if kind.skills:
        circles.append(look.proven(kind.skills))
    circles.append(look.living_in([order.building], BUILDING))
    circles.append(look.living_in(sorted(where.grid - {order.building}), GRID))
    start = look.start()
    if kind.skills and not kind.needs_proof:
        circles.append(look.skilled(kind.skills, start))
    circles.append(look.anybody(start))
    own = (order.requested_by_id, order.served_person_id)
    found = dict.fromkeys(each for circle in circles for each in circle)
    return [each for each in found if each not in own]


def visits_to(session: Session, order: Order) -> dict[int, int]:
    """Who has been with the person served before, and how often."""
    whose = {"served": order.served_person_id, "many": KNOWN}
    return {row.person_id: row.visits for row in _VISITS.rows(session.connection(), whose)}


@dataclass(frozen=True, slots=True)
class _Look:
    """One look around for one order at one moment."""

    connection: Connection
    order: Order
    at: datetime

    def proven(self, skills: Collection[str]) -> list[int]:
        """Who has shown a licence that is still good."""
        return self._ids(_PROVEN, PROVEN, skills=skills, today=self.at.date())

    def living_in(self, buildings: Collection[str], many: int) -> list[int]:
        """Some of each building, in all at most about `many`."""
        numbers = [each for each in buildings if each]
        if not numbers:
            return []
        which = {f"building_{n}": number for n, number in enumerate(numbers)}
        return self._ids(_living(len(numbers)), -(-many // len(numbers)), **which)

    def start(self) -> int:
        """Where the window opens for this order and this group: somewhere in the round."""
        last = _LAST.scalar(self.connection, {"here": self.order.community_id}) or 1
        return (self.order.id + self.order.batches) * STEP % max(last, 1)

    def anybody(self, start: int) -> list[int]:
        """Round the circle from `start`."""
        found = self._ids(_AFTER, ANYBODY, start=start)
        rest = ANYBODY - len(found)
        return [*found, *self._ids(_UP_TO, rest, start=start)] if rest else found

    def skilled(self, skills: Collection[str], start: int) -> list[int]:
        """Round the circle, over so many profiles, those who named one of the skills."""
        words = {f"skill_{n}": f'%"{skill}"%' for n, skill in enumerate(skills)}
        found: list[int] = []
        for is_after in (True, False):
            statement = _skilled(len(words), is_after=is_after)
            found += self._ids(statement, SKILLED - len(found), start=start, **words)
            if len(found) >= SKILLED:
                break
        return found

    def _ids(self, statement: Ready, many: int, **values: object) -> list[int]:
        values |= {"here": self.order.community_id, "now": self.at, "many": many}
        return [row[0] for row in statement.rows(self.connection, values)]


@cache
def _living(buildings: int) -> Ready:
    """Some volunteers of each of so many buildings, in one statement."""
    some = [
        _VOLUNTEERS.join(Person, Person.id == Membership.person_id)
        .where(Person.community_id == _HERE, Person.building == bindparam(f"building_{n}"))
        .order_by(Person.id)
        .limit(_MANY)
        .subquery()
        for n in range(buildings)
    ]
    return Ready(union_all(*(select(each.c.person_id) for each in some)))


@cache
def _skilled(words: int, *, is_after: bool) -> Ready:
    """Whose profile, among the next `WINDOW` ones, names one of so many skills."""
    person_id = VolunteerProfile.person_id
    window = (
        select(person_id, cast(VolunteerProfile.skills, Text).label("skills"))
        .where(VolunteerProfile.community_id == _HERE)
        .where(person_id > _START if is_after else person_id <= _START)
        .order_by(person_id)
        .limit(WINDOW)
        .subquery()
    )
    named = or_(*(window.c.skills.like(bindparam(f"skill_{n}")) for n in range(words)))
    return Ready(select(window.c.person_id).where(named).limit(_MANY))
