"""Volunteer teams (志愿服务队伍) and who belongs to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.upsert import insert_new


class Team(Owned, Base):
    """One team with its leader."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(120), default="")
    leader_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))


class TeamMember(Owned, Base):
    """A person in a team, from a moment until they leave."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    id: Mapped[Key]
    team_id: Mapped[int] = mapped_column(BigKey, ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)


def teams_of(session: Session, community_id: int) -> list[Team]:
    """The teams of a community, oldest first."""
    return list(
        session.scalars(select(Team).filter_by(community_id=community_id).order_by(Team.id))
    )


def team_named(session: Session, community_id: int, name: str) -> Team:
    """The team of that name, made when there is none yet."""
    named = {"community_id": community_id, "name": name}
    insert_new(session.connection(), Team, {**named, "about": ""})
    return session.scalars(select(Team).filter_by(**named)).one()
