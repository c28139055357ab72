"""Roles: what a person is in a community, given by someone, until some day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
    bindparam,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.minors import guardian_of, is_minor
from models.person import Person
from models.ready import Ready
from models.rows import find, settled, write
from models.web import close_sessions
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
#: who may be asked to sit for a kind of help (明白人)
SITTERS = (Role.VOLUNTEER, Role.TEAM_LEADER, *STAFF)
#: who sees what others do not: their browsers are shut out the moment such a role ends
TRUSTED = frozenset({*STAFF, Role.AUDITOR})
#: who may give and take back which roles; nobody their own
MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.VOLUNTEER, Role.TEAM_LEADER, Role.WORKER}),
    Role.ADMIN: frozenset(Role) - {Role.RESIDENT},
}


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


_OF = Membership.person_id == bindparam("of"), Membership.community_id == bindparam("community")
_ROLES = Ready(
    select(Membership.role).where(
        *_OF, or_(Membership.until.is_(None), Membership.until > bindparam("at"))
    )
)
_HELD = Ready(select(Membership.id).where(*_OF, Membership.role == bindparam("role")))


def roles_of(session: Session, person: Person | None, at: datetime) -> frozenset[Role]:
    """The roles `person` holds at that moment in their own community; none for nobody."""
    if person is None or person.id is None:
        return frozenset()
    which = {"of": person.id, "community": person.community_id, "at": at}
    return frozenset(row.role for row in _ROLES.rows(settled(session), which))


def has_registered(session: Session, person_id: int) -> bool:
    """Whether this person is a volunteer, or ever was: by their own yes, minutes can be kept."""
    rows = select(Membership.id).filter_by(person_id=person_id, role=Role.VOLUNTEER)
    return session.scalar(rows.limit(1)) is not None


def grant(
    session: Session, person: Person, role: Role, at: datetime, by: Person | None = None
) -> Membership:
    """Give `person` the role, or give it anew when it had ended."""
    which = {"of": person.id, "community": person.community_id, "role": role}
    row = find(session, Membership, _HELD.scalar(settled(session), which))
    given: dict[str, Any] = {"since": at, "until": None, "granted_by_id": by.id if by else None}
    if row is None:
        whose = {"community_id": person.community_id, "person_id": person.id}
        return write(session, Membership(**whose, role=role, **given))
    for name, value in given.items():
        setattr(row, name, value)
    return row


def require(session: Session, person: Person | None, roles: tuple[Role, ...], at: datetime) -> None:
    """Raise Refused unless `person` holds one of `roles`."""
    if not roles_of(session, person, at).intersection(roles):
        raise Refused(N_("这件事要社区的人来定。\n有事写“找社区”。"))


def people_with(
    session: Session, community_id: int, roles: tuple[Role, ...], at: datetime
) -> list[int]:
    """Ids of everybody who holds one of `roles` in this community, lowest id first."""
    which = {"community": community_id, "at": at}
    return [row.person_id for row in _holders(roles).rows(settled(session), which)]


@cache
def _holders(roles: tuple[Role, ...]) -> Ready:
    column = Membership.role
    return Ready(
        select(Membership.person_id)
        .where(
            Membership.community_id == bindparam("community"),
            column.in_([literal(each, column.type) for each in roles]),
            or_(Membership.until.is_(None), Membership.until > bindparam("at")),
        )
        .distinct()
        .order_by(Membership.person_id)
    )


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


@dataclass(frozen=True, slots=True)
class Change:
    """A role given or ended: whose, which, by whom, when."""

    person: Person
    role: Role
    by: Person
    at: datetime


def may_give(session: Session, person: Person | None, at: datetime) -> frozenset[Role]:
    """The roles that this person may give to others and take back."""
    held = roles_of(session, person, at)
    return frozenset().union(*(roles for role, roles in MAY_GIVE.items() if role in held))


def give(session: Session, change: Change, until: datetime | None = None) -> Membership:
    """Give a role until a moment, or for good. Raises Refused for whoever may not give it."""
    person, role = change.person, change.role
    _must_be_theirs_to_give(session, change)
    if until is not None and until <= change.at:
        raise Refused(N_("这一天已经过了。\n写以后的一天，比如“12月31日”。"), ask="until")
    if is_minor(person, change.at):
        if role is not Role.VOLUNTEER:
            raise Refused(N_("没满 18 岁，只能当志愿者。"))
        if guardian_of(session, person) is None:
            raise Refused(N_("没满 18 岁，要家里大人先同意。"))
    if until is not None:
        _must_not_be_last(session, change)
    row = grant(session, person, role, change.at, change.by)
    row.until = until
    _write_down(session, change, "gave_role", f"{until:%Y-%m-%d}" if until else "")
    return row


def end(session: Session, change: Change) -> None:
    """End a role at once; one's own may always be laid down. Raises Refused.

    The last coordinator and the last admin stay: somebody has to be able to give roles.
    """
    person, role = change.person, change.role
    if person.id != change.by.id:
        _must_be_theirs_to_give(session, change)
    row = _held(session, person, role, change.at)
    if row is None:
        raise Refused(N_("现在没有这个身份。\n想看谁管什么，写“身份”。"))
    _must_not_be_last(session, change)
    row.until = change.at
    if role in TRUSTED:
        close_sessions(session, person.id, change.at)
    _write_down(session, change, "ended_role")


def has_ended(session: Session, membership: Membership, at: datetime) -> bool:
    """Shut out whoever's time is over, once; False when it is not, or was given anew."""
    if membership.until is None or membership.until > at:
        return False
    if membership.role in TRUSTED:
        close_sessions(session, membership.person_id, at)
    session.add(
        Audit(
            community_id=membership.community_id,
            action="role_ran_out",
            subject=f"person:{membership.person_id}",
            detail=membership.role.value,
            at=at,
        )
    )
    return True


