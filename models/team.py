"""Volunteer teams (志愿服务队伍) and who belongs to them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.errors import Refused
from models.membership import STAFF, Change, Role, give, may_give, roles_of
from models.person import Person
from models.service_record import STANDING, ServiceRecord
from models.upsert import insert_new
from models.words import N_


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


def teams_with(session: Session, person: Person) -> list[Team]:
    """The teams this person belongs to now."""
    rows = (
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.person_id == person.id, TeamMember.left_at.is_(None))
    )
    return list(session.scalars(rows.order_by(Team.id)))


def own_team(session: Session, person: Person, team_id: int) -> Team:
    """A team of this person's community, locked. Raises Refused for any other."""
    team = session.get(Team, team_id, with_for_update=True)
    if team is None or team.community_id != person.community_id:
        raise Refused(N_("这支队伍找不到了。\n想看现在的，写“队伍”。"))
    return team


def members_of(session: Session, team: Team) -> list[Person]:
    """Who belongs to the team now, in the order they came."""
    rows = (
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.team_id == team.id, TeamMember.left_at.is_(None))
    )
    return list(session.scalars(rows.order_by(TeamMember.joined_at, TeamMember.id)))


def is_member(session: Session, team: Team, person: Person) -> bool:
    """Whether this person belongs to the team now."""
    rows = select(TeamMember.id).filter_by(team_id=team.id, person_id=person.id, left_at=None)
    return session.scalar(rows) is not None


def check_may_join(session: Session, team: Team, person: Person, at: datetime) -> None:
    """Raise Refused for whoever is no volunteer here, or belongs to it already."""
    if person.community_id != team.community_id:
        raise Refused(N_("这支队伍找不到了。\n想看现在的，写“队伍”。"))
    if Role.VOLUNTEER not in roles_of(session, person, at):
        raise Refused(N_("先登记成志愿者，再进队。\n写“我来帮忙”，两分钟就好。"))
    if is_member(session, team, person):
        raise Refused(N_("已经在这支队里了。"))


def may_accept(session: Session, team: Team, by: Person, at: datetime) -> bool:
    """The leader takes people in; staff do where there is none."""
    if by.community_id != team.community_id:
        return False
    if team.leader_id is not None:
        return team.leader_id == by.id
    return bool(roles_of(session, by, at).intersection(STAFF))


def join(session: Session, team: Team, person: Person, by: Person, at: datetime) -> None:
    """Take somebody in who asked. Raises Refused for whoever may not."""
    if not may_accept(session, team, by, at):
        raise Refused(N_("进队要队长点头。"))
    check_may_join(session, team, person, at)
    row = session.scalar(select(TeamMember).filter_by(team_id=team.id, person_id=person.id))
    if row is None:
        row = TeamMember(community_id=team.community_id, team_id=team.id, person_id=person.id)
        session.add(row)
    row.joined_at, row.left_at = at, None
    session.flush()


def leave(session: Session, team: Team, person: Person, at: datetime) -> None:
    """退队: at once. Whoever leads hands the team over first."""
    if team.leader_id == person.id:
        raise Refused(N_("您是队长，先请社区换个队长。"))
    rows = select(TeamMember).filter_by(team_id=team.id, person_id=person.id, left_at=None)
    row = session.scalar(rows)
    if row is None:
        raise Refused(N_("您不在这支队里。"))
    row.left_at = at
    session.flush()


def makes_teams(session: Session, person: Person, at: datetime) -> bool:
    """Whether this person may make a team and say who leads it, for leading is a role."""
    return Role.TEAM_LEADER in may_give(session, person, at)


def require_maker(session: Session, person: Person, at: datetime) -> None:
    """Raise Refused for whoever may not make teams."""
    if not makes_teams(session, person, at):
        raise Refused(N_("队伍和队长，要协调员来定。\n有事写“找社区”。"))


def make_team(session: Session, by: Person, name: str, at: datetime) -> Team:
    """A new team. Raises Refused when there is one of that name."""
    require_maker(session, by, at)
    named = {"community_id": by.community_id, "name": name}
    if not insert_new(session.connection(), Team, {**named, "about": ""}):
        raise Refused(N_("有一支队叫这个名字了。\n换个名字吧。"), ask="name")
    return session.scalars(select(Team).filter_by(**named)).one()


def lead(session: Session, team: Team, leader: Person, by: Person, at: datetime) -> None:
    """Put a volunteer at the head of a team; they have the role of a leader from then on."""
    require_maker(session, by, at)
    if Role.TEAM_LEADER not in roles_of(session, leader, at):
        give(session, Change(leader, Role.TEAM_LEADER, by, at))
    team.leader_id = leader.id
    if not is_member(session, team, leader):
        team.leader_id = None
        join(session, team, leader, by, at)
        team.leader_id = leader.id
    session.flush()


def minutes_in(session: Session, team: Team, since: date | None = None) -> dict[int, int]:
    """Minutes in the hours book of each member, from the day they joined until they left."""
    rows = (
        select(TeamMember.person_id, func.sum(ServiceRecord.minutes))
        .join(ServiceRecord, ServiceRecord.person_id == TeamMember.person_id)
        .where(
            TeamMember.team_id == team.id,
            ServiceRecord.state.in_(STANDING),
            ServiceRecord.started_at >= TeamMember.joined_at,
            or_(TeamMember.left_at.is_(None), ServiceRecord.started_at < TeamMember.left_at),
        )
        .group_by(TeamMember.person_id)
    )
    if since is not None:
        rows = rows.where(ServiceRecord.served_on >= since)
    return {person_id: int(minutes) for person_id, minutes in session.execute(rows)}
