"""Roles: what a person is in a community, given by someone, until some day."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.person import Person
from models.words import N_


class Role(StrEnum):
    """Role 角色; the words people read are in ROLE_LABELS."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    TEAM_LEADER = "team_leader"
    WORKER = "worker"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


ROLE_LABELS: dict[Role, str] = {
    Role.RESIDENT: N_("居民"),
    Role.VOLUNTEER: N_("志愿者"),
    Role.TEAM_LEADER: N_("队长"),
    Role.WORKER: N_("社区工作人员"),
    Role.COORDINATOR: N_("协调员"),
    Role.AUDITOR: N_("审核员"),
    Role.ADMIN: N_("管理员"),
}

#: who may check needs and open them for claiming
STAFF = (Role.WORKER, Role.COORDINATOR, Role.ADMIN)


class Membership(Owned, Base):
    """A person has a role in a community; one person may belong to several communities."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("community_id", "person_id", "role"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(named(Role))
    granted_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)


def roles_of(session: Session, person: Person | None, at: datetime) -> frozenset[Role]:
    """The roles `person` holds at that moment in their own community; none for nobody."""
    if person is None or person.id is None:
        return frozenset()
    rows = session.scalars(
        select(Membership.role).where(
            Membership.person_id == person.id,
            Membership.community_id == person.community_id,
            or_(Membership.until.is_(None), Membership.until > at),
        )
    )
    return frozenset(rows)


def grant(
    session: Session, person: Person, role: Role, at: datetime, by: Person | None = None
) -> None:
    """Give `person` the role, or give it anew when it had ended."""
    row = session.scalar(
        select(Membership).filter_by(
            community_id=person.community_id, person_id=person.id, role=role
        )
    )
    if row is None:
        row = Membership(community_id=person.community_id, person_id=person.id, role=role)
        session.add(row)
    row.since, row.until, row.granted_by_id = at, None, by.id if by else None


def require(session: Session, person: Person | None, roles: tuple[Role, ...], at: datetime) -> None:
    """Raise Refused unless `person` holds one of `roles`."""
    if not roles_of(session, person, at).intersection(roles):
        raise Refused(N_("这件事要社区的人来定。\n有事写“找社区”。"))


def people_with(
    session: Session, community_id: int, roles: tuple[Role, ...], at: datetime
) -> list[int]:
    """Ids of everybody who holds one of `roles` in this community, lowest id first."""
    rows = session.scalars(
        select(Membership.person_id)
        .where(
            Membership.community_id == community_id,
            Membership.role.in_(roles),
            or_(Membership.until.is_(None), Membership.until > at),
        )
        .distinct()
        .order_by(Membership.person_id)
    )
    return list(rows)


def volunteer_named(session: Session, community_id: int, name: str) -> int | None:
    """The id of the only volunteer here of that name; None for nobody, or for several."""
    rows = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.community_id == community_id,
            Membership.role == Role.VOLUNTEER,
            Person.display_name == name,
        )
        .limit(2)
    )
    found = session.scalars(rows).all()
    return found[0] if len(found) == 1 else None
