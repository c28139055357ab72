"""Photos, voice and files that people send: encrypted under their hash, kept as long as needed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.vault import Secret


class MediaState(StrEnum):
    """wanted: still at the platform; stored: here; gone: deleted or lost."""

    WANTED = "wanted"
    STORED = "stored"
    GONE = "gone"


class Media(Owned, Base):
    """One thing somebody sent. `order_id` says which order's people may see it."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_state_retry_at", "state", "retry_at"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"), index=True)
    #: "photo", "voice" or "file"
    kind: Mapped[str] = mapped_column(String(8))
    content_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[MediaState] = mapped_column(named(MediaState), default=MediaState.STORED)
    #: the platform's own reference, while wanted
    source: Mapped[str | None] = mapped_column(Secret)
    #: fetching it from the platform: how often tried, and when again
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(Instant)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
