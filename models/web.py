"""The web chat's own rows: sessions behind signed cookies, one-time links, and what is shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.vault import SecretJson


class WebSession(Owned, Base):
    """One browser (or one pane of it). The cookie holds the token, the row only its hash."""

    __tablename__ = "web_session"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class OneTimeLink(Owned, Base):
    """A link that opens a session for a person, once, for 15 minutes."""

    __tablename__ = "one_time_link"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class ChatLine(Owned, Base):
    """One bubble of a web chat. `sequence` grows with every new or changed line of a contact."""

    __tablename__ = "chat_line"
    __table_args__ = (
        UniqueConstraint("contact_id", "position"),
        UniqueConstraint("contact_id", "sequence"),
        UniqueConstraint("outbox_id"),
        Index("ix_chat_line_contact_id_key", "contact_id", "key"),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    position: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    #: "in" (hers) or "out" (the desk's)
    direction: Mapped[str] = mapped_column(String(3))
    #: the key made in the browser, for her own lines
    key: Mapped[str] = mapped_column(String(64), default="")
    #: a delivery tried twice shows once
    outbox_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("outbox.id"))
    content: Mapped[Any] = mapped_column(SecretJson)
    at: Mapped[datetime] = mapped_column(Instant)


class ChatHead(Owned, Base):
    """The last sequence of one web chat; taking the next one locks only this row."""

    __tablename__ = "chat_head"

    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)
