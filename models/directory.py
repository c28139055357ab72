"""A company's directory (通讯录) as one app may see it: departments, tags, and who is in them.

Of a member only the platform's id is kept, as a chat's address, and a mark of it that names nobody:
by the mark whoever has left us is not brought back by the next reading.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Connection,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact, meet
from models.inbox import Inbox
from models.person import Person
from models.upsert import insert_new
from models.vault import vault_of

#: between two readings, and after one that failed
AGAIN, AFTER_TROUBLE = timedelta(hours=1), timedelta(minutes=10)


class GroupKind(StrEnum):
    """What puts members together there."""

    DEPARTMENT = "department"
    TAG = "tag"


class DirectoryReading(Owned, Base):
    """When the directory of one account is read next, by whichever process is first."""

    __tablename__ = "directory_reading"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"), unique=True)
    due_at: Mapped[datetime] = mapped_column(Instant)


class DirectoryGroup(Owned, Base):
    """One department or tag. One that is not there any more keeps its name, for what was sent."""

    __tablename__ = "directory_group"
    __table_args__ = (UniqueConstraint("account_id", "kind", "number"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    kind: Mapped[GroupKind] = mapped_column(named(GroupKind))
    #: the platform's own
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(120))
    is_gone: Mapped[bool] = mapped_column(Boolean, default=False)


class DirectoryMember(Owned, Base):
    """A member who was listed once; without a chat since they have left us."""

    __tablename__ = "directory_member"
    __table_args__ = (UniqueConstraint("account_id", "mark"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    #: the blind index of the platform's id
    mark: Mapped[str] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)


class DirectoryPlace(Owned, Base):
    """A member is in a group, with those of a department all that are in the ones below it."""

    __tablename__ = "directory_place"
    __table_args__ = (UniqueConstraint("group_id", "member_id"),)

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(BigKey, ForeignKey("directory_group.id"))
    member_id: Mapped[int] = mapped_column(BigKey, ForeignKey("directory_member.id"), index=True)


@dataclass(frozen=True, slots=True)
class Whose:
    """The account whose directory it is."""

    community_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A group as the platform lists it now, with the ids of its members there."""

    kind: GroupKind
    number: int
    name: str
    userids: frozenset[str]


def may_read(connection: Connection, whose: Whose, at: datetime) -> bool:
    """Take the right to read it now; another process may when this one does not come back."""
    first = {"community_id": whose.community_id, "account_id": whose.account_id}
    insert_new(connection, DirectoryReading, {**first, "due_at": at})
    mine = DirectoryReading.account_id == whose.account_id
    taken = update(DirectoryReading).where(mine, DirectoryReading.due_at <= at)
    return bool(connection.execute(taken.values(due_at=at + AFTER_TROUBLE)).rowcount)


def is_due(connection: Connection, whose: Whose, at: datetime) -> bool:
    """Whether it is to be read, as far as can be told without writing."""
    due = select(DirectoryReading.due_at).where(DirectoryReading.account_id == whose.account_id)
    due_at = connection.scalar(due)
    return due_at is None or due_at <= at


def was_read(connection: Connection, whose: Whose, at: datetime) -> None:
    """It is whole; read it again in an hour."""
    mine = update(DirectoryReading).where(DirectoryReading.account_id == whose.account_id)
    connection.execute(mine.values(due_at=at + AGAIN))


def members_of(connection: Connection, whose: Whose, userids: Iterable[str]) -> dict[str, int]:
    """The ids of these members' rows, of those who have one."""
    index = vault_of(connection.engine).index
    marks = {index(each.lower()): each for each in userids}
    mine = DirectoryMember.account_id == whose.account_id
    rows = select(DirectoryMember.mark, DirectoryMember.id).where(
        mine, DirectoryMember.mark.in_(marks)
    )
    return {marks[row.mark]: row.id for row in connection.execute(rows)}


