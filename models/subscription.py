"""Subscriptions (订阅通知): how often somebody has agreed to be knocked by a template of WeChat's.

One agreement is one message, whenever it is sent; for templates of public services one lasts until
it is withdrawn. WeChat never says how many there are: they are counted from its events.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.upsert import insert_new


class Subscription(Owned, Base):
    """What one chat has agreed to for one template: so many messages are left."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("contact_id", "template"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    #: WeChat's id of it
    template: Mapped[str] = mapped_column(String(64))
    left: Mapped[int] = mapped_column(Integer)
    #: the platform's moment of the newest event that was counted; None before the first
    counted_at: Mapped[datetime | None] = mapped_column(Instant)


def agreed(
    connection: Connection, community_id: int, contact_id: int, template: str, at: datetime
) -> None:
    """They said yes once more, at `at`. The same event again, or an older one, counts nothing."""
    _made(connection, community_id, contact_id, template)
    _count(connection, contact_id, template, at, Subscription.left + 1)


def withdrew(
    connection: Connection, community_id: int, contact_id: int, template: str, at: datetime
) -> None:
    """They said no: what they agreed to before `at` is nothing any more, also if it comes later."""
    _made(connection, community_id, contact_id, template)
    _count(connection, contact_id, template, at, 0)


def allowed(session: Session, contact_id: int) -> int:
    """How many messages this chat allows yet, by all templates; one that lasts counts as one."""
    rows = select(func.sum(Subscription.left)).where(Subscription.contact_id == contact_id)
    return session.scalar(rows) or 0


def use(connection: Connection, contact_id: int, template: str, *, lasts: bool) -> bool:
    """Take one agreement, before the call; False where there is none. One that lasts stays."""
    hers = _of(contact_id, template).where(Subscription.left > 0)
    less = Subscription.left if lasts else Subscription.left - 1
    return bool(connection.execute(hers.values(left=less)).rowcount)


def put_back(connection: Connection, contact_id: int, template: str) -> None:
    """That message did not go after all."""
    hers = _of(contact_id, template)
    connection.execute(hers.values(left=Subscription.left + 1))


def used_up(connection: Connection, contact_id: int, template: str) -> None:
    """The platform says that there is none left, whatever was counted."""
    connection.execute(_of(contact_id, template).values(left=0))


def _of(contact_id: int, template: str) -> Any:
    return update(Subscription).where(
        Subscription.contact_id == contact_id, Subscription.template == template
    )


def _made(connection: Connection, community_id: int, contact_id: int, template: str) -> None:
    values = {"community_id": community_id, "contact_id": contact_id, "template": template}
    insert_new(connection, Subscription, {**values, "left": 0})


def _count(connection: Connection, contact_id: int, template: str, at: datetime, left: Any) -> None:
    newer = or_(Subscription.counted_at.is_(None), Subscription.counted_at < at)
    connection.execute(_of(contact_id, template).where(newer).values(left=left, counted_at=at))
