"""Messages that arrive together are accepted together, and fail alone."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.accepting import Accepted, Inbound
from bot.clock import Surroundings
from bot.gathering import Gate
from models.inbox import Inbox
from tests.transcript import World

Receive = Callable[..., list[Accepted | BaseException]]


@pytest.fixture
def commits() -> list[str]:
    """The named points that were reached."""
    return []


@pytest.fixture
def receive(world: World, commits: list[str]) -> Receive:
    """Accept messages that arrive in the same moment."""

    def together(*messages: tuple[Inbound, Any]) -> list[Accepted | BaseException]:
        async def all_of_them() -> list[Accepted | BaseException]:
            around = Surroundings(now=lambda: world.now, reach=commits.append)
            gate = Gate(world.db, world.runner, around)
            calls = (gate.accept(*each) for each in messages)
            return await asyncio.gather(*calls, return_exceptions=True)

        return asyncio.run(all_of_them())

    return together


def message(world: World, who: str, key: str) -> Inbound:
    payload = {"kind": "text", "text": "灯不亮"}
    return Inbound(world.account_id, world.community_id, who, key, 1, world.now, payload)


def kept(world: World) -> int:
    with world.db.reading() as session:
        return session.scalar(select(func.count(Inbox.id))) or 0


def test_each_of_many_is_accepted_once(world: World, receive: Receive) -> None:
    messages = [message(world, f"person {n}", f"k{n}") for n in range(5)]
    answers = receive(*((each, None) for each in [*messages, messages[0]]))
    made = [each.is_new for each in answers if isinstance(each, Accepted)]
    assert sorted(made) == [False, *[True] * 5]
    assert kept(world) == 5


def test_one_that_cannot_be_accepted_does_not_take_the_others_along(
    world: World, receive: Receive
) -> None:
    def broken(_connection: Connection, _contact_id: int) -> None:
        raise LookupError("no such album")

    answers = receive(
        (message(world, "王敏", "a"), None),
        (message(world, "李阿姨", "b"), broken),
        (message(world, "老周", "c"), None),
    )
    assert [isinstance(each, LookupError) for each in answers] == [False, True, False]
    assert kept(world) == 2


def test_one_file_is_written_once_for_all_of_them(small_world: World, commits: list[str]) -> None:
    async def five() -> None:
        around = Surroundings(now=lambda: small_world.now, reach=commits.append)
        gate = Gate(small_world.db, small_world.runner, around)
        calls = [gate.accept(message(small_world, f"p{n}", f"k{n}")) for n in range(5)]
        await asyncio.gather(*calls)

    asyncio.run(five())
    assert commits.count("accept.committed") == 1
