"""Polling: in order, and confirmed only after it was kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.error import NetworkError, TimedOut

from bot.accepting import Inbound
from bot.channels.telegram.polling import ABREAST
from tests.channels.telegram.arriving import message, press, settle, standing
from tests.channels.telegram.fetching import ALLOWED, Polling, away, from_


@pytest.fixture
async def polling() -> AsyncIterator[Polling]:
    """Everything is taken at once."""
    made = Polling()
    yield made
    await made.stop()


async def test_a_webhook_goes_first_and_updates_are_asked_for_as_agreed(polling: Polling) -> None:
    await polling.start()
    assert polling.bot.deleted == 1
    assert polling.bot.asked == [{"timeout": 25, "limit": 100, "allowed_updates": ALLOWED}]


async def test_the_offset_follows_what_was_taken(polling: Polling) -> None:
    await polling.start()
    await polling.arrive(message(10), message(11), message(12))
    assert polling.keys == ["u10", "u11", "u12"]
    assert polling.offsets == [None, 13]
    assert polling.waiting == []


async def test_a_graceful_end_confirms_what_was_taken(polling: Polling) -> None:
    gate = asyncio.Event()

    async def slowly(_inbound: Inbound) -> None:
        await gate.wait()

    polling.way.receiver.do = slowly
    await polling.start()
    await polling.arrive(message(10))
    polling.poller.stop()
    await settle()
    assert polling.keys == []
    gate.set()
    await polling.stop()
    assert polling.keys == ["u10"]
    assert polling.bot.asked[-1] == {
        "timeout": 0,
        "limit": 1,
        "allowed_updates": ALLOWED,
        "offset": 11,
    }
    assert (polling.waiting, polling.lease.given_back) == ([], 1)


async def test_an_end_that_cannot_be_confirmed_is_an_end_all_the_same(polling: Polling) -> None:
    await polling.start()
    polling.waiting.append(message(10))
    polling.failures = [NetworkError("away")]
    await polling.arrive()
    polling.failures = [TimedOut()]
    await polling.stop()
    assert polling.lease.given_back == 1


async def test_what_the_database_does_not_take_comes_again_and_the_rest_is_kept(
    polling: Polling,
) -> None:
    closed = {"u11"}

    def do(inbound: Inbound) -> None:
        if inbound.key in closed:
            raise away()

    polling.way.receiver.do = do
    await polling.start()
    await polling.arrive(from_(1, 10), from_(2, 11), from_(1, 12), from_(2, 13))
    assert polling.keys == ["u10", "u12"]
    closed.clear()
    await polling.clock.run(2)
    assert polling.offsets == [None, 11, 14]
    assert [key for key in polling.keys if key in ("u11", "u13")] == ["u11", "u13"]


async def test_pauses_grow_while_the_database_is_away(polling: Polling) -> None:
    def do(_inbound: Inbound) -> None:
        raise away()

    polling.way.receiver.do = do
    await polling.start()
    await polling.arrive(message(10))
    await polling.clock.run(120)
    pauses = [each for each in polling.clock.waits if each != 10]
    for n, pause in enumerate(pauses[:6]):
        assert 2**n <= pause <= 2**n * 1.2
    assert set(polling.offsets[1:]) == {10}


async def test_one_bad_update_does_not_stop_the_others(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = polling.way.intake.take

    async def trips(update: Any, *given: Any) -> Any:
        if update["update_id"] == 11:
            raise LookupError("a bug")
        return await take(update, *given)

    def bug(inbound: Inbound) -> None:
        if inbound.key == "u12":
            raise LookupError("another")

    polling.way.receiver.do = bug
    monkeypatch.setattr(polling.way.intake, "take", trips)
    await polling.start()
    odd = {"update_id": 14, "message": []}
    await polling.arrive(message(10), message(11), message(12), message(13), odd)
    assert polling.keys == ["u10", "u13"]
    assert polling.offsets[-1] == 15


async def test_many_people_are_heard_at_once_and_each_in_order(polling: Polling) -> None:
    gate = asyncio.Event()
    begun: list[str] = []

    async def slowly(inbound: Inbound) -> None:
        begun.append(inbound.key)
        await gate.wait()

    polling.way.receiver.do = slowly
    await polling.start()
    updates = [from_(1 + n % 30, n) for n in range(60)]
    await polling.arrive(*updates)
    assert begun == [f"u{n}" for n in range(ABREAST)]
    gate.set()
    await settle()
    for person in range(30):
        mine = [int(key[1:]) for key in polling.keys if int(key[1:]) % 30 == person]
        assert mine == [person, person + 30]


async def test_a_quiet_poll_forgets_the_offset_for_numbers_may_begin_anew(
    polling: Polling,
) -> None:
    await polling.start()
    await polling.arrive(message(5000))
    polling.bot.fetch = lambda _wanted: [] if polling.offsets[-1] else polling._fetch(_wanted)
    polling.news.set()
    await settle()
    await polling.arrive(message(7))
    assert polling.keys[-1] == "u7"


async def test_every_kind_of_update_is_taken(polling: Polling) -> None:
    noted: list[Any] = []

    class Members:
        async def note(self, event: Any) -> None:
            noted.append(event)

    members: Any = Members()
    polling.way.intake._members = members
    await polling.start()
    await polling.arrive(message(1), press(2), standing("kicked", 3))
    assert polling.keys == ["u1", "u2"]
    assert len(noted) == 1
    assert polling.offsets[-1] == 4
