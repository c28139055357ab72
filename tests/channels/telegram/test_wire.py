"""The wire: every failure says whether the call may have been carried out, and none the token."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientTimeout, web
from telegram import Bot
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels import connections
from bot.channels.telegram import wire
from bot.channels.telegram.wire import AiohttpRequest, NotSent
from tests.channels.telegram.little_api import (
    TOKEN,
    LittleApi,
    carried_out,
    done,
    hangs_up,
    refuses,
    says,
)


@pytest.fixture
async def bot(api: LittleApi) -> AsyncIterator[Bot]:
    """A bot whose calls go to the little API."""
    requests = AiohttpRequest(), AiohttpRequest()
    for each in requests:
        await each.initialize()
    yield Bot(TOKEN, f"{api.url}/bot", f"{api.url}/file/bot", *requests)
    for each in requests:
        await each.shutdown()


async def test_a_call_arrives_as_it_was_made(api: LittleApi, bot: Bot) -> None:
    message = await bot.send_message(42, "您好，灯修好了。& 谢谢", disable_notification=True)
    assert message.message_id == 101
    assert api.methods == ["sendMessage"]
    assert api.calls[0].values == {
        "chat_id": 42,
        "text": "您好，灯修好了。& 谢谢",
        "disable_notification": True,
    }


async def test_files_go_as_parts_with_their_names(api: LittleApi, bot: Bot) -> None:
    await bot.send_document(42, b"%PDF", caption="说明", filename="说明 一.pdf")
    assert api.calls[0].values == {"chat_id": "42", "caption": "说明"}
    assert api.calls[0].files == {"document": ("说明 一.pdf", "application/pdf", b"%PDF")}


async def test_a_file_comes_back_as_its_bytes(api: LittleApi, bot: Bot) -> None:
    async def bytes_of(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        return web.Response(body=b"\xff\xd8jpeg")

    api.will_answer(bytes_of)
    assert await bot.request.retrieve(f"{api.url}/file/bot{TOKEN}/photos/1.jpg") == b"\xff\xd8jpeg"


async def test_half_of_a_surrogate_pair_does_not_stop_a_message(api: LittleApi, bot: Bot) -> None:
    await bot.send_message(42, "好\ud83d的")
    assert api.calls[0].values["text"] == "好?的"


async def test_nobody_listening_means_nothing_was_sent(unused_tcp_port: int) -> None:
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, f"http://127.0.0.1:{unused_tcp_port}/bot", request=request)
        error = await failing(bot)
    assert type(error) is NotSent


async def test_an_address_that_is_none_means_nothing_was_sent() -> None:
    async with AiohttpRequest() as request:
        for base in ("http:///bot", "gopher://x/bot", "nowhere"):
            assert type(await failing(Bot(TOKEN, base, request=request))) is NotSent


async def test_no_free_connection_in_time_means_nothing_was_sent(
    api: LittleApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, release = asyncio.Event(), asyncio.Event()

    async def hold(_request: web.Request) -> web.StreamResponse:
        held.set()
        await release.wait()
        return done(True)

    monkeypatch.setattr(connections, "CONNECTIONS", 1)
    api.will_answer(hold)
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, f"{api.url}/bot", request=request)
        first = asyncio.create_task(bot.answer_callback_query("1"))
        await held.wait()
        with pytest.raises(NotSent):
            await bot.answer_callback_query("2", connect_timeout=0.01, pool_timeout=0.01)
        release.set()
        assert await first


async def test_an_answer_that_does_not_come_leaves_it_open(api: LittleApi, bot: Bot) -> None:
    never = asyncio.Event()

    async def wait(_request: web.Request) -> web.StreamResponse:
        await never.wait()
        return done(True)

    api.will_answer(wait)
    with pytest.raises(TimedOut):
        await bot.answer_callback_query("1", read_timeout=0.05)
    never.set()


async def test_a_line_cut_after_the_call_leaves_it_open(api: LittleApi, bot: Bot) -> None:
    api.will_answer(hangs_up)
    error = await failing(bot)
    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotSent | BadRequest)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, '{"ok": false, "description": "Internal Server Error"}', NotSent),
        (502, "<html>Bad Gateway</html>", NotSent),
        (504, "<html>Gateway Time-out</html>", TimedOut),
        (200, "<html>Please log in to the hotel's network</html>", NotSent),
        (200, '["somebody else"]', NotSent),
        (200, '{"code": 0}', NotSent),
        (302, "", NotSent),
        (403, "<html>Blocked by your administrator</html>", NotSent),
        (404, "<html>nginx</html>", NotSent),
        (200, '{"ok": true, "result": {"mess', NetworkError),
    ],
)
async def test_only_telegrams_own_words_count(
    api: LittleApi, bot: Bot, status: int, body: str, kind: type[TelegramError]
) -> None:
    api.will_answer(says(status, body))
    assert type(await failing(bot)) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, BadRequest), (401, InvalidToken), (403, Forbidden), (404, InvalidToken)],
)
async def test_telegrams_own_no_keeps_its_kind(
    api: LittleApi, bot: Bot, status: int, kind: type[TelegramError]
) -> None:
    api.will_answer(refuses(status, "no"))
    assert type(await failing(bot)) is kind


async def test_being_told_to_wait_warns_of_nothing(api: LittleApi, bot: Bot) -> None:
    api.will_answer(refuses(429, "Too Many Requests: retry after 7", retry_after=7))
    error = await failing(bot)
    assert isinstance(error, RetryAfter)
    assert error.retry_after.total_seconds() == 7  # type: ignore[union-attr]


async def test_no_error_carries_the_token(api: LittleApi, bot: Bot) -> None:
    api.will_answer(hangs_up, says(502, "x"), refuses(400, "Bad Request: chat not found"))
    errors = [await failing(bot) for _each in range(3)]
    async with AiohttpRequest() as request:
        errors.append(await failing(Bot(TOKEN, "http:///bot", request=request)))
    for error in errors:
        assert TOKEN not in "".join(traceback.format_exception(error))


async def test_thirty_calls_are_on_their_way_at_once(api: LittleApi, bot: Bot) -> None:
    all_here = asyncio.Barrier(30)

    async def meet(request: web.Request) -> web.StreamResponse:
        await all_here.wait()
        return await carried_out(request)

    api.will_answer(*[meet] * 30)
    async with asyncio.timeout(10):
        sent = await asyncio.gather(*(bot.send_message(n, "好") for n in range(1, 31)))
    assert len(sent) == 30


async def test_a_long_poll_may_take_its_own_time_more(
    api: LittleApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[Any] = []
    kept = ClientTimeout

    def remember(**given: Any) -> Any:
        limits.append(kept(**given))
        return limits[-1]

    monkeypatch.setattr(wire, "ClientTimeout", remember)
    api.will_answer(_no_updates)
    await bot.get_updates(timeout=30)
    await bot.answer_callback_query("1")
    poll, call = limits
    assert poll.sock_read == wire.READ_SECONDS + 30
    assert poll.total > poll.sock_read
    assert call.sock_read == wire.READ_SECONDS


async def test_no_cookie_is_kept_and_no_proxy_of_the_shell_is_used(
    api: LittleApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    seen: list[str] = []

    async def with_cookie(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers.get("Cookie", ""))
        response = done(True)
        response.set_cookie("follow", "me")
        return response

    api.will_answer(with_cookie, with_cookie)
    for _each in range(2):
        await bot.answer_callback_query("1")
    assert seen == ["", ""]


async def test_opening_and_closing_twice_is_harmless(api: LittleApi) -> None:
    request = AiohttpRequest()
    bot = Bot(TOKEN, f"{api.url}/bot", request=request)
    with pytest.raises(NetworkError):
        await bot.get_me()
    await request.initialize()
    await request.initialize()
    assert await bot.answer_callback_query("1")
    await request.shutdown()
    await request.shutdown()


async def _no_updates(_request: web.Request) -> web.StreamResponse:
    return done([])


async def failing(bot: Bot) -> TelegramError:
    """The error of a message that fails."""
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(42, "灯修好了")
    return caught.value
