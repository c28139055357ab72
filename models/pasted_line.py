"""Lines of a list that a worker pasted from a group: so that a longer list enters nothing twice.

Nothing of their text is kept: a fingerprint by which the line is known again, and what came of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned


class PastedLine(Owned, Base):
    """One line that was entered: who stood there, what was made of it, by which worker."""

    __tablename__ = "pasted_line"
    __table_args__ = (UniqueConstraint("community_id", "subject", "fingerprint"),)

    id: Mapped[Key]
    #: what the list is for: "activity:3", or "needs" for wishes for help
    subject: Mapped[str] = mapped_column(String(40))
    #: the blind index of the name, with its number among equal ones; of a wish, of its words
    fingerprint: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    entered_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)


def entered(session: Session, community_id: int, subject: str) -> dict[str, PastedLine]:
    """What was entered of such lists before, by fingerprint, the first one first."""
    rows = select(PastedLine).filter_by(community_id=community_id, subject=subject)
    return {each.fingerprint: each for each in session.scalars(rows.order_by(PastedLine.id))}


def known_among(
    session: Session, community_id: int, subject: str, fingerprints: Sequence[str]
) -> set[str]:
    """Which of these were entered before."""
    rows = select(PastedLine.fingerprint).where(
        PastedLine.community_id == community_id,
        PastedLine.subject == subject,
        PastedLine.fingerprint.in_(fingerprints),
    )
    return set(session.scalars(rows))
