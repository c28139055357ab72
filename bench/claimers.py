"""Row seven: 1,000 volunteers claim one place in the same moment, by four processes."""

import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import func, select

from bench.city import NOW, City, found
from bench.ours import INDEX_KEY, Desk
from bench.postgres import postgres
from bench.table import Figure
from bot.accepting import Inbound, accept
from bot.clock import Surroundings
from bot.turns import Turns
from handlers.desk import LinliDesk
from models.assignment import Assignment, AssignmentState
from models.database import open_database
from models.order import Order
from models.vault import Vault

CLAIMERS, PROCESSES = 1_000, 4
LIMIT = 10.0
WON, LOST = "接好了，谢谢您", "这张单刚接满"


@dataclass(frozen=True, slots=True)
class Share:
    """What one process claims for: whose chats, and where the database is."""

    url: str
    key: str
    number: str
    people: range


def measure() -> list[Figure]:
    """One winner, an answer for everybody, and how long it takes."""
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder) / "postgres") as url:
        desk = Desk(Path(folder) / "desk", url)
        desk.command("migrate")
        db = desk.open()
        found(db, City(CLAIMERS + PROCESSES, 1))
        with db.session() as session:
            order = session.scalars(select(Order).where(Order.id == 1)).one()
            order.people_needed = order.places_left = 1
            order.requested_by_id = order.served_person_id = 1
            order.kind, order.building, order.unit = "errand", "", ""
            order.starts_at = NOW + timedelta(days=1)
            order.ends_at, order.precision = None, "minute"
            number = order.number
        spent, answers = _race(url, desk.key, number)
        with db.reading() as session:
            held = select(func.count()).where(
                Assignment.order_id == 1, Assignment.state == AssignmentState.ACCEPTED
            )
            winners = session.scalar(held) or 0
        db.close()
    clear = sum(WON in each or LOST in each for each in answers)
    won = sum(WON in each for each in answers)
    what = f"{CLAIMERS:,} claimers for one place, {PROCESSES} processes"
    return [
        Figure(f"{what}: winners", f"{winners}", "1", winners == won == 1, must=True),
        Figure(
            f"{what}: clear answers", f"{clear:,}", f"{CLAIMERS:,}", clear == CLAIMERS, must=True
        ),
        Figure(f"{what}: the last answer after", f"{spent:.1f} s", "<= 10 s", spent <= LIMIT),
    ]


def _race(url: str, key: str, number: str) -> tuple[float, list[str]]:
    context = multiprocessing.get_context("spawn")
    gate, said = context.Barrier(PROCESSES + 1), context.Queue()
    each = CLAIMERS // PROCESSES
    shares = [
        Share(url, key, number, range(2 + n * each, 2 + (n + 1) * each)) for n in range(PROCESSES)
    ]
    runners = [context.Process(target=claim, args=(share, gate, said)) for share in shares]
    for runner in runners:
        runner.start()
    gate.wait(timeout=60)
    began = time.perf_counter()
    answers = [answer for _n in runners for answer in said.get(timeout=120)]
    spent = time.perf_counter() - began
    for runner in runners:
        runner.join()
    return spent, answers


def claim(share: Share, gate: Barrier, said: "Queue[list[str]]") -> None:
    """One process: every message of its share all the way, one after the other."""
    db = open_database(share.url, Vault([share.key], INDEX_KEY))
    around = Surroundings(now=lambda: NOW)
    turns = Turns(db, LinliDesk(), around, f"bench-{share.people.start}")
    payload = {"kind": "text", "text": f"接{share.number}"}
    gate.wait(timeout=60)
    answers = []
    for person_id in share.people:
        address = f"p:{person_id}"
        inbound = Inbound(1, 1, address, f"{address}-1", 1, NOW, dict(payload))
        accepted = accept(db, around, inbound, patient=True)
        done = turns.run(accepted.contact_id, patient=True)
        answers.append("\n".join(reply.content.text for reply in done.replies))
    said.put(answers)
    db.close()
