"""Messages that arrive together are taken in one round, and fail alone."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.accepting import Inbound
from bot.receiving import NotHandled, Receipt, Receiver
from handlers.engine.chat import Chat
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import Outbox
from tests.handlers.engine.little_desk import LittleWorld, failed
from tests.transcript import World


class Doorway:
    """Receives messages that arrive in the same moment, and notes the points that are reached."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reached: list[str] = []

    def together(self, *messages: tuple[Inbound, Any]) -> list[Receipt | BaseException]:
        async def all_of_them() -> list[Receipt | BaseException]:
            world = self.world
            around = replace(world.around, reach=self.reached.append)
            receiver = Receiver(world.db, world.runner, world.turns, world.delivery, around)
            calls = (receiver.receive(*each) for each in messages)
            return await asyncio.gather(*calls, return_exceptions=True)

        return asyncio.run(all_of_them())

    def message(self, who: str, key: str, text: str = "灯不亮", order: int = 1) -> Inbound:
        world, payload = self.world, {"kind": "text", "text": text}
        return Inbound(world.account_id, world.community_id, who, key, order, world.now, payload)

    def states(self) -> list[InboxState]:
        with self.world.db.reading() as session:
            return list(session.scalars(select(Inbox.state).order_by(Inbox.id)))

    def count(self, table: Any) -> int:
        with self.world.db.reading() as session:
            return session.scalar(select(func.count(table.id))) or 0


@pytest.fixture
def doorway(world: World) -> Doorway:
    """On both databases."""
    return Doorway(world)


@pytest.fixture
def little_doorway(sqlite_db: Database) -> Iterator[Doorway]:
    """Where rounds are gathered, with scripts to be changed."""
    world = LittleWorld(sqlite_db)
    yield Doorway(world)
    world.runner.close()


def broken(_connection: Connection, _contact_id: int) -> None:
    raise LookupError("no such album")


def boom(_chat: Chat) -> None:
    raise ZeroDivisionError


def test_each_of_many_is_taken_once(doorway: Doorway) -> None:
    messages = [doorway.message(f"person {n}", f"k{n}") for n in range(5)]
    receipts = doorway.together(*((each, None) for each in [*messages, messages[0]]))
    made = [each.is_new for each in receipts if isinstance(each, Receipt)]
    assert sorted(made) == [False, *[True] * 5]
    assert doorway.states() == [InboxState.DONE] * 5
    assert doorway.count(Outbox) == 5


def test_several_of_one_person_are_handled_in_the_platforms_order(doorway: Doorway) -> None:
    texts = ("帮助", "隐私", "时长")
    messages = [doorway.message("王敏", f"k{n}", text, order=9 - n) for n, text in enumerate(texts)]
    for each in (messages, [doorway.message("王敏", "last", "帮助", order=10)]):
        doorway.together(*((one, None) for one in each))
    with doorway.world.db.reading() as session:
        keys = session.scalars(select(Outbox.key).order_by(Outbox.id)).all()
        inbox = {row.id: row.platform_order for row in session.scalars(select(Inbox))}
    orders = [inbox[int(key[1:].partition(":")[0])] for key in keys]
    if doorway.world.db.is_sqlite:
        assert orders == [7, 8, 9, 10]
    assert sorted(orders) == [7, 8, 9, 10]


def test_one_that_cannot_be_accepted_does_not_take_the_others_along(doorway: Doorway) -> None:
    receipts = doorway.together(
        (doorway.message("王敏", "a"), None),
        (doorway.message("李阿姨", "b"), broken),
        (doorway.message("老周", "c"), None),
    )
    assert [isinstance(each, LookupError) for each in receipts] == [False, True, False]
    assert doorway.states() == [InboxState.DONE] * 2


def test_a_bug_in_one_turn_does_not_take_the_others_along(little_doorway: Doorway) -> None:
    doorway, world = little_doorway, little_doorway.world
    assert isinstance(world, LittleWorld)
    world.plays(boom, "card")
    receipts = doorway.together(
        (doorway.message("王敏", "a"), None),
        (doorway.message("李阿姨", "b", "给我卡"), None),
        (doorway.message("老周", "c"), None),
    )
    assert all(isinstance(each, Receipt) and each.is_new for each in receipts)
    assert doorway.states() == [InboxState.DONE, InboxState.FAILED, InboxState.DONE]
    assert failed(world) == 1
    assert doorway.count(Outbox) == 3, "one of them says that something went wrong"


def test_one_file_is_written_once_for_all_of_them(little_doorway: Doorway) -> None:
    doorway = little_doorway
    doorway.together(*((doorway.message(f"p{n}", f"k{n}"), None) for n in range(5)))
    assert doorway.reached == [
        "accept.before_commit",
        "turn.before_commit",
        "accept.committed",
        "turn.committed",
    ]


def test_while_the_file_is_busy_they_wait_beside_the_loop(little_doorway: Doorway) -> None:
    doorway = little_doorway
    url = doorway.world.db.write.url.database
    assert url is not None
    with closing(sqlite3.connect(url, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def all_of_them() -> list[Any]:
            asyncio.get_running_loop().call_later(0.2, other.execute, "ROLLBACK")
            world = doorway.world
            receiver = Receiver(world.db, world.runner, world.turns, world.delivery, world.around)
            calls = (receiver.receive(doorway.message(f"p{n}", f"k{n}")) for n in range(3))
            return await asyncio.gather(*calls)

        receipts = asyncio.run(all_of_them())
    assert [each.is_new for each in receipts] == [True] * 3
    assert doorway.states() == [InboxState.DONE] * 3


def test_what_is_ours_and_not_handled_says_so(doorway: Doorway) -> None:
    message = doorway.message("王敏", "a")
    doorway.together((message, None))

    async def fails(*_given: Any) -> None:
        raise LookupError("a bug")

    async def again() -> None:
        world = doorway.world
        receiver: Any = Receiver(world.db, world.runner, world.turns, world.delivery, world.around)
        receiver._rest_of = fails
        with pytest.raises(NotHandled):
            await receiver.receive(message)

    asyncio.run(again())
