"""Notices (通知): one text from a coordinator to many people, queued in slices."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.vault import Secret


class Audience(StrEnum):
    """Who hears a notice."""

    EVERYONE = "everyone"
    VOLUNTEERS = "volunteers"


class NoticeState(StrEnum):
    """queued: slices are still being made; sent: every row is made; stopped: by a coordinator."""

    QUEUED = "queued"
    SENT = "sent"
    STOPPED = "stopped"


class Notice(Owned, Base):
    """One notice. `cursor` is the last contact it was queued for: a crash repeats nobody."""

    __tablename__ = "notice"

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Secret)
    audience: Mapped[Audience] = mapped_column(named(Audience))
    state: Mapped[NoticeState] = mapped_column(named(NoticeState), default=NoticeState.QUEUED)
    cursor: Mapped[int] = mapped_column(BigKey, default=0)
    #: rows in the outbox so far
    queued: Mapped[int] = mapped_column(Integer, default=0)
    #: whoever has not been reached by then is not
    not_after: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
