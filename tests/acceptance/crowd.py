"""A community with a crowd in it, written straight into the rows, and several ways in at once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.accepting import Inbound, accept
from bot.clock import Surroundings
from bot.turns import Turns
from handlers.desk import LinliDesk
from models import posting
from models.community import Community
from models.contact import Contact, meet
from models.database import Database, open_database
from models.membership import Role, grant
from models.need_kind import kind_of
from models.order import Order
from models.person import Person
from tests.transcript import World

T = TypeVar("T")


@dataclass(frozen=True)
class Door:
    """One process's way into the desk: its own connections, its own turns."""

    db: Database
    turns: Turns
    around: Surroundings

    def take(self, inbound: Inbound) -> int:
        """Accept only; returns the contact."""
        return accept(self.db, self.around, inbound, patient=True).contact_id

    def answer(self, inbound: Inbound) -> str:
        """Accept and handle; returns what is said to that person."""
        done = self.turns.run(self.take(inbound), patient=True)
        return "\n".join(reply.content.text for reply in done.replies)


@contextmanager
def doors(world: World, count: int) -> Iterator[list[Door]]:
    """As many ways in as there would be processes."""
    url = world.db.write.url.render_as_string(hide_password=False)
    around = Surroundings(now=lambda: world.now)
    with ExitStack() as stack:
        made = []
        for n in range(count):
            db = open_database(url, world.db.vault)
            stack.callback(db.close)
            made.append(Door(db, Turns(db, LinliDesk(), around, f"door-{n}"), around))
        yield made


def at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of it in threads that begin together; raises what any of them raises."""
    gate = Barrier(len(work))

    def one(each: Callable[[], T]) -> T:
        gate.wait(timeout=30)
        return each()

    with ThreadPoolExecutor(len(work)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(one, each) for each in work]]


def says(world: World, address: str, text: str, order: int = 1) -> Inbound:
    """A message as a channel brings it."""
    payload: dict[str, Any] = {"kind": "text", "text": text}
    key = f"{address}-{order}"
    where = (world.account_id, world.community_id, address)
    return Inbound(*where, key, order, world.now, payload)


def volunteers(world: World, count: int) -> list[str]:
    """The addresses of that many volunteers."""
    addresses = [f"v{n}" for n in range(count)]
    with world.db.session() as session:
        for address in addresses:
            person = _person(world, session, address)
            grant(session, person, Role.VOLUNTEER, world.now)
    return addresses


def _person(world: World, session: Session, address: str) -> Person:
    person = Person(community_id=world.community_id, display_name=address, created_at=world.now)
    session.add(person)
    session.flush()
    connection = session.connection()
    contact_id = meet(connection, world.community_id, world.account_id, address, world.now)
    session.execute(update(Contact).where(Contact.id == contact_id).values(person_id=person.id))
    return person


def open_order(world: World, people: int) -> str:
    """An order for so many people that anybody may claim; returns its number."""
    with world.db.session() as session:
        resident = _person(world, session, "resident")
        worker = _person(world, session, "worker")
        grant(session, worker, Role.WORKER, world.now)
        kind = kind_of(session, world.community_id, "errand")
        tomorrow: datetime = world.now + timedelta(days=1)
        place = posting.Place("3", "2", "501", "")
        phone = "13900000123"
        need = posting.Need("取个快递", kind, tomorrow, None, "minute", place, phone, people)
        community = session.get_one(Community, world.community_id)
        order = posting.post(session, community, resident, need, "4826", world.now)
        posting.approve(session, order, worker, world.now)
        posting.open_for_claiming(session, order, worker, world.now)
        return order.number


def order_of(world: World) -> Order:
    """The one order."""
    with world.db.reading() as session:
        return session.query(Order).one()
