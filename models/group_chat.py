"""Groups (群): chats of a building or a team in which the desk may speak; never contacts.

A press in a group is the presser's own; what concerns one person is said in private only.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named


class GroupPurpose(StrEnum):
    """Whose group it is. A new one hears nothing until staff has said what it is."""

    NEW = "new"
    BUILDING = "building"
    TEAM = "team"
    COMMUNITY = "community"
    SILENT = "silent"


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
