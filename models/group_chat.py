"""Groups (群): chats of a building or a team in which the desk may speak; never contacts.

A press in a group is the presser's own; what concerns one person is said in private only.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned, named
from models.button import ActionButton
from models.errors import Refused
from models.membership import STAFF, require
from models.need_kind import NeedKind
from models.order import Order
from models.outbox import Outbox, SentMessage
from models.person import Person
from models.words import N_


class GroupPurpose(StrEnum):
    """Whose group it is. A new one hears nothing until staff has said what it is."""

    NEW = "new"
    BUILDING = "building"
    TEAM = "team"
    COMMUNITY = "community"
    SILENT = "silent"


HEARING = frozenset({GroupPurpose.BUILDING, GroupPurpose.TEAM, GroupPurpose.COMMUNITY})
#: a child's way, and who has not been seen for days, are for checked volunteers, not for a group
NOT_FOR_GROUPS = frozenset({"child_escort", "welfare_check"})


class GroupChat(Owned, Base):
    """One group that an account was added to."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    #: the platform's id of the chat; it changes when a group becomes a supergroup
    address: Mapped[str] = mapped_column(String(128))
    title: Mapped[str] = mapped_column(String(128), default="")
    purpose: Mapped[GroupPurpose] = mapped_column(named(GroupPurpose), default=GroupPurpose.NEW)
    #: the number of the building whose group it is
    building: Mapped[str] = mapped_column(String(8), default="")
    team_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("team.id"))
    next_send_at: Mapped[datetime | None] = mapped_column(Instant)
    #: when the account was removed from it, or lost the right to write there
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def hears(self) -> bool:
        """Whether anything about the community may be said there now."""
        return self.left_at is None and self.purpose in HEARING


@dataclass(frozen=True, slots=True)
class Use:
    """What a group is for; `building` or `team_id` says which one."""

    purpose: GroupPurpose
    building: str = ""
    team_id: int | None = None


def own_group(session: Session, person: Person, group_id: int, at: datetime) -> GroupChat:
    """A group of this person's community, locked until the turn ends.

    Raises Refused for anybody but its staff, and when we are not in that group any more.
    """
    require(session, person, STAFF, at)
    statement = select(GroupChat).where(
        GroupChat.id == group_id, GroupChat.community_id == person.community_id
    )
    fresh = {"populate_existing": True}
    group = session.scalar(statement.with_for_update(), execution_options=fresh)
    if group is None:
        raise Refused(N_("这个群找不到了。\n想看现在的群，写“群”。"))
    if group.left_at is not None:
        raise Refused(N_("我已经不在那个群里了。\n再拉我进去，我就来问您。"))
    return group


def adopt(session: Session, group: GroupChat, by: Person, use: Use, at: datetime) -> bool:
    """Say what a group is for; True when it hears from us from now on and did not before."""
    heard = group.hears
    group.purpose, group.building, group.team_id = use.purpose, use.building, use.team_id
    session.add(
        Audit(
            community_id=group.community_id,
            actor_id=by.id,
            action=f"group_{use.purpose}",
            subject=f"group:{group.id}",
            at=at,
        )
    )
    session.flush()
    return group.hears and not heard


def groups_of(session: Session, community_id: int) -> list[GroupChat]:
    """The groups of a community that we are in: first those nobody has placed yet."""
    rows = select(GroupChat).where(
        GroupChat.community_id == community_id, GroupChat.left_at.is_(None)
    )
    return list(session.scalars(rows.order_by(GroupChat.purpose != GroupPurpose.NEW, GroupChat.id)))


def groups_for(session: Session, order: Order) -> list[GroupChat]:
    """The groups in which this order is called out: its building's, teams', the community's.

    None for what only somebody checked should know of; a kind that is gone counts as such.
    """
    private = session.scalar(
        select(NeedKind.is_private).filter_by(community_id=order.community_id, code=order.kind)
    )
    if private is not False or order.kind in NOT_FOR_GROUPS:
        return []
    building = and_(
        GroupChat.purpose == GroupPurpose.BUILDING,
        GroupChat.building != "",
        GroupChat.building == order.building,
    )
    everybody = GroupChat.purpose.in_([GroupPurpose.TEAM, GroupPurpose.COMMUNITY])
    rows = select(GroupChat).where(
        GroupChat.community_id == order.community_id,
        GroupChat.left_at.is_(None),
        or_(building, everybody),
    )
    return list(session.scalars(rows.order_by(GroupChat.id)))


def groups_holding(session: Session, subject: str) -> list[int]:
    """Ids of the groups that were given a live card of `subject` and that we are still in."""
    rows = (
        select(GroupChat.id)
        .join(Outbox, Outbox.group_id == GroupChat.id)
        .where(Outbox.subject == subject, GroupChat.left_at.is_(None))
    )
    return list(session.scalars(rows.distinct().order_by(GroupChat.id)))


def cards_in(session: Session, group: GroupChat) -> list[str]:
    """What the live cards in this group are about, oldest first."""
    rows = select(SentMessage.subject).filter_by(group_id=group.id)
    return list(session.scalars(rows.order_by(SentMessage.id)))


def group_button(session: Session, token: str) -> ActionButton | None:
    """The button of a group behind `token`; None for one that is a contact's own."""
    rows = select(ActionButton).filter_by(token=token)
    return session.scalar(rows.where(ActionButton.group_id.is_not(None)))
