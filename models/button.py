"""Buttons that stay: an action (script and subject) behind a random token of 128 bits.

Answers to an open question need no row; the conversation knows its own tokens.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class ActionButton(Owned, Base):
    """One pressable action on a card of one contact; anybody else's press of it is refused.

    A button in a group is for whoever presses it; what they may do, the script finds out.
    """

    __tablename__ = "action_button"
    __table_args__ = (
        UniqueConstraint("contact_id", "script", "subject"),
        UniqueConstraint("group_id", "script", "subject"),
    )

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("contact.id"))
    group_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("group_chat.id"))
    token: Mapped[str] = mapped_column(String(32), unique=True)
    script: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Instant)
