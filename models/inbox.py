"""The inbox: every message that was accepted, until its turn is done and for 48 hours after.

A row is written before the platform hears "received", so from then on the redo log is ours.
The key is one of a set, never a high-water mark: platforms deliver out of order.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.vault import SecretJson


class InboxState(StrEnum):
    """accepted: its turn is to come; done; failed: a bug, waits for `linli inbox retry`."""

    ACCEPTED = "accepted"
    DONE = "done"
    FAILED = "failed"


class Inbox(Owned, Base):
    """One message as it came, encrypted, in the platform's order."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_inbox_contact_id_state", "contact_id", "state", "platform_order", "id"),
        Index("ix_inbox_state_retry_at", "state", "retry_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    key: Mapped[str] = mapped_column(String(128))
    platform_order: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[Any] = mapped_column(SecretJson)
    state: Mapped[InboxState] = mapped_column(named(InboxState), default=InboxState.ACCEPTED)
    said_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    #: when the sweep takes up a row whose turn did not finish
    retry_at: Mapped[datetime | None] = mapped_column(Instant)
    #: finds the traceback in the log
    error_id: Mapped[str | None] = mapped_column(String(32))
    #: the bytes a webhook was answered with, for a resent post
    answer: Mapped[Any | None] = mapped_column(SecretJson)
