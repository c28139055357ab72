"""Everybody who stands in some relation to one order, and the order in every state.

The rows are written as they are, without the rules on the way: what is tried here is who may do
and see what once they stand so.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from models.assignment import Assignment, AssignmentState
from models.button import ActionButton
from models.contact import Contact, meet
from models.lore import Lore
from models.membership import Membership, Role
from models.order import Order, OrderState
from models.person import Person
from models.service_record import Evidence
from models.tables import METADATA
from models.visit import Visit
from tests.rights.changes import fingerprints
from tests.transcript import World

A, S = AssignmentState, OrderState
#: what nobody may read who has nothing to do with the order
NAME, ROOM, PHONE, WORDS = "陈桂芳", "2917", "13900000788", "腿脚不便去复查"
CARE, CODE, CODE_OUT, PASSWORD, DOOR_NOTE = "wheelchair", "4826", "7153", "石榴", "铁门往里推"
HOUR = timedelta(hours=1)

#: who stands how to the order, and with which roles
ROLES: dict[str, tuple[Role, ...]] = {
    "stranger": (),
    "neighbour": (Role.RESIDENT,),
    "asker": (Role.RESIDENT,),
    "served": (Role.RESIDENT,),
    "volunteer": (Role.VOLUNTEER,),
    "invited": (Role.VOLUNTEER,),
    "declined": (Role.VOLUNTEER,),
    "gave_back": (Role.VOLUNTEER,),
    "goes": (Role.VOLUNTEER,),
    "leader": (Role.VOLUNTEER, Role.TEAM_LEADER),
    "auditor": (Role.AUDITOR,),
    "worker": (Role.WORKER,),
    "coordinator": (Role.COORDINATOR,),
    "admin": (Role.ADMIN,),
    "former_worker": (Role.WORKER,),
}
#: who have the same rights in every order, for the same reason
ALIKE: tuple[tuple[str, ...], ...] = (
    ("asker",),
    ("served",),
    ("goes",),
    ("invited",),
    ("volunteer", "declined", "gave_back", "leader"),
    ("worker", "coordinator", "admin"),
    ("stranger", "neighbour", "auditor", "former_worker"),
)
_PARTS = {"invited": A.OFFERED, "declined": A.DECLINED, "gave_back": A.WITHDRAWN}
#: the order as it stands while somebody goes, is there, or was there
_HELD = (S.CLAIMED, S.IN_SERVICE, S.DONE, S.RATED, S.CLOSED)
_THERE = (S.IN_SERVICE, S.DONE, S.RATED, S.CLOSED)
STATES = tuple(OrderState)


@dataclass(frozen=True, slots=True)
class Cast:
    """Contact ids by how they stand to the order, in one state of it."""

    world: World
    contacts: dict[str, int]
    order_id: int
    state: OrderState
    #: how every table stands before anything is tried
    before: dict[str, str]
    #: what one process keeps in memory of its communities
    lore: Lore = field(default_factory=Lore)

    @property
    def order(self) -> str:
        """How its buttons name the order."""
        return f"order:{self.order_id}"


def cast(world: World, state: OrderState) -> Cast:
    """Write everybody and the order in `state` into the world's database."""
    with world.db.session() as session:
        people = {who: _person(session, world, who) for who in ROLES if who != "stranger"}
        contacts = {who: _contact(session, world, who, people.get(who)) for who in ROLES}
        order = _order(session, world, people, state)
        _parts(session, world, people, order)
        session.flush()
        before = fingerprints(session.connection(), METADATA.tables)
        return Cast(world, contacts, order.id, state, before)


def _person(session: Session, world: World, who: str) -> Person:
    name = NAME if who == "served" else f"某{who}"
    person = Person(
        community_id=world.community_id,
        display_name=name,
        is_adult=True,
        created_at=world.now,
        care={"marks": [CARE]} if who == "served" else None,
    )
    session.add(person)
    session.flush()
    until = world.now - HOUR if who == "former_worker" else None
    for role in ROLES[who]:
        session.add(
            Membership(
                community_id=world.community_id,
                person_id=person.id,
                role=role,
                since=world.now - 2 * HOUR,
                until=until,
            )
        )
    return person


def _contact(session: Session, world: World, who: str, person: Person | None) -> int:
    connection = session.connection()
    contact_id = meet(connection, world.community_id, world.account_id, who, world.now)
    if person is not None:
        session.get_one(Contact, contact_id).person_id = person.id
    return contact_id


def _order(session: Session, world: World, people: dict[str, Person], state: OrderState) -> Order:
    held = state in _HELD
    order = Order(
        community_id=world.community_id,
        number="1123-01",
        state=state,
        kind="medical_escort",
        raw_text=WORDS,
        requested_by_id=people["asker"].id,
        served_person_id=people["served"].id,
        relation="family",
        building="5",
        unit="1",
        room=ROOM,
        phone=PHONE,
        starts_at=world.now + HOUR / 2,
        ends_at=world.now + 3 * HOUR,
        precision="range",
        minutes_planned=60,
        people_needed=2,
        places_left=1 if not held else 0,
        urgency="U2",
        review_due_at=world.now + HOUR,
        code=CODE,
        code_out=CODE_OUT,
        password=PASSWORD,
        door_note=DOOR_NOTE,
        may_tell_health=True,
        sensitive="health",
        created_at=world.now - HOUR,
        changed_at=world.now,
    )
    session.add(order)
    session.flush()
    return order


def _parts(session: Session, world: World, people: dict[str, Person], order: Order) -> None:
    """Who was asked, who goes, who is there; one button of each volunteer's card."""
    goes = A.COMPLETED if order.state in (S.DONE, S.RATED, S.CLOSED) else A.ACCEPTED
    parts = dict(_PARTS) | ({"goes": goes} if order.state in (*_HELD, S.DISPATCHED) else {})
    for who, part in parts.items():
        session.add(
            Assignment(
                community_id=world.community_id,
                order_id=order.id,
                person_id=people[who].id,
                state=part,
                offered_at=world.now,
                answered_at=None if part is A.OFFERED else world.now,
            )
        )
    if "goes" in parts:
        order.note(session, "accepted", people["goes"], world.now)
    if order.state in _THERE:
        gone = order.state is not S.IN_SERVICE
        session.add(
            Visit(
                community_id=world.community_id,
                order_id=order.id,
                person_id=people["goes"].id,
                in_at=world.now - HOUR / 2,
                in_evidence=Evidence.CODE,
                out_at=world.now if gone else None,
                out_evidence=Evidence.SELF if gone else None,
            )
        )


def press_of(connection: Connection, cast: Cast, who: str, script: str, subject: str) -> str:
    """The token of a button that was given to `who`, however they came by it."""
    token = f"{who}.{script}.{subject}"
    row = {
        "community_id": cast.world.community_id,
        "contact_id": cast.contacts[who],
        "script": script,
        "subject": subject,
        "token": token,
        "created_at": cast.world.now,
    }
    connection.execute(insert(ActionButton), row)
    return token
