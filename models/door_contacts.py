"""Door contacts (楼门志愿者): the neighbour who looks after one door, given and ended by staff."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Building, Door, door_contact, find_building, find_door, known_door
from models.audit import Audit
from models.errors import Refused
from models.membership import STAFF, Role, require, roles_of
from models.person import Person
from models.words import N_


def building_of(session: Session, community_id: int, number: str) -> Building:
    """The building of that number. Raises Refused when the community has none."""
    found = find_building(session, community_id, number)
    if found is None:
        raise Refused(N_("没有{number}号楼。看看楼号，再写一次。"), number=number)
    return found


def called(session: Session, community_id: int, name: str, at: datetime) -> list[Person]:
    """The volunteers of that name, by their own name for themselves or their legal one."""
    rows = select(Person).where(
        Person.community_id == community_id,
        Person.left_at.is_(None),
        Person.merged_into_id.is_(None),
    )
    named = [each for each in session.scalars(rows) if name in (each.display_name, each.legal_name)]
    return [each for each in named if Role.VOLUNTEER in roles_of(session, each, at)]


def looks_after(session: Session, person: Person, place: tuple[str, str], at: datetime) -> bool:
    """Whether this volunteer looks after the door of that building and unit."""
    contact = door_contact(session, person.community_id, *place)
    return contact is person and Role.VOLUNTEER in roles_of(session, person, at)


def give_door(
    session: Session, building: Building, unit: str, person: Person, by: Person, at: datetime
) -> Door:
    """`person` looks after this door from now on. Raises Refused."""
    require(session, by, STAFF, at)
    if Role.VOLUNTEER not in roles_of(session, person, at):
        raise Refused(N_("楼门联系人要先登记成志愿者。\n请本人写“我来帮忙”。"))
    if person.community_id != building.community_id:
        raise Refused(N_("这位是别的社区的。"))
    door = known_door(session, building, unit)
    door.contact_person_id = person.id
    _note(session, door, by, "door_contact_given", person, at)
    return door


def end_door(
    session: Session, community_id: int, where: tuple[str, str], by: Person, at: datetime
) -> Person:
    """Nobody looks after this door any more; returns who did. Raises Refused when nobody did."""
    require(session, by, STAFF, at)
    door = find_door(session, community_id, *where)
    if door is None or door.contact is None:
        raise Refused(N_("这个门本来就没有联系人。"))
    before = door.contact
    door.contact_person_id = None
    _note(session, door, by, "door_contact_ended", before, at)
    return before


def _note(
    session: Session, door: Door, by: Person, action: str, person: Person, at: datetime
) -> None:
    row = Audit(community_id=door.community_id, actor_id=by.id, action=action, at=at)
    row.subject, row.detail = f"door:{door.id}", f"person:{person.id}"
    session.add(row)
    session.flush()
    session.refresh(door)
