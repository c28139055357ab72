"""Each mishap does what its name says, and is listed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.telegram_api import BotApi, Person, Rates, Setup, Wrong
from tests.telegram_api.faults import Fault, Faults
from tests.telegram_api.fixtures import Watch, library_bot, told

Say = Callable[[], Awaitable[object]]


@pytest.fixture
def say(api: BotApi, bot: Bot, ming: Person) -> Say:
    api.state.updates.forget()
    return lambda: bot.send_message(ming.id, "您好")


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("403", Forbidden, "bot was blocked by the user"),
        ("400", BadRequest, "Not this time"),
        ("500", NetworkError, "Internal Server Error"),
        ("502", NetworkError, "Bad Gateway"),
        ("dropped", NetworkError, "(?i)disconnected|closed|reset|read|protocol"),
        ("dropped unread", NetworkError, "(?i)disconnected|closed|reset|read|protocol"),
    ],
)
async def test_a_call_that_fails_is_not_carried_out(
    api: BotApi, ming: Person, say: Say, kind: str, error: type[Exception], words: str
) -> None:
    api.faults.add(kind)
    with pytest.raises(error, match=words):
        await say()
    assert ming.heard == []
    await say()
    assert ming.texts == ["您好"]
    assert [each.kind for each in api.faults.injected] == [kind]
    assert not api.faults.injected[0].carried_out
    assert api.calls[-2].fault == kind
    assert api.violations == []


async def test_a_lost_answer_is_carried_out_all_the_same(
    api: BotApi, ming: Person, say: Say
) -> None:
    api.faults.add(Wrong.LOST)
    with pytest.raises(NetworkError):
        await say()
    assert ming.texts == ["您好"]
    assert [each.carried_out for each in api.faults.doubtful] == [True]


async def test_a_call_that_times_out_is_not_carried_out(api: BotApi, ming: Person) -> None:
    api.state.updates.forget()
    api.faults.add(Wrong.HELD)
    async with library_bot(api, read_timeout=0.05) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(ming.id, "您好")
    await api.calm(1)
    assert ming.heard == []
    assert api.faults.count("time-out") == 1


async def test_a_slow_answer_comes_after_its_message(api: BotApi, ming: Person, say: Say) -> None:
    api.faults.add(Wrong.SLOW, seconds=0.05)
    asking = asyncio.ensure_future(say())
    await ming.reads("您好")
    assert not asking.done()
    assert not api.is_calm
    await asking
    await api.calm()


async def test_429_for_a_chat_holds_that_chat_alone(watch_api: tuple[BotApi, Bot, Watch]) -> None:
    api, bot, watch = watch_api
    api.faults.add(Wrong.TOO_MANY, chat=1_000_000, retry_after=5)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1_000_000, "x")
    assert caught.value.retry_after == timedelta(seconds=5)
    await bot.send_message(1_000_001, "x")
    assert api.violations == []
    watch.move(2)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1_000_000, "x")
    assert caught.value.retry_after == timedelta(seconds=3)
    assert "ignored the chat's retry_after, 3.00 s too early" in api.violations[0]
    watch.move(3)
    await bot.send_message(1_000_000, "x")
    assert len(api.violations) == 1


async def test_429_for_the_bot_holds_everything(watch_api: tuple[BotApi, Bot, Watch]) -> None:
    api, bot, watch = watch_api
    api.faults.add("429", whole_bot=True, retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(1_000_000, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(1_000_001, "on its way already")
    assert api.violations == []
    with pytest.raises(RetryAfter):
        await bot.send_message(1_000_002, "x")
    assert len(api.violations) == 1
    watch.move(3)
    await bot.send_message(1_000_002, "x")


async def test_429_for_an_answer_holds_nothing(bot: Bot, api: BotApi, ming: Person) -> None:
    api.faults.add("429", method="answerCallbackQuery")
    with pytest.raises(RetryAfter):
        await bot.answer_callback_query("1")
    await bot.send_message(ming.id, "您好")
    assert api.violations == []


@pytest.fixture
async def watch_api():
    watch = Watch()
    async with BotApi(Setup(times=watch.times, rates=Rates(forgiven=1))) as api:
        api.crowd(3)
        async with library_bot(api) as bot:
            yield api, bot, watch


async def test_a_download_can_fail(api: BotApi, bot: Bot, ming: Person) -> None:
    ming.send_photo(b"picture")
    photo = (await told(bot))[-1].message.photo[-1]
    file = await photo.get_file()
    api.faults.add("500", method="download")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"picture"


def _hits(fault: Fault, count: int, method: str = "sendMessage", chat: int = 1) -> list[int]:
    faults = Faults(seed=4)
    faults.planned.append(fault)
    looks = [faults.strike(method, chat, paced=True) is not None for _ in range(count)]
    return [n for n, hit in enumerate(looks, 1) if hit]


def test_a_mishap_strikes_where_it_is_planned() -> None:
    assert _hits(Fault(Wrong.BAD), 3) == [1]
    assert _hits(Fault(Wrong.BAD, nth=2), 3) == [2]
    assert _hits(Fault(Wrong.BAD, times=2), 3) == [1, 2]
    assert _hits(Fault(Wrong.BAD, times=0), 3) == [1, 2, 3]
    assert _hits(Fault(Wrong.BAD, chat=2), 3) == []
    assert _hits(Fault(Wrong.BAD, method="sendPhoto"), 3) == []
    assert _hits(Fault(Wrong.TWICE), 3) == []


def test_chance_depends_on_the_seed_and_the_chat_alone() -> None:
    first = _hits(Fault(Wrong.BAD, share=0.1), 1000)
    assert 60 < len(first) < 140
    assert first == _hits(Fault(Wrong.BAD, share=0.1), 1000)
    assert first != _hits(Fault(Wrong.BAD, share=0.1), 1000, chat=2)
