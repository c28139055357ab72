"""The outbox: whatever is said is a row here first, in the transaction that decided to say it.

So words and deeds commit together, and a crash leaves at worst one marked doubt: a process that
died between `sending` and its result. Not a job queue for anything but messages to people.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact
from models.vault import SecretJson


class OutboxState(StrEnum):
    """Where a message is on its way (design: Delivery)."""

    DUE = "due"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    ANSWERING = "answering"
    ANSWERED = "answered"
    UNCERTAIN = "uncertain"
    GAVE_UP = "gave_up"


class GaveUp(StrEnum):
    """The closed list of reasons for not sending."""

    BLOCKED = "blocked"
    NO_WINDOW = "no_window"
    INVALID = "invalid"
    REJECTED = "rejected"
    TOO_OLD = "too_old"
    NO_CONTACT = "no_contact"
    ERROR_LIMIT = "error_limit"
    OPTED_OUT = "opted_out"
    ERASED = "erased"
    QUOTA = "quota"
    ENOUGH = "enough"


class Lane(StrEnum):
    """A broadcast never delays an answer: reply before notice before bulk."""

    REPLY = "reply"
    NOTICE = "notice"
    BULK = "bulk"


class Outbox(Owned, Base):
    """One message to one contact, or to one group.

    `content` is {"said": Content} for the turn's own replies, {"notice": name, "values": {...}}
    for everybody else: worded when it is leased, so that it is true when it is read.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(
            "ix_outbox_account_id_state_lane_due_at", "account_id", "state", "lane", "due_at", "id"
        ),
        Index("ix_outbox_contact_id_state", "contact_id", "state"),
        Index("ix_outbox_group_id_state", "group_id", "state"),
        Index("ix_outbox_notice_id_state", "notice_id", "state"),
        Index("ix_outbox_subject", "subject"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    contact_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("contact.id"))
    group_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("group_chat.id"))
    #: one of many rows of a notice; its words stand there once
    notice_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("notice.id"))
    #: idempotency: inbox id and ordinal, or what it is about
    key: Mapped[str] = mapped_column(String(128))
    lane: Mapped[Lane] = mapped_column(named(Lane))
    kind: Mapped[str] = mapped_column(String(40))
    #: whether an uncertain one goes once more
    may_repeat: Mapped[bool] = mapped_column(Boolean, default=True)
    content: Mapped[Any] = mapped_column(SecretJson)
    #: a live card is one message per subject, edited in place
    subject: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[OutboxState] = mapped_column(named(OutboxState))
    reason: Mapped[GaveUp | None] = mapped_column(named(GaveUp))
    #: when it may go; once it is finished, when that was
    due_at: Mapped[datetime] = mapped_column(Instant)
    not_after: Mapped[datetime | None] = mapped_column(Instant)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    #: how often a process died between sending and its result
    doubts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


def holders(session: Session, subject: str) -> list[int]:
    """Ids of the people who were given a live card of `subject`."""
    rows = (
        select(Contact.person_id)
        .join(Outbox, Outbox.contact_id == Contact.id)
        .where(Outbox.subject == subject, Contact.person_id.is_not(None))
        .distinct()
        .order_by(Contact.person_id)
    )
    return [person_id for person_id in session.scalars(rows) if person_id is not None]


class SentMessage(Owned, Base):
    """A message that may still change, with the platform's own id, until its subject closes."""

    __tablename__ = "sent_message"
    __table_args__ = (
        UniqueConstraint("contact_id", "subject"),
        UniqueConstraint("group_id", "subject"),
    )

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("contact.id"))
    group_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("group_chat.id"))
    subject: Mapped[str] = mapped_column(String(40))
    platform_id: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(Instant)
