"""Whom to look at for an order: a few hundred volunteers at most, however large the city is.

Each circle is read through an index and cut off, so that 120,000 volunteers cost what 1,000 do:
who knows her, who has proven the skill, who lives in the building or its grid, and a window over
everybody that moves on with each order and each group asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from models.address import Building, Door
from models.assignment import Assignment, AssignmentState
from models.membership import Membership, Role
from models.need_kind import NeedKind
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.volunteer_profile import VolunteerProfile

KNOWN, PROVEN, BUILDING, GRID, SKILLED, ANYBODY = 10, 16, 24, 12, 16, 24
#: how many profiles of the window are read in search of a skill
WINDOW = 1000
#: a prime: neighbouring orders begin far from each other
STEP = 7919


@dataclass(frozen=True, slots=True)
class Around:
    """Where the order is: its building's grid, and the neighbour who looks after the door."""

    door_contact: int | None = None
    grid: frozenset[str] = frozenset()


def around(session: Session, order: Order) -> Around:
    """Two lookups; nothing where the building is not known."""
    if not order.building:
        return Around()
    contact = (
        select(Door.contact_person_id)
        .where(Door.building_id == Building.id, Door.unit == order.unit)
        .scalar_subquery()
    )
    home = session.execute(
        select(Building.grid_id, contact).where(
            Building.community_id == order.community_id, Building.number == order.building
        )
    ).first()
    if home is None:
        return Around()
    if home[0] is None:
        return Around(home[1])
    numbers = select(Building.number).where(Building.grid_id == home[0])
    return Around(home[1], frozenset(session.scalars(numbers)))


def pool_for(
    session: Session,
    order: Order,
    kind: NeedKind,
    where: Around,
    visits: Iterable[int],
    at: datetime,
) -> list[int]:
    """Ids of volunteers who come into question, each once; nobody of the order itself."""
    circles: list[Iterable[int]] = [
        [order.wants_person_id] if order.wants_person_id else [],
        visits,
        [where.door_contact] if where.door_contact else [],
    ]
    if kind.skills:
        circles.append(_proven(session, order, kind, at))
    circles.append(_living_in(session, order, [order.building], at, BUILDING))
    circles.append(_living_in(session, order, where.grid - {order.building}, at, GRID))
    start = _start(session, order)
    if kind.skills and not kind.needs_proof:
        circles.append(_skilled(session, order, kind, start))
    circles.append(_anybody(session, order, start, at))
    own = (order.requested_by_id, order.served_person_id)
    found = dict.fromkeys(each for circle in circles for each in circle)
    return [each for each in found if each not in own]


def visits_to(session: Session, order: Order) -> dict[int, int]:
    """Who has been with the person served before, and how often."""
    rows = (
        select(Assignment.person_id, func.count())
        .join(Order, Order.id == Assignment.order_id)
        .where(
            Order.served_person_id == order.served_person_id,
            Assignment.state == AssignmentState.COMPLETED,
        )
        .group_by(Assignment.person_id)
        .order_by(func.count().desc(), Assignment.person_id)
        .limit(KNOWN)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def _proven(session: Session, order: Order, kind: NeedKind, at: datetime) -> Iterable[int]:
    rows = select(Qualification.person_id).where(
        Qualification.community_id == order.community_id,
        Qualification.skill.in_(kind.skills),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= at.date()),
    )
    return session.scalars(rows.order_by(Qualification.person_id).limit(PROVEN)).all()


def _living_in(
    session: Session, order: Order, buildings: Collection[str], at: datetime, many: int
) -> Iterable[int]:
    numbers = [each for each in buildings if each]
    if not numbers:
        return ()
    rows = _volunteers(order, at).join(Person, Person.id == Membership.person_id)
    rows = rows.where(Person.community_id == order.community_id, Person.building.in_(numbers))
    return session.scalars(rows.order_by(Person.id).limit(many)).all()


def _start(session: Session, order: Order) -> int:
    """Where the window opens for this order and this group: somewhere in the round."""
    last = session.scalar(
        select(func.max(Membership.person_id)).where(Membership.community_id == order.community_id)
    )
    return (order.id + order.batches) * STEP % max(last or 1, 1)


def _skilled(session: Session, order: Order, kind: NeedKind, start: int) -> list[int]:
    """Round the circle from `start`, over so many profiles, those who named one of the skills."""
    window = (
        select(VolunteerProfile.person_id, cast(VolunteerProfile.skills, Text).label("skills"))
        .where(VolunteerProfile.community_id == order.community_id)
        .order_by(VolunteerProfile.person_id)
        .limit(WINDOW)
    )
    found: list[int] = []
    for half in (VolunteerProfile.person_id > start, VolunteerProfile.person_id <= start):
        some = window.where(half).subquery()
        named = or_(*(some.c.skills.contains(f'"{skill}"') for skill in kind.skills))
        rows = select(some.c.person_id).where(named).limit(SKILLED - len(found))
        found.extend(session.scalars(rows))
        if len(found) >= SKILLED:
            break
    return found


def _anybody(session: Session, order: Order, start: int, at: datetime) -> list[int]:
    rows = _volunteers(order, at).order_by(Membership.person_id)
    after = session.scalars(rows.where(Membership.person_id > start).limit(ANYBODY)).all()
    rest = ANYBODY - len(after)
    if not rest:
        return list(after)
    return [*after, *session.scalars(rows.where(Membership.person_id <= start).limit(rest))]


def _volunteers(order: Order, at: datetime) -> Select[int]:
    return select(Membership.person_id).where(
        Membership.community_id == order.community_id,
        Membership.role == Role.VOLUNTEER,
        or_(Membership.until.is_(None), Membership.until > at),
    )
