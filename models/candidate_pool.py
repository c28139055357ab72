"""Whom to look at for an order: a few hundred volunteers at most, however large the city is.

Each circle is read through an index and cut off, so that 120,000 volunteers cost what 1,000 do:
who knows her, who has proven the skill, who lives in the building or its grid, and a window over
everybody that moves on with each order and each group asked.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from models.address import Building, Door, find_building
from models.assignment import Assignment, AssignmentState
from models.membership import Membership, Role
from models.need_kind import NeedKind
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.volunteer_profile import VolunteerProfile

KNOWN, PROVEN, NEAR, SKILLED, ANYBODY = 20, 60, 60, 40, 80
#: how many profiles of the window are read in search of a skill
WINDOW = 1000
#: a prime: neighbouring orders begin far from each other
STEP = 7919


def pool_for(session: Session, order: Order, kind: NeedKind, on: date, at: datetime) -> list[int]:
    """Ids of volunteers who come into question, each once; nobody of the order itself."""
    circles: list[Iterable[int]] = [_known_to_her(session, order), _door_contact(session, order)]
    if kind.skills:
        circles.append(_proven(session, order, kind, on))
    circles.extend(_neighbours(session, order, at))
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


def _known_to_her(session: Session, order: Order) -> list[int]:
    wanted = [order.wants_person_id] if order.wants_person_id else []
    return [*wanted, *visits_to(session, order)]


def _door_contact(session: Session, order: Order) -> list[int]:
    building = find_building(session, order.community_id, order.building)
    if building is None or not order.unit:
        return []
    rows = select(Door.contact_person_id).filter_by(building_id=building.id, unit=order.unit)
    contact = session.scalar(rows)
    return [contact] if contact else []


def _proven(session: Session, order: Order, kind: NeedKind, on: date) -> Iterable[int]:
    rows = select(Qualification.person_id).where(
        Qualification.community_id == order.community_id,
        Qualification.skill.in_(kind.skills),
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= on),
    )
    return session.scalars(rows.order_by(Qualification.person_id).limit(PROVEN)).all()


def _neighbours(session: Session, order: Order, at: datetime) -> list[Iterable[int]]:
    """The building, then the other buildings of its grid."""
    if not order.building:
        return []
    home = find_building(session, order.community_id, order.building)
    near = [_living_in(session, order, [order.building], at)]
    if home is not None and home.grid_id is not None:
        rows = select(Building.number).where(
            Building.grid_id == home.grid_id, Building.id != home.id
        )
        near.append(_living_in(session, order, session.scalars(rows).all(), at))
    return near


def _living_in(
    session: Session, order: Order, buildings: Iterable[str], at: datetime
) -> Iterable[int]:
    rows = _volunteers(order, at).join(Person, Person.id == Membership.person_id)
    rows = rows.where(
        Person.community_id == order.community_id, Person.building.in_(list(buildings))
    )
    return session.scalars(rows.order_by(Person.id).limit(NEAR)).all()


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
