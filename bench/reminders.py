"""Row eight: many reminders that fall due in one minute, and the processes that queue them and die.

The suite plays it with few, `make soak` and the bench in full.
"""

import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench.ours import INDEX_KEY, Desk
from bench.postgres import postgres
from bench.table import Figure
from bot.clock import Surroundings
from bot.presence import Presence
from bot.scheduling import fire_due, take_timers_back
from models.account import ensure_account
from models.assignment import Assignment, AssignmentState
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database, open_database
from models.membership import Membership, Role
from models.need_kind import seed_kinds
from models.order import Order, OrderState
from models.outbox import Outbox
from models.person import Person
from models.timer import Timer, TimerState
from models.vault import Vault

BLOCK = 2_000
#: a hundred thousand of them
IN_SECONDS = 60
SHORT, FULL = 10_000, 100_000
PLACES = 50
#: the desk looks for dead processes every fifteen seconds; here sooner, so that a test is short
LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Queued:
    """What came of it: rows in the outbox, the most one person has, and how long it took.

    Everything took `crowding` times as long as alone, because others used the machine.
    """

    rows: int
    most: int
    seconds: float
    crowding: float


def measure(count: int) -> list[Figure]:
    """So many on PostgreSQL, three processes, two kills."""
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder) / "postgres") as url:
        desk = Desk(Path(folder) / "desk", url)
        desk.command("migrate")
        db = desk.open()
        fill(db, count, now())
        db.close()
        found = queue_all(url, (desk.key, INDEX_KEY), count)
    what = f"{count:,} reminders of one minute, three processes, two kills"
    once = found.rows == count and found.most == 1
    took = f"{found.seconds:.0f} s, machine {found.crowding:.1f} times as slow as alone"
    limit = count * IN_SECONDS / 100_000
    return [
        Figure(f"{what}: queued once each", f"{found.rows:,}", f"{count:,}", once, must=True),
        Figure(f"{what}: took", took, f"<= {limit:.0f} s", found.seconds <= limit * found.crowding),
    ]


def fill(db: Database, count: int, at: datetime) -> None:
    """So many volunteers who go somewhere tomorrow and are to be asked in this minute."""
    with db.session() as session:
        community = Community(name="葵园社区", timezone="Asia/Shanghai")
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        account = ensure_account(session, community, "web", "main")
        of, account_id = {"community_id": community.id}, account.id
    new = {**of, "created_at": at}
    orders = [
        {**new, "id": n, "number": f"1123-{n}", "state": OrderState.CLAIMED, "kind": "errand"}
        | {"raw_text": "去一趟", "requested_by_id": 1, "served_person_id": 1, "urgency": "U2"}
        | {"starts_at": at + timedelta(days=1), "minutes_planned": 40, "people_needed": PLACES}
        | {"places_left": 0, "review_due_at": at, "code": "4826", "changed_at": at}
        for n in range(1, count // PLACES + 2)
    ]
    people = range(1, count + 1)
    made: list[tuple[type[Any], list[dict[str, Any]]]] = [
        (Person, [{**new, "id": n, "display_name": f"志{n}"} for n in people]),
        (
            Contact,
            [
                {**new, "id": n, "person_id": n, "account_id": account_id, "address": f"p:{n}"}
                for n in people
            ],
        ),
        (Conversation, [{**of, "contact_id": n, "changed_at": at} for n in people]),
        (
            Membership,
            [{**of, "person_id": n, "role": Role.VOLUNTEER, "since": at} for n in people],
        ),
        (Order, orders),
        (
            Assignment,
            [
                {**of, "id": n, "person_id": n, "order_id": n // PLACES + 1}
                | {"state": AssignmentState.ACCEPTED, "answered_at": at}
                for n in people
            ],
        ),
        (Timer, [{**of, **_reminder(n, at)} for n in people]),
    ]
    for table, rows in made:
        for first in range(0, len(rows), BLOCK):
            with db.patient.begin() as connection:
                connection.execute(insert(table), rows[first : first + BLOCK])


def _reminder(n: int, at: datetime) -> dict[str, Any]:
    due_at = at - timedelta(milliseconds=n % 60_000)
    named = {"kind": "still_coming", "subject": f"assignment:{n}", "occurrence": "eve"}
    return {**named, "due_at": due_at, "state": TimerState.DUE}


def fires(url: str, key: str, index_key: str, owner: str) -> None:
    """One process: it fires what is due, and takes back what the dead held, until it is killed."""
    db = open_database(url, Vault([key], index_key))
    around, presence = Surroundings(), Presence(db, owner)
    presence.begin()
    looked = time.monotonic()
    while True:
        if not fire_due(db, around, owner):
            time.sleep(0.02)
        if time.monotonic() - looked > LOOK_SECONDS:
            take_timers_back(db, around.now(), presence.dead())
            looked = time.monotonic()


def queue_all(url: str, keys: tuple[str, str], count: int) -> Queued:
    """Three processes queue them all; two are killed, after a quarter and after a half.

    Another one follows each of them, as under any supervisor.
    """
    db = open_database(url, Vault([keys[0]], keys[1]))
    running = [_process(url, keys, n) for n in range(3)]
    began = time.monotonic()
    try:
        for n, share in ((3, 4), (4, 2)):
            _wait(db, count // share)
            running.pop(0).kill()
            running.append(_process(url, keys, n))
        _wait(db, count)
        spent = time.monotonic() - began
        crowding = max(map(_crowding, running))
    finally:
        for each in running:
            each.kill()
            each.join()
    rows = select(func.count()).where(Outbox.kind == "still_coming").group_by(Outbox.contact_id)
    with db.read.connect() as connection:
        counts = connection.scalars(rows).all()
    db.close()
    return Queued(sum(counts), max(counts), spent, crowding)


def _process(url: str, keys: tuple[str, str], n: int) -> BaseProcess:
    context = multiprocessing.get_context("spawn")
    made = context.Process(target=fires, args=(url, *keys, f"fires-{n}"), daemon=True)
    made.start()
    return made


def _crowding(process: BaseProcess) -> float:
    """How many times as long it took because it waited for a processor (Linux)."""
    ran, waited, _times = Path(f"/proc/{process.pid}/schedstat").read_text("ascii").split()
    return 1 + int(waited) / max(int(ran), 1)


def _wait(db: Database, count: int, patience: float = 300.0) -> None:
    """Until so many are queued."""
    rows = select(func.count()).where(Outbox.kind == "still_coming")
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        with db.read.connect() as connection:
            if (connection.scalar(rows) or 0) >= count:
                return
        time.sleep(0.1)
    raise AssertionError(f"{count} were not queued within {patience:.0f} s")


def now() -> datetime:
    """This moment; the processes live by it."""
    return datetime.now(UTC)
