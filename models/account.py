"""An account: one bot, service account or web desk through which a community is reached."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Float,
    String,
    UniqueConstraint,
    bindparam,
    exists,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.base import Base, Instant, Key, Owned, named
from models.community import Community
from models.contact import Contact
from models.reaches import Reaches
from models.ready import Ready
from models.rows import settled


class Account(Owned, Base):
    """One account of one channel. `secret_name` says where its token is configured."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("channel", "name"),)

    id: Mapped[Key]
    channel: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(40))
    #: what the platform calls it, learnt at start: links to it are made of this
    username: Mapped[str] = mapped_column(String(64), default="")
    #: it is configured; learnt at start. Of one that was taken out of the configuration the chats
    #: stay, but nobody is told anything there, and nobody is sent there
    is_on: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    #: the page where people agree to be told first, where their platform asks for that (订阅通知);
    #: learnt at start
    asks_at: Mapped[str] = mapped_column(String(255), default="", server_default="")
    secret_name: Mapped[str] = mapped_column(String(80), default="")
    #: the process that polls for this account, and until when it may
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    #: so many calls a second it may make, as configured; learnt at start, to say how long it takes
    pace: Mapped[float] = mapped_column(Float, default=25.0)
    #: when somebody has what is sent there; learnt at start
    reaches: Mapped[Reaches] = mapped_column(named(Reaches), default=Reaches.AT_ONCE)
    #: the earliest moment of the next call; all processes draw lots from it
    next_call_at: Mapped[datetime | None] = mapped_column(Instant)
    #: the platform asked for no calls at all until then
    paused_until: Mapped[datetime | None] = mapped_column(Instant)


_CHANNELS = Ready(
    select(Account.channel)
    .where(Account.community_id == bindparam("here"), Account.is_on)
    .distinct()
)


def ensure_account(session: Session, community: Community, channel: str, name: str) -> Account:
    """The account of that name, which is on; made when there is none (by one process, at start)."""
    found = session.scalar(select(Account).filter_by(channel=channel, name=name))
    if found is None:
        found = Account(community_id=community.id, channel=channel, name=name)
        session.add(found)
        session.flush()
    found.is_on = True
    return found


def only_on(session: Session, accounts: Sequence[Account]) -> None:
    """Every other account was taken out of the configuration."""
    others = update(Account).where(Account.id.not_in([each.id for each in accounts]))
    session.execute(others.values(is_on=False))


def channels_of(session: Session, community_id: int) -> list[str]:
    """The channels that are on and through which this community is reached, by name."""
    rows = _CHANNELS.rows(settled(session), {"here": community_id})
    return sorted(row.channel for row in rows)


def channel_of(session: Session, contact_id: int) -> str:
    """The channel of this chat, by name."""
    rows = select(Account.channel).join(Contact, Contact.account_id == Account.id)
    return str(session.scalar(rows.where(Contact.id == contact_id)) or "")


def asks_at(session: Session, contact_id: int) -> str:
    """The page where whoever has this chat agrees to be told first; "" where nobody has to."""
    rows = select(Account.asks_at).join(Contact, Contact.account_id == Account.id)
    return session.scalar(rows.where(Contact.id == contact_id)) or ""


def is_on_for(chat: type[Contact]) -> ColumnElement[bool]:
    """Whether the account of this chat is on: else nobody is told anything there."""
    theirs = aliased(Account)
    return exists().where(theirs.id == chat.account_id, theirs.is_on)


def chats_on(session: Session, person_id: int) -> list[Contact]:
    """The living chats of this person on accounts that are on, the oldest first."""
    rows = select(Contact).join(Account, Account.id == Contact.account_id)
    living = rows.where(Contact.person_id == person_id, Contact.stopped_at.is_(None))
    return list(session.scalars(living.where(Account.is_on).order_by(Contact.id)))
