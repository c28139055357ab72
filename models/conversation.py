"""Where a chat stands: exactly one row per contact from its first moment on, idle or not.

A turn locks this row and nothing before it, so one person's messages are handled one by one
across processes. What the row holds is the engine's business (handlers/engine).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Owned
from models.vault import SecretJson


class Conversation(Owned, Base):
    """The state of one chat; `state` is None while nothing is open, parked or drafted."""

    __tablename__ = "conversation"

    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), primary_key=True)
    #: the open script, in clear for metrics and sweeps
    script: Mapped[str | None] = mapped_column(String(40), index=True)
    state: Mapped[Any | None] = mapped_column(SecretJson)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    #: when she was reminded of something half written; once per silence
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