def members_with(
    session: Session,
    community_id: int,
    roles: Collection[Role],
    at: datetime,
    names: Collection[str] | None = None,
) -> list[tuple[Person, Membership]]:
    """Who of these `names` (None: of all) holds one of these roles now; longest first in each."""
    rows = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.community_id == community_id, Membership.role.in_(roles), _in_force(at))
    )
    rows = rows if names is None else rows.where(Person.display_name.in_(names))
    found = [(row.Person, row.Membership) for row in session.execute(rows)]
    ranks = list(Role)
    return sorted(found, key=lambda each: (-ranks.index(each[1].role), each[1].since, each[1].id))


def _in_force(at: datetime) -> ColumnElement[bool]:
    return or_(Membership.until.is_(None), Membership.until > at)


def _held(session: Session, person: Person, role: Role, at: datetime) -> Membership | None:
    rows = select(Membership).filter_by(
        community_id=person.community_id, person_id=person.id, role=role
    )
    return session.scalar(rows.where(_in_force(at)).with_for_update())


def _must_be_theirs_to_give(session: Session, change: Change) -> None:
    if change.person.id == change.by.id:
        raise Refused(N_("自己的身份，自己不能给。\n请别的同事来定。"))
    if change.person.community_id != change.by.community_id:
        raise Refused(N_("没找到这个人。\n写全名，或者写志愿者编号。"))
    if change.role not in may_give(session, change.by, change.at):
        raise Refused(N_("这个身份不归您给。\n请管理员来定。"))


def _must_not_be_last(session: Session, change: Change) -> None:
    """Two who end each other at once wait here for each other's row, lowest id first."""
    if change.role not in MAY_GIVE:
        return
    rows = select(Membership).where(
        Membership.community_id == change.person.community_id, Membership.role == change.role
    )
    held = session.scalars(
        rows.where(_in_force(change.at)).order_by(Membership.id).with_for_update()
    ).all()
    if [each.person_id for each in held] == [change.person.id]:
        raise Refused(N_("只剩这一位了，先请别人接手。"))


def _write_down(session: Session, change: Change, action: str, more: str = "") -> None:
    session.add(
        Audit(
            community_id=change.person.community_id,
            actor_id=change.by.id,
            action=action,
            subject=f"person:{change.person.id}",
            detail=f"{change.role.value} {more}".strip(),
            at=change.at,
        )
    )
    session.flush()
