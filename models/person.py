"""A person (人员): someone who asks, helps or works here. May have no contact at all."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Time,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.address import building_id_of
from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import Secret, SecretJson

_IS_MERGED = text("merged_into_id IS NOT NULL")


class Person(Owned, Base):
    """One human being as this community knows them; asked for nothing that is not needed."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_building_community_id_id", "building", "community_id", "id"),
        # few are merged; of everybody else it would say nothing, and lead queries astray
        Index(
            "ix_person_merged_into_id",
            "merged_into_id",
            sqlite_where=_IS_MERGED,
            postgresql_where=_IS_MERGED,
        ),
    )

    id: Mapped[Key]
    #: what to call them, said by themselves; the only name lists and searches show
    display_name: Mapped[str] = mapped_column(String(40), default="")
    legal_name: Mapped[str | None] = mapped_column(Secret)
    phone: Mapped[str | None] = mapped_column(Secret)
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_verified_at: Mapped[datetime | None] = mapped_column(Instant)
    is_adult: Mapped[bool | None] = mapped_column(Boolean)
    building_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("building.id"))
    #: the building as she said it, digits only; it may be one we do not know
    building: Mapped[str] = mapped_column(String(16), default="")
    unit: Mapped[str] = mapped_column(String(16), default="")
    room: Mapped[str | None] = mapped_column(Secret)
    language: Mapped[str] = mapped_column(String(8), default="")
    #: GB/T 2261.1 as letters: "f", "m", "" when it was not said; never guessed from a name
    sex: Mapped[str] = mapped_column(String(1), default="")
    #: asked only of those who are not of age
    birth_year: Mapped[int | None] = mapped_column(Integer)
    #: marks of special care, known to staff and to whoever goes (models.care)
    care: Mapped[Any | None] = mapped_column(SecretJson)
    #: quiet hours of their own; None: the community's
    quiet_from: Mapped[time | None] = mapped_column(Time)
    quiet_until: Mapped[time | None] = mapped_column(Time)
    #: 今天别叫我: nothing rings before then
    hushed_until: Mapped[datetime | None] = mapped_column(Instant)
    large_text: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))

    @property
    def door(self) -> tuple[str, str, str] | None:
        """Building, unit and room, when the room is known."""
        return (self.building, self.unit, self.room) if self.room else None

    def live_at(self, session: Session, building: str, unit: str, room: str) -> None:
        """Remember where this person lives."""
        self.building_id = building_id_of(session, self.community_id, building)
        self.building, self.unit, self.room = building, unit, room

    @property
    def marks(self) -> tuple[str, ...]:
        """Marks of special care as they are kept; their meaning is in models.care."""
        return tuple((self.care or {}).get("marks", ()))

    @property
    def masked_name(self) -> str:
        """王**, for lists that staff see."""
        name = self.legal_name or self.display_name
        return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


class ActsFor(Owned, Base):
    """One person may speak for another: family, door contact, guardian, station."""

    __tablename__ = "acts_for"
    __table_args__ = (UniqueConstraint("person_id", "for_person_id", "scope"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    for_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    scope: Mapped[str] = mapped_column(String(16))
    #: by whose word: "self", "guardian" or "station"; "asker": their own alone, until it is asked
    agreed_by: Mapped[str] = mapped_column(String(16))
    agreed_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


def people_called(
    session: Session, community_id: int, words: str, phone_index: str = ""
) -> list[Person]:
    """Who in this community is called exactly so, or has this phone; who has left is not here."""
    named = Person.display_name == words
    wanted = or_(named, Person.phone_index == phone_index) if phone_index else named
    rows = select(Person).where(
        Person.community_id == community_id,
        wanted,
        Person.left_at.is_(None),
        Person.merged_into_id.is_(None),
    )
    return list(session.scalars(rows.order_by(Person.id)))
