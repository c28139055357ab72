"""Rows six and seven: whom to ask in a whole city, what is open near me, 1,000 for one place."""

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.city import NOW, City, found
from bench.claimers import measure as claimers
from bench.ours import Desk
from bench.postgres import postgres
from bench.table import Figure
from models.candidates import candidates
from models.database import Database
from models.open_orders import open_orders
from models.order import Order
from models.person import Person

#: a bench of half a minute; and what the bar asks for
SHORT, FULL = City(12_000, 2_000), City(120_000, 20_000)
LOOKS = 300
LIMIT_MS = 20.0


@dataclass(frozen=True, slots=True)
class Looks:
    """What is looked up: one order or one person each time."""

    db: Database
    ids: list[int]

    def times(self, look: Callable[[Database, int], object]) -> tuple[list[float], float]:
        """How long each takes in ms, sorted, and our CPU for one; the first few warm up."""
        for each in self.ids[:10]:
            look(self.db, each)
        spent = []
        busy = time.process_time()
        for each in self.ids:
            began = time.perf_counter()
            look(self.db, each)
            spent.append((time.perf_counter() - began) * 1000)
        return sorted(spent), (time.process_time() - busy) * 1000 / len(self.ids)


def measure(city: City) -> list[Figure]:
    """Both lookups on both databases, then the race."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        here = Path(folder)
        url = stack.enter_context(postgres(here / "postgres"))
        figures = [
            *_lookups("SQLite", Desk(here / "sqlite"), city),
            *_lookups("PostgreSQL", Desk(here / "desk", url), city),
        ]
    return [*figures, *claimers()]


def _lookups(name: str, desk: Desk, city: City) -> list[Figure]:
    desk.command("migrate")
    db = desk.open()
    try:
        found(db, city)
        chance = random.Random(11)
        orders = [chance.randrange(city.orders) + 1 for _n in range(LOOKS)]
        people = [chance.randrange(city.volunteers) + 1 for _n in range(LOOKS)]
        ask = Looks(db, orders).times(_whom_to_ask)
        near = Looks(db, people).times(_what_is_open)
    finally:
        db.close()
    among = f"among {city.volunteers:,} volunteers, {name}"
    open_now = f"among {city.orders:,}, {name}"
    return [
        _figure(f"candidates for an order {among}, p99", ask),
        _figure(f"open orders near me {open_now}, p99", near),
    ]


def _figure(what: str, measured: tuple[list[float], float]) -> Figure:
    spent, busy = measured
    p50, p99 = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    figure = f"{p99:.1f} ms (p50 {p50:.1f}, CPU {busy:.1f})"
    return Figure(what, figure, "<= 20 ms", p99 <= LIMIT_MS)


def _whom_to_ask(db: Database, order_id: int) -> object:
    with db.reading() as session:
        return candidates(session, session.get_one(Order, order_id), NOW)


def _what_is_open(db: Database, person_id: int) -> object:
    with db.reading() as session:
        return open_orders(session, session.get_one(Person, person_id), NOW)
