"""Row five: a notice to a whole city, how fast it is queued, what that holds, who waits meanwhile.

The stand-in takes any number of calls, so the pace may be raised; the tests of acceptance tell
what happens when a platform refuses, and when processes die.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bench.load import Wire, post
from bench.ours import Desk
from bench.processes import free_port, resident_mib
from bench.stub import Chats, stand_in
from bench.table import Figure
from models.account import ensure_account
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.membership import Membership, Role, grant
from models.need_kind import seed_kinds
from models.notice import LIVES, Audience, Notice, NoticeState
from models.person import Person

BLOCK = 5_000
#: people who write meanwhile, ten a second; nobody of the notice's
WRITERS, EVERY_SECONDS = 50_000_000, 0.1
QUEUED_IN, GROWTH_MIB, WAIT_SECONDS, SHARE = 10.0, 64.0, 1.0, 0.9
#: the pace is looked at for so long
WINDOW_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """How many people hear it, and how many calls a second the account may make."""

    people: int
    pace: int


SHORT, FULL = Size(12_000, 200), Size(120_000, 200)


@dataclass(slots=True)
class Measured:
    """What came of one notice; memory in MiB, the rest in seconds."""

    queued_in: float = 0.0
    growth: float = 0.0
    rate: float = 0.0
    waits: list[float] = field(default_factory=list)
    most: int = 0
    crowding: float = 1.0


async def measure(size: Size) -> list[Figure]:
    """Fill a city, write to all of it, and look on."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.command("migrate")
        db = desk.open()
        _fill(db, size.people)
        port, api_port = free_port(), free_port()
        chats = await stand_in(api_port)
        with desk.serving(port, api_port, size.pace) as pid:
            found = await _watched(db, chats, pid, port)
        db.close()
    return _figures(size, found)


def _figures(size: Size, found: Measured) -> list[Figure]:
    what = f"notice to {size.people:,}"
    waits = sorted(found.waits)
    slow = waits[min(int(len(waits) * 0.99), len(waits) - 1)]
    crowd = f"machine {found.crowding:.1f} times as slow as alone"
    fair = found.crowding
    return [
        Figure(f"{what}: nobody has it twice", f"{found.most}", "<= 1", found.most <= 1, must=True),
        Figure(
            f"{what}: queued in",
            f"{found.queued_in:.1f} s, {crowd}",
            "<= 10 s",
            found.queued_in <= QUEUED_IN * fair,
        ),
        Figure(
            f"{what}: growth meanwhile",
            f"{found.growth:.0f} MiB",
            "<= 64 MiB",
            found.growth <= GROWTH_MIB,
            must=True,
        ),
        Figure(
            f"{what}: sent of {size.pace} a second",
            f"{found.rate / size.pace:.0%}",
            ">= 90 %",
            found.rate >= SHARE * size.pace / fair,
        ),
        Figure(
            f"{what}: answers to ten a second, p99",
            f"{slow * 1000:.0f} ms",
            "<= 1 s",
            slow <= WAIT_SECONDS * fair,
        ),
    ]


async def _watched(db: Database, chats: Chats, pid: int, port: int) -> Measured:
    found, before = Measured(), _scheduled(pid)
    held = most = resident_mib(pid)
    writing = asyncio.create_task(_write(chats, port, found.waits))
    notice_id, began = await asyncio.to_thread(_announce, db), time.perf_counter()
    while await asyncio.to_thread(_state, db, notice_id) is not NoticeState.SENT:
        most = max(most, resident_mib(pid))
        await asyncio.sleep(0.05)
    found.queued_in = time.perf_counter() - began
    found.growth = max(most, resident_mib(pid)) - held
    sent, since = _sent(chats), time.perf_counter()
    await asyncio.sleep(WINDOW_SECONDS)
    found.rate = (_sent(chats) - sent) / (time.perf_counter() - since)
    writing.cancel()
    found.most = max((n for chat, n in chats.said.items() if chat < WRITERS), default=0)
    ran, waited = (now - then for now, then in zip(_scheduled(pid), before, strict=True))
    found.crowding = 1 + waited / max(ran, 1)
    return found


def _sent(chats: Chats) -> int:
    return sum(n for chat, n in chats.said.items() if chat < WRITERS)


def _scheduled(pid: int) -> tuple[int, int]:
    """How long it has run, and has waited for a processor, in nanoseconds; its main thread."""
    ran, waited, _times = Path(f"/proc/{pid}/schedstat").read_text("ascii").split()
    return int(ran), int(waited)


async def _write(chats: Chats, port: int, waits: list[float]) -> None:
    """Somebody new writes every tenth of a second, and is answered."""
    async with asyncio.TaskGroup() as group:
        for n in range(100_000):
            group.create_task(_ask(chats, port, WRITERS + n, waits))
            await asyncio.sleep(EVERY_SECONDS)


async def _ask(chats: Chats, port: int, chat: int, waits: list[float]) -> None:
    wire, began = Wire(port), time.perf_counter()
    answer = await post(wire, chat, 0)
    if answer:
        chats.note(chat)
    await chats.more_than(0, chat, 30)
    wire.close()
    waits.append(time.perf_counter() - began)


def _announce(db: Database) -> int:
    at = datetime.now(UTC)
    with db.session() as session:
        community = session.scalars(select(Community)).one()
        made = Notice(
            community_id=community.id,
            author_id=1,
            text="明天上午九点到十一点半，站里有义诊，量血压、测血糖，不收钱。",
            audience=Audience.VOLUNTEERS,
            state=NoticeState.QUEUED,
            created_at=at,
            not_after=at + LIVES,
        )
        session.add(made)
        session.flush()
        return made.id


def _state(db: Database, notice_id: int) -> NoticeState:
    with db.reading() as session:
        return session.get_one(Notice, notice_id).state


def _fill(db: Database, people: int) -> None:
    """A community that sleeps at no hour, its author, and so many volunteers with a chat each."""
    at = datetime.now(UTC) - timedelta(days=1)
    with db.session() as session:
        awake = {"quiet_from": clock.max, "quiet_until": clock.min}
        community = Community(name="葵园社区", station_phone="8000 0123", **awake)
        session.add(community)
        session.flush()
        seed_kinds(session, community)
        account_id = ensure_account(session, community, "telegram", "main").id
        author = Person(community_id=community.id, id=1, display_name="孙丽", created_at=at)
        session.add(author)
        session.flush()
        grant(session, author, Role.COORDINATOR, at)
        of = {"community_id": community.id}
    ids = range(2, people + 2)
    new = {**of, "created_at": at}
    tables: tuple[tuple[type[Any], Iterable[dict[str, Any]]], ...] = (
        (Person, ({**new, "id": n, "display_name": f"志{n}"} for n in ids)),
        (
            Contact,
            (
                {**new, "id": n, "person_id": n, "account_id": account_id, "address": f"{n}"}
                for n in ids
            ),
        ),
        (Conversation, ({**of, "contact_id": n, "changed_at": at} for n in ids)),
        (Membership, ({**of, "person_id": n, "role": Role.VOLUNTEER, "since": at} for n in ids)),
    )
    for table, rows in tables:
        block: list[dict[str, Any]] = []
        for row in rows:
            block.append(row)
            if len(block) == BLOCK:
                _insert(db, table, block)
        _insert(db, table, block)


def _insert(db: Database, table: type[Any], block: list[dict[str, Any]]) -> None:
    if block:
        with db.patient.begin() as connection:
            connection.execute(insert(table), block)
        block.clear()
