"""Several processes on one PostgreSQL behind one webhook: one person's first messages at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.config import Settings
from bot.ground import open_ground, prepare
from models.account import Account
from models.community import Community
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox
from tests.acceptance.afterwards import PATIENCE, check_each_once, settled
from tests.acceptance.crowd import at_once
from tests.acceptance.fleet import Fleet, Plan, fleet_at
from tests.acceptance.forking import Forking
from tests.conftest import INDEX_KEY, KEY
from tests.telegram_api import TOKEN, BotApi, Person, Rates, Setup, Wrong

pytestmark = pytest.mark.postgres
FAST = Rates.high()
#: as Telegram counts; half a second may be lost on the way when the machine is busy
REAL = Rates(slack=0.5)
#: what the desk keeps to unless told otherwise
AS_SHIPPED = {"LINLI_TELEGRAM__PACE": "25", "LINLI_TELEGRAM__CHAT_PACE": "1"}
WORDS = ("您好", "我想找人帮个忙", "厨房灯不亮", "3号楼2单元501", "明天上午")


@asynccontextmanager
async def _fleet(
    forking: Forking, plan: Plan, processes: int, rates: Rates = FAST
) -> AsyncIterator[Fleet]:
    """So many processes; afterwards nothing may stand in a log that should not be there."""
    async with (
        BotApi(Setup(rates=rates)) as api,
        fleet_at(forking, api, plan, processes) as fleet,
    ):
        errors = len(_errors(fleet))
        yield fleet
        await settled(fleet.db)
        await fleet.end()
        assert fleet.trouble == []
        assert _errors(fleet)[errors:] == []
        assert api.violations == []


def _errors(fleet: Fleet) -> list[str]:
    """What the database complained of since it runs: violations, deadlocks and the like."""
    with fleet.db.read.connect() as rows:
        log = rows.exec_driver_sql("SELECT pg_read_file('log')").scalar_one()
    return [line for line in log.splitlines() if "ERROR:" in line]


def _strangers(fleet: Fleet, many: int) -> list[Person]:
    first = 1001 + len(fleet.api.people)
    return [Person(fleet.api, first + n, "新") for n in range(many)]


async def _say_five(fleet: Fleet, many: int, *, at_once: bool) -> list[Person]:
    """So many strangers say their five things, one after another or all at once."""
    fleet.api.poster.options.in_order = not at_once
    people = _strangers(fleet, many)
    for each in people:
        for text in WORDS:
            each.say(text)
    await fleet.api.calm(600)
    await settled(fleet.db)
    return people


async def _storm(fleet: Fleet, many: int) -> None:
    fleet.front.answers.clear()
    people = await _say_five(fleet, many, at_once=False)
    for person, story in zip(people, check_each_once(fleet.db, people, len(WORDS)), strict=True):
        assert story.handled == story.said
        assert person.texts == story.texts
    check_each_once(fleet.db, await _say_five(fleet, many, at_once=True), len(WORDS))
    assert {*map(tuple, fleet.front.answers.values())} == {(200,)}


async def _storm_twice(fleet: Fleet, many: int) -> None:
    """Every update comes to two processes at the same moment."""
    fleet.front.answers.clear()
    fleet.api.faults.add(Wrong.TWICE, times=many * len(WORDS))
    check_each_once(fleet.db, await _say_five(fleet, many, at_once=True), len(WORDS))
    assert {*map(tuple, fleet.front.answers.values())} == {(200, 200)}


@pytest.mark.parametrize("many", [30, pytest.param(1_000, marks=pytest.mark.soak)])
async def test_five_first_messages_by_several_ways_are_one_chat(
    forking: Forking, postgres_url: str, tmp_path: Path, many: int
) -> None:
    async with _fleet(forking, Plan(postgres_url, tmp_path), 2) as fleet:
        await _storm(fleet, many)
        await _storm_twice(fleet, many)
        await fleet.grow(2)
        await _storm(fleet, many)
        await _storm_twice(fleet, many)


@pytest.mark.parametrize("many", [10, pytest.param(300, marks=pytest.mark.soak)])
async def test_no_chat_is_written_to_faster_than_telegram_allows(
    forking: Forking, postgres_url: str, tmp_path: Path, many: int
) -> None:
    plan = Plan(postgres_url, tmp_path, more=AS_SHIPPED)
    async with _fleet(forking, plan, 2, REAL) as fleet:
        check_each_once(fleet.db, await _say_five(fleet, many, at_once=True), len(WORDS))
        assert fleet.api.refused[429] == 0


@pytest.mark.parametrize("rounds", [20, pytest.param(1_000, marks=pytest.mark.soak)])
async def test_the_next_turn_takes_the_first_of_all_that_was_accepted(
    forking: Forking, postgres_url: str, tmp_path: Path, rounds: int
) -> None:
    async with _fleet(forking, Plan(postgres_url, tmp_path), 2) as fleet:
        for n in range(rounds):
            if n == rounds // 2:
                await fleet.grow(2)
            await _five_during_a_turn(fleet)
        await settled(fleet.db)
        everybody = list(fleet.api.people.values())
        for story in check_each_once(fleet.db, everybody, len(WORDS)):
            _first, *later = story.handled
            assert later == sorted(later)


async def _five_during_a_turn(fleet: Fleet) -> None:
    """Five come at once; the turn of whichever was first ends when all of them are accepted."""
    fleet.api.poster.options.in_order = False
    [person] = _strangers(fleet, 1)
    with fleet.db.patient.begin() as holding:
        await asyncio.to_thread(holding.exec_driver_sql, "LOCK TABLE outbox IN SHARE MODE")
        for text in WORDS:
            person.say(text)
        await _all_accepted(fleet, person)
    await fleet.api.calm(PATIENCE)


async def _all_accepted(fleet: Fleet, person: Person) -> None:
    deadline = monotonic() + PATIENCE
    while await asyncio.to_thread(_accepted, fleet.db, person) < len(WORDS):
        assert monotonic() < deadline, "they are not accepted while a turn is under way"
        await asyncio.sleep(0.005)


def _accepted(db: Database, person: Person) -> int:
    of = select(func.count()).select_from(Inbox).join(Contact, Contact.id == Inbox.contact_id)
    with db.read.connect() as rows:
        return rows.scalar(of.where(Contact.address == str(person.id))) or 0


def test_processes_that_start_together_get_an_empty_database_ready_once(
    postgres_url: str, tmp_path: Path
) -> None:
    settings = Settings.model_validate(
        {
            "community": {"name": "葵园社区"},
            "database": {"url": postgres_url},
            "security": {"keys": [KEY], "index_key": INDEX_KEY, "session_key": "session"},
            "storage": {"path": str(tmp_path)},
            "telegram": {
                "token": TOKEN,
                "accounts": {"east": {"token": f"1{TOKEN}", "community": "东苑社区"}},
            },
        }
    )
    grounds = [open_ground(settings) for _n in range(4)]
    try:
        at_once([partial(prepare, each) for each in grounds])
        at_once([partial(build, each) for each in grounds])
        with grounds[0].db.reading() as session:
            names = session.scalars(select(Community.name).order_by(Community.id)).all()
            accounts = session.execute(select(Account.channel, Account.name)).all()
    finally:
        for each in grounds:
            each.db.close()
    assert names == ["葵园社区", "东苑社区"]
    assert sorted(map(tuple, accounts)) == [
        ("telegram", "east"),
        ("telegram", "main"),
        ("web", "main"),
    ]
