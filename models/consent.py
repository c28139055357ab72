"""Consent (同意): who agreed to what, in which words, and whether it was taken back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.person import Person

#: the wording of the one sentence under the card; a new wording gets a new version
NOTICE_VERSION = "2026-11"


class Purpose(StrEnum):
    """What the consent is for (domain.md, consent.purpose)."""

    REGISTER = "register"
    SHARE_CONTACT = "share_contact"
    HEALTH = "health"
    LOCATION = "location"
    PHOTO = "photo"
    OVERSEAS_CHANNEL = "overseas_chan"


class Consent(Owned, Base):
    """One yes of one person. A withdrawn one stays, so that it can be shown."""

    __tablename__ = "consent"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(named(Purpose))
    scope: Mapped[str] = mapped_column(String(40), default="")
    notice_version: Mapped[str] = mapped_column(String(16))
    #: "chat", "spoken" or "paper"
    manner: Mapped[str] = mapped_column(String(16), default="chat")
    by_person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    witness_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


def has_agreed(session: Session, person: Person, purpose: Purpose) -> bool:
    """Whether the latest wording was agreed to and not taken back."""
    found = session.scalar(
        select(Consent.id)
        .filter_by(person_id=person.id, purpose=purpose, notice_version=NOTICE_VERSION)
        .where(Consent.withdrawn_at.is_(None))
        .limit(1)
    )
    return found is not None


def agree(session: Session, person: Person, purpose: Purpose, at: datetime) -> None:
    """Write down the person's own yes in chat; a second yes to the same words adds nothing."""
    if not has_agreed(session, person, purpose):
        session.add(
            Consent(
                community_id=person.community_id,
                person_id=person.id,
                purpose=purpose,
                notice_version=NOTICE_VERSION,
                given_at=at,
            )
        )
