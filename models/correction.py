"""Corrections (改正): where what we read of a message was changed by whoever wrote it.

A growing set to judge the readers by. Nothing leads back to a person: no key of theirs, the day
without its hour, the words without names, phones and doors (handlers/understand/nameless.py).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Instant, Key, Owned
from models.community import Community
from models.figures_span import Span
from models.vault import Secret

Field = Literal["kind", "when", "place", "phone"]
FIELDS: tuple[Field, ...] = ("kind", "when", "place", "phone")


class Correction(Owned, Base):
    """One field of one message that was read otherwise than it was meant."""

    __tablename__ = "correction"

    id: Mapped[Key]
    #: the beginning of the local day on which it happened
    day_at: Mapped[datetime] = mapped_column(Instant, index=True)
    #: one of FIELDS
    field: Mapped[str] = mapped_column(String(12))
    #: who changed it: "resident" or "worker"
    by: Mapped[str] = mapped_column(String(12))
    #: what was written, without the person
    words: Mapped[str] = mapped_column(Secret)
    #: what we read, and what it was changed to; of doors and phones only that they differ
    was: Mapped[str] = mapped_column(String(60))
    became: Mapped[str] = mapped_column(String(60))


def corrections_in(session: Session, community: Community, span: Span) -> Sequence[Correction]:
    """Those of a span of days, the newest first."""
    since, until = span.moments(community)
    rows = select(Correction).where(
        Correction.community_id == community.id,
        Correction.day_at >= since,
        Correction.day_at < until,
    )
    return session.scalars(rows.order_by(Correction.id.desc())).all()
