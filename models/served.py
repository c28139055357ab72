"""Whom a worker meets at a door: somebody without a chat, found again by door and name."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.account import is_on_for
from models.contact import Contact
from models.keeping import require_keeper
from models.order import ENDED, Order
from models.person import Person
from models.posting import Place


def found_at(session: Session, community_id: int, place: Place, name: str) -> Person | None:
    """Somebody of that name at that door who has no chat.

    Who has a chat typed name and door themselves, which proves nothing: they would hear who
    comes to another's door, and the code.
    """
    rows = select(Person).where(
        Person.community_id == community_id,
        Person.building == place.building,
        Person.unit == place.unit,
        Person.left_at.is_(None),
        Person.merged_into_id.is_(None),
        ~exists().where(Contact.person_id == Person.id),
    )
    there = (each for each in session.scalars(rows.order_by(Person.id)) if each.room == place.room)
    return next((each for each in there if (each.legal_name or each.display_name) == name), None)


def met_at(session: Session, community_id: int, place: Place, name: str, at: datetime) -> Person:
    """The person at that door: found again, or written down now."""
    known = found_at(session, community_id, place, name)
    if known is not None:
        return known
    made = Person(community_id=community_id, legal_name=name or None, created_at=at)
    session.add(made)
    made.live_at(session, place.building, place.unit, place.room)
    session.flush()
    return made


def has_chat(session: Session, person_id: int) -> bool:
    """Whether somebody can be written to: in a living chat, on an account that is on."""
    living = Contact.person_id == person_id, Contact.stopped_at.is_(None)
    chat = exists().where(*living, is_on_for(Contact))
    return session.scalar(select(chat)) or False


def holds_codes(session: Session, order: Order, person: Person) -> bool:
    """Whether the codes are this person's to read: hers alone where she has a chat of her own.

    Else whoever asked for her passes them on; a worker does it by the slip.
    """
    if person.id == order.served_person_id:
        return True
    return person.id in order.asking_side and not has_chat(session, order.served_person_id)


def same_at_door(
    session: Session, community_id: int, place: Place, kind: str, on: tuple[datetime, datetime]
) -> Order | None:
    """An open order of the same kind for the same door in those days: perhaps the same need.

    A private one is told of to nobody at a door.
    """
    first, last = on
    rows = select(Order).where(
        Order.community_id == community_id,
        Order.building == place.building,
        Order.unit == place.unit,
        Order.kind == kind,
        Order.state.not_in(ENDED),
        Order.only_named.is_(False),
        Order.starts_at <= last,
    )
    there = (each for each in session.scalars(rows.order_by(Order.id)) if each.room == place.room)
    return next((each for each in there if (each.ends_at or each.starts_at) >= first), None)


def add_words(session: Session, order: Order, worker: Person, words: str, at: datetime) -> None:
    """What was said at the door joins the words of an order that is on its way already."""
    require_keeper(session, order, worker, at)
    order.raw_text = f"{order.raw_text}\n{words}"
    order.note(session, "words_added", worker, at, reason=words)
    session.flush()
