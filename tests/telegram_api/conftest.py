"""A stand-in with high rates, the library's bot, and one person who has started."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.telegram_api import BotApi, Person, Rates, Setup
from tests.telegram_api.fixtures import Bare, bare_calls, library_bot


@pytest.fixture(autouse=True)
def _library_as_it_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the library warns of every retry_after that it hands out."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(Setup(rates=Rates.high())) as made:
        yield made


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with library_bot(api) as made:
        yield made


@pytest.fixture
async def bare(api: BotApi) -> AsyncIterator[Bare]:
    async with bare_calls(api) as made:
        yield made


@pytest.fixture
async def ming(api: BotApi) -> Person:
    """明华, who has started the bot."""
    made = Person(api, 1001, "明华", phone="+8613900000123")
    made.start()
    return made
