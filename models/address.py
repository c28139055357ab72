"""Where people live: grid (网格), building (楼), door (楼门, 单元). Rooms are kept elsewhere."""

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Key, Owned


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


def find_building(session: Session, community_id: int, number: str) -> Building | None:
    """The building of that number in this community."""
    return session.scalar(select(Building).filter_by(community_id=community_id, number=number))
