"""Acting for somebody (代办): who may speak for whom, and who hears of an order besides.

A typed name or number proves nobody: whoever asks for somebody else speaks on their own word
alone ("asker") until the person served has said yes themselves ("self").
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Building, Door
from models.errors import Refused
from models.membership import STAFF, roles_of
from models.order import ENDED, Order
from models.person import ActsFor, Person
from models.words import N_

#: the scope of speaking for somebody
ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as whoever asks for them describes them; anything may be missing."""

    name: str
    phone: str
    phone_index: str
    building: str
    unit: str
    room: str


def described(session: Session, asker: Person, as_told: Described, at: datetime) -> Person:
    """The person meant: the one this asker spoke for before, or a new one.

    Nobody else's record is ever taken for them: a name at a door would then lead to a stranger.
    """
    known = next((each for each in _served_by(session, asker) if _is(each, as_told)), None)
    person = known or Person(community_id=asker.community_id, created_at=at)
    if known is None:
        person.legal_name = as_told.name or None
        session.add(person)
    person.phone, person.phone_index = as_told.phone or None, as_told.phone_index or None
    if as_told.room:
        person.live_at(session, as_told.building, as_told.unit, as_told.room)
    session.flush()
    return person


def _served_by(session: Session, asker: Person) -> list[Person]:
    rows = select(Person).join(ActsFor, ActsFor.for_person_id == Person.id)
    rows = rows.where(
        ActsFor.person_id == asker.id, ActsFor.scope == ORDERS, ActsFor.ended_at.is_(None)
    )
    return list(session.scalars(rows.order_by(Person.id)))


def _is(person: Person, as_told: Described) -> bool:
    """Two at one door share a phone, so names that are told have to agree."""
    name = person.legal_name or person.display_name
    if as_told.name and name:
        return as_told.name == name
    door = (as_told.building, as_told.unit, as_told.room)
    return not as_told.name and not name and person.door == door


def speak_for(
    session: Session, asker: Person, served: Person, agreed_by: str, at: datetime
) -> None:
    """`asker` speaks for `served` from now on; a yes of the person served is never lowered."""
    row = _row(session, asker.id, served.id, ORDERS)
    if row is None:
        _add(session, asker, served, ORDERS, agreed_by, at)
    elif row.ended_at is not None or row.agreed_by != "self":
        row.agreed_by, row.agreed_at, row.ended_at = agreed_by, at, None


def settle(session: Session, order: Order, at: datetime, *, agreed: bool) -> None:
    """What the person served said of whoever asked for them."""
    row = _row(session, order.requested_by_id, order.served_person_id, ORDERS)
    if row is not None and agreed:
        row.agreed_by, row.agreed_at = "self", at
    elif row is not None:
        row.ended_at = at


def relation_of(
    session: Session, asker: Person, as_told: Described, told: str, at: datetime
) -> str:
    """How `asker` stands to the person served: family, else the station or the door's contact."""
    if told == "family":
        return told
    if roles_of(session, asker, at).intersection(STAFF):
        return "station"
    doors = (
        select(Door.id)
        .join(Building, Building.id == Door.building_id)
        .where(
            Door.contact_person_id == asker.id,
            Building.number == as_told.building,
            Door.unit == as_told.unit,
        )
    )
    return "door" if session.scalar(doors.limit(1)) else told


def hush_family(session: Session, order: Order, by: Person, at: datetime, *, hushed: bool) -> None:
    """别告诉家里, and its opposite: by the person served, or by a worker whom she told.

    Raises Refused for everybody else, above all for the family.
    """
    is_theirs = by.id == order.served_person_id and by.id != order.requested_by_id
    if not (is_theirs or roles_of(session, by, at).intersection(STAFF)):
        raise Refused(N_("这要本人说了算。\n有事写“找社区”。"))
    order.family_is_off = hushed
    order.note(session, "family_off" if hushed else "family_on", by, at)
    session.flush()


def orders_by_family(session: Session, person: Person) -> list[Order]:
    """Open orders that the family wrote for this person, newest first."""
    rows = select(Order).where(
        Order.served_person_id == person.id,
        Order.relation == "family",
        Order.state.not_in(ENDED),
    )
    return list(session.scalars(rows.order_by(Order.id.desc())))


def _row(session: Session, person_id: int, served_id: int, scope: str) -> ActsFor | None:
    rows = select(ActsFor).filter_by(person_id=person_id, for_person_id=served_id, scope=scope)
    return session.scalar(rows)


def _add(
    session: Session, person: Person, served: Person, scope: str, agreed_by: str, at: datetime
) -> None:
    session.add(
        ActsFor(
            community_id=person.community_id,
            person_id=person.id,
            for_person_id=served.id,
            scope=scope,
            agreed_by=agreed_by,
            agreed_at=at,
        )
    )
