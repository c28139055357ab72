"""Old cards that step back for a newer one: a courtesy, for which nothing and nobody waits."""

import asyncio
from typing import Any

import pytest

from bot import sending
from bot.clock import Surroundings
from bot.outbox_rows import Job
from bot.sending import Sending
from handlers.content import Content
from tests.transcript import MONDAY


class Resting:
    """A chat that must not be called until the test says so."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.asked = 0

    async def may_call(self, _account_id: int, _address: str) -> None:
        self.asked += 1
        await self.over.wait()


class Cards:
    """A channel that changes cards."""

    def __init__(self) -> None:
        self.changed: list[str] = []

    async def edit(self, platform_id: str, _message: Any) -> None:
        self.changed.append(platform_id)


def _job(n: int) -> Job:
    return Job(n, 1, 0, 1, 1, "oWang", Content("新的"), MONDAY, MONDAY, replaces=f"card-{n}")


def _of(chat: Resting, channel: Cards) -> Sending:
    parts: list[Any] = [{1: channel}, None, Surroundings(now=lambda: MONDAY), chat]
    return Sending(*parts)


async def test_nothing_waits_for_cards_whose_chat_rests() -> None:
    chat, channel = Resting(), Cards()
    made = _of(chat, channel)
    for n in range(3):
        made.step_back(_job(n))
    await asyncio.sleep(0)
    assert (chat.asked, made.stepping, channel.changed) == (3, 3, [])
    chat.over.set()
    await made.stop()
    assert made.stepping == 0
    assert channel.changed == ["card-0", "card-1", "card-2"]


async def test_no_card_outlives_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "STOP_SECONDS", 0.01)
    chat, channel = Resting(), Cards()
    made = _of(chat, channel)
    made.step_back(_job(1))
    await asyncio.sleep(0)
    await made.stop()
    assert made.stepping == 0
    assert channel.changed == []


async def test_there_is_an_end_to_those_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_LATER", 2)
    chat, channel = Resting(), Cards()
    made = _of(chat, channel)
    for n in range(5):
        made.step_back(_job(n))
    chat.over.set()
    await made.stop()
    assert channel.changed == ["card-0", "card-1"]
