"""Where people live: grid (网格), building (楼), door (楼门, 单元). Rooms are kept elsewhere."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigKey, Key, Owned
from models.ready import Ready
from models.rows import find, settled
from models.upsert import insert_new

if TYPE_CHECKING:
    from models.person import Person


class Grid(Owned, Base):
    """A grid: some buildings that one grid worker looks after."""

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(40))


class Building(Owned, Base):
    """One building; `number` is what people say before 号楼, digits only."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    id: Mapped[Key]
    grid_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("grid.id"))
    number: Mapped[str] = mapped_column(String(16))
    households: Mapped[int] = mapped_column(Integer, default=0)


class Door(Owned, Base):
    """One stairwell door of a building, with the neighbour who looks after it."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("building_id", "unit"),)

    id: Mapped[Key]
    building_id: Mapped[int] = mapped_column(BigKey, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(16))
    contact_person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    contact: Mapped["Person | None"] = relationship("Person")


_NUMBERED = Ready(
    select(Building.id).where(
        Building.community_id == bindparam("community"), Building.number == bindparam("number")
    )
)


def building_id_of(session: Session, community_id: int, number: str) -> int | None:
    """The key of the building of that number in this community."""
    which = {"community": community_id, "number": number}
    found: int | None = _NUMBERED.scalar(settled(session), which)
    return found


def building_numbers(session: Session, community_id: int) -> list[str]:
    """The numbers of all buildings that were written down, in the order people count them."""
    rows = select(Building.number).where(Building.community_id == community_id)
    return sorted(session.scalars(rows), key=_order)


def find_building(session: Session, community_id: int, number: str) -> Building | None:
    """The building of that number in this community."""
    return find(session, Building, building_id_of(session, community_id, number))


def find_door(session: Session, community_id: int, building: str, unit: str) -> Door | None:
    """The door of that building and unit, if it was ever written down."""
    rows = select(Door).join(Building, Building.id == Door.building_id)
    here = rows.where(Building.community_id == community_id, Building.number == building)
    return session.scalar(here.where(Door.unit == unit))


def door_contact(session: Session, community_id: int, building: str, unit: str) -> "Person | None":
    """The neighbour who looks after this door (楼门志愿者), while there is one."""
    door = find_door(session, community_id, building, unit)
    contact = door.contact if door else None
    return contact if contact is not None and contact.left_at is None else None


def known_door(session: Session, building: Building, unit: str) -> Door:
    """The door of that unit, written down now if nobody did before."""
    values = {"community_id": building.community_id, "building_id": building.id, "unit": unit}
    insert_new(session.connection(), Door, values)
    return session.scalars(select(Door).filter_by(building_id=building.id, unit=unit)).one()


def doors_of(session: Session, community_id: int) -> list[tuple[Building, list[Door]]]:
    """Every building with its doors, in the order people count them."""
    buildings = session.scalars(select(Building).filter_by(community_id=community_id)).all()
    doors = session.scalars(select(Door).filter_by(community_id=community_id)).all()
    return [
        (each, sorted((d for d in doors if d.building_id == each.id), key=lambda d: _order(d.unit)))
        for each in sorted(buildings, key=lambda building: _order(building.number))
    ]


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdecimal() else (10_000, number)