def meet_members(
    connection: Connection, whose: Whose, userids: Collection[str], at: datetime
) -> None:
    """Know them, with a chat each. Who is new is a person of whom nothing else is known."""
    index = vault_of(connection.engine).index
    known = members_of(connection, whose, userids)
    chats = _chats(connection, whose, userids)
    of = {"community_id": whose.community_id}
    for userid in userids:
        contact_id = chats.get(userid)
        if userid in known:
            if contact_id is not None:
                hers = update(DirectoryMember).where(DirectoryMember.id == known[userid])
                connection.execute(hers.values(contact_id=contact_id))
            continue
        if contact_id is None:
            contact_id = meet(connection, whose.community_id, whose.account_id, userid, at)
            made = insert(Person).values(**of, created_at=at).returning(Person.id)
            hers = update(Contact).where(Contact.id == contact_id)
            connection.execute(hers.values(person_id=connection.scalar(made)))
        member = {**of, "account_id": whose.account_id, "mark": index(userid.lower())}
        insert_new(connection, DirectoryMember, {**member, "contact_id": contact_id})


def _chats(connection: Connection, whose: Whose, userids: Collection[str]) -> dict[str, int]:
    """By userid. A post may write one in other letters than the list: they are the same there."""
    plain = {each.lower(): each for each in userids}
    mine, lower = Contact.account_id == whose.account_id, func.lower(Contact.address)
    rows = select(lower.label("plain"), Contact.id).where(mine, lower.in_(plain))
    return {plain[row.plain]: row.id for row in connection.execute(rows)}


def keep_group(connection: Connection, whose: Whose, listed: Listed) -> int:
    """Know the group by this name; returns its id."""
    key = {"account_id": whose.account_id, "kind": listed.kind, "number": listed.number}
    now = {"name": listed.name[:120], "is_gone": False}
    insert_new(connection, DirectoryGroup, {"community_id": whose.community_id, **key, **now})
    its = [getattr(DirectoryGroup, name) == value for name, value in key.items()]
    connection.execute(update(DirectoryGroup).where(*its).values(**now))
    return int(connection.scalar(select(DirectoryGroup.id).where(*its)) or 0)


def places_of(connection: Connection, group_id: int) -> set[int]:
    """The rows of the members who are in it as far as we know."""
    rows = select(DirectoryPlace.member_id).where(DirectoryPlace.group_id == group_id)
    return set(connection.scalars(rows))


def change_places(
    connection: Connection, whose: Whose, group_id: int, come: Collection[int], go: Collection[int]
) -> None:
    """These are in it now, and those not any more."""
    of = {"community_id": whose.community_id, "group_id": group_id}
    for member_id in come:
        insert_new(connection, DirectoryPlace, {**of, "member_id": member_id})
    gone = DirectoryPlace.group_id == group_id, DirectoryPlace.member_id.in_(go)
    connection.execute(delete(DirectoryPlace).where(*gone))


def forget_groups(connection: Connection, whose: Whose, but: Collection[int]) -> None:
    """Those that were not listed are there no more, and nobody is in them."""
    mine = DirectoryGroup.account_id == whose.account_id
    others = select(DirectoryGroup.id).where(mine, DirectoryGroup.id.not_in(but))
    connection.execute(delete(DirectoryPlace).where(DirectoryPlace.group_id.in_(others)))
    lost = update(DirectoryGroup).where(mine, DirectoryGroup.id.not_in(but))
    connection.execute(lost.values(is_gone=True))


def has_come(connection: Connection, account_id: int, address: str) -> bool:
    """Whether there is a chat with this address that is more than a line of the directory."""
    listed = select(DirectoryMember.id).where(DirectoryMember.contact_id == Contact.id)
    heard = select(Inbox.id).where(Inbox.contact_id == Contact.id)
    chat = select(Contact.id).where(
        Contact.account_id == account_id,
        Contact.address == address,
        or_(~listed.exists(), heard.exists()),
    )
    return connection.scalar(chat) is not None


def groups_named(session: Session, community_id: int, kind: GroupKind) -> Mapping[str, int]:
    """The departments or tags of this community's apps, by name."""
    rows = select(DirectoryGroup.name, DirectoryGroup.id).where(
        DirectoryGroup.community_id == community_id,
        DirectoryGroup.kind == kind,
        DirectoryGroup.is_gone.is_(False),
    )
    return {row.name: row.id for row in session.execute(rows.order_by(DirectoryGroup.id.desc()))}
