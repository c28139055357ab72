"""The audit log: who did or read what that matters. Ids and words of ours, never texts.

Readings of a phone, a door or something about health are shown to the person they are about.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy import ColumnElement, ForeignKey, String, and_, cast, literal, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.order import Order
from models.person import Person
from models.same_person import person_ids_of
from models.words import N_

#: "contact": phone and door together, as whoever goes reads them; "care": health, hardship
Private = Literal["phone", "door", "contact", "care", "words"]
#: the actions that are readings, in the words of whom they are about
SHOWN: dict[str, str] = {
    "shown_phone": N_("电话"),
    "shown_door": N_("门牌"),
    "shown_contact": N_("电话和门牌"),
    "shown_care": N_("身体情况"),
    "shown_words": N_("您写的话"),
    "saw_media": N_("照片或语音"),
    "codes_read": N_("号码和暗号"),
    "read_slip": N_("纸条"),
    "printed_slip": N_("纸条"),
}


class Audit(Owned, Base):
    """One deed or one reading of something private; rows are only added."""

    __tablename__ = "audit"

    id: Mapped[Key]
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(Instant)


class Noted(Protocol):
    """What has an owner and a name that buttons know: an order, an activity, a notice."""

    @property
    def community_id(self) -> int:
        """The community it belongs to."""

    @property
    def subject(self) -> str:
        """Its kind and number: activity:12."""


def note_deed(
    session: Session, of: Noted, action: str, by_id: int | None, at: datetime, detail: str = ""
) -> None:
    """Write down who did what with it; None: the machine, by a rule somebody gave it."""
    session.add(
        Audit(
            community_id=of.community_id,
            actor_id=by_id,
            action=action,
            subject=of.subject,
            detail=detail,
            at=at,
        )
    )


def was_noted(session: Session, of: Noted, action: str) -> bool:
    """Whether that was done with it before."""
    rows = select(Audit.id).filter_by(subject=of.subject, action=action)
    return session.scalar(rows.limit(1)) is not None


def note_reading(
    session: Session, reader: Person, of: Order | Person, what: Private, at: datetime
) -> None:
    """Write down that `reader` is shown something private of an order's people, or of a person.

    A write: where more is asked afterwards, or a refusal may follow, hand `reading` to `chat.note`.
    Reading what is one's own is no reading.
    """
    is_own = of.is_of(reader) if isinstance(of, Order) else of.id == reader.id
    if not is_own:
        session.add(reading(reader, of, what, at))


def reading(reader: Person, of: Order | Person, what: Private, at: datetime) -> Audit:
    """The row that says so, for whoever adds it later."""
    return Audit(
        community_id=of.community_id,
        actor_id=reader.id,
        action=f"shown_{what}",
        subject=of.subject if isinstance(of, Order) else f"person:{of.id}",
        at=at,
    )


def is_reading_of(person_id: int) -> ColumnElement[bool]:
    """Rows that say that somebody read something private of this person."""
    ids = person_ids_of(person_id)
    own = or_(Order.served_person_id.in_(ids), Order.requested_by_id.in_(ids))
    orders = select(literal("order:") + cast(Order.id, String)).where(own)
    each = person_ids_of(person_id).subquery()
    people = select(literal("person:") + cast(each.c.id, String))
    about = or_(Audit.subject.in_(people), Audit.subject.in_(orders))
    by_others = or_(Audit.actor_id.is_(None), Audit.actor_id.not_in(ids))
    return and_(about, by_others, Audit.action.in_(SHOWN))


def readings_of(session: Session, person: Person, limit: int) -> Sequence[Audit]:
    """Who read something private of this person, the newest first."""
    rows = select(Audit).where(is_reading_of(person.id))
    return session.scalars(rows.order_by(Audit.at.desc(), Audit.id.desc()).limit(limit)).all()
