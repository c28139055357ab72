"""The webhook: who may post, what is taken, what is answered and when."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import DataError, OperationalError
from starlette.applications import Starlette
from starlette.routing import Route

from bot.accepting import Inbound
from bot.channels.posted import MAX_BYTES
from bot.channels.telegram.hook import Hook, webhook_path, webhook_secret
from bot.config import TelegramAccount
from bot.receiving import NotHandled, Receipt
from bot.riding import Ride
from tests.channels.telegram.arriving import FakeReceiver, WayIn, message, press, standing

SECRET = "s3cret_-Z"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
RIDE = Ride(5, {"method": "sendMessage", "chat_id": 4242, "text": "好。"})


class Posting:
    """A webhook and somebody who posts to it."""

    def __init__(self, do: Any = lambda _inbound: None, alert: tuple[int, ...] = ()) -> None:
        self.way = WayIn(do, alert)
        self.reached: list[str] = []
        channel: Any = self.way.telegram
        around: Any = type("Around", (), {"reach": self.reached.append})
        self.hook = Hook(self.way.intake, channel, SECRET, around)
        self.app = Starlette(routes=[Route("/telegram", self.hook)])

    @property
    def receiver(self) -> FakeReceiver:
        return self.way.receiver

    async def post(self, content: Any, **how: Any) -> httpx.Response:
        """Post bytes, or an update as JSON, with the right secret unless `how` says others."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return await self.request("POST", content=body, **{"headers": {HEADER: SECRET}, **how})

    async def request(self, method: str, **how: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.request(method, "/telegram", **how)


async def test_an_update_is_taken_and_answered_with_nothing() -> None:
    posting = Posting()
    answer = await posting.post(message(5, text="灯不亮"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert [each.payload["text"] for each in posting.receiver.got] == ["灯不亮"]
    assert posting.receiver.rode_on == []


async def test_a_reply_rides_in_the_answer_and_counts_when_it_is_written() -> None:
    posting = Posting(lambda _inbound: Receipt(1, is_new=True, ride=RIDE))
    answer = await posting.post(message())
    assert answer.json() == RIDE.body
    assert answer.headers["content-type"] == "application/json"
    assert posting.receiver.rode_on == [RIDE]


async def test_whoever_left_before_the_answer_was_told_nothing() -> None:
    posting = Posting(lambda _inbound: Receipt(1, is_new=True, ride=RIDE))
    sent: list[Any] = []
    body = json.dumps(message()).encode()
    events = [{"type": "http.request", "body": body}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return events.pop(0)

    async def send(event: Any) -> None:
        sent.append(event)

    headers = [(HEADER.lower().encode(), SECRET.encode()), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "headers": headers}
    await posting.hook(scope, receive, send)
    assert (sent, posting.receiver.rode_on) == ([], [])


async def test_the_bytes_are_out_before_the_reply_counts_as_said() -> None:
    posting = Posting(lambda _inbound: Receipt(1, is_new=True, ride=RIDE))
    body = json.dumps(message()).encode()

    async def receive() -> Any:
        if events:
            return events.pop(0)
        return await asyncio.Event().wait()

    async def send(event: Any) -> None:
        assert posting.receiver.rode_on == []
        if event["type"] == "http.response.body":
            raise OSError("broken pipe")

    events = [{"type": "http.request", "body": body[:9], "more_body": True}]
    events.append({"type": "http.request", "body": body[9:]})
    headers = [(HEADER.lower().encode(), SECRET.encode()), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "headers": headers}
    await posting.hook(scope, receive, send)
    assert posting.receiver.keys == ["u1"]
    assert posting.receiver.rode_on == []


async def test_a_post_that_never_ends_or_breaks_off_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    posting, sent = Posting(), []
    monkeypatch.setattr("bot.channels.posted.READ_SECONDS", 0)

    async def never() -> Any:
        return await asyncio.Event().wait()

    async def leaves() -> Any:
        return {"type": "http.disconnect"}

    async def send(event: Any) -> None:
        sent.append(event.get("status"))

    headers = [(HEADER.lower().encode(), SECRET.encode()), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "headers": headers}
    await posting.hook(scope, never, send)
    await posting.hook(scope, leaves, send)
    assert sent == [408, None]
    assert posting.receiver.got == []


@pytest.mark.parametrize("shown", [{}, {HEADER: "wrong"}, {HEADER: ""}, {HEADER: SECRET + "x"}])
async def test_nobody_without_the_secret_is_heard(shown: dict[str, str]) -> None:
    posting = Posting()
    answer = await posting.post(message(), headers=shown)
    assert answer.status_code == 403
    assert posting.receiver.got == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"update"',
        b"\xff\xfe{\x00}\x00",
        json.dumps(message()).encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
    ],
)
async def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    posting = Posting()
    assert (await posting.post(body)).status_code == 400
    assert posting.receiver.got == []


async def test_too_much_is_refused_whether_its_length_is_told_or_not() -> None:
    posting = Posting()
    assert (await posting.post(b" " * (MAX_BYTES + 1))).status_code == 413
    assert (await posting.post(b"{}" + b" " * (MAX_BYTES - 2))).status_code == 200

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * (MAX_BYTES // 16)

    headers = {HEADER: SECRET}
    assert (await posting.request("POST", content=chunks(), headers=headers)).status_code == 413
    lie = {**headers, "content-length": "9" * 30}
    assert (await posting.request("POST", content=b"{}", headers=lie)).status_code == 413
    odd = {**headers, "content-length": "-1"}
    assert (await posting.request("POST", content=b"{}", headers=odd)).status_code == 400


async def test_only_a_post_is_taken() -> None:
    posting = Posting()
    answer = await posting.request("GET", headers={HEADER: SECRET})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert (await posting.request("POST", headers={HEADER: SECRET})).status_code == 400
    transport = httpx.ASGITransport(posting.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        assert (await client.post("/telegram/nobody")).status_code == 404


async def test_while_the_database_is_away_telegram_is_asked_to_come_again() -> None:
    def away(_inbound: Inbound) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    posting = Posting(away)
    answer = await posting.post(message())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    await posting.way.errands.stop()
    assert posting.way.telegram.bot.texts == []


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("update", {}, Exception("database is locked")), 503), (LookupError(), 500)],
)
async def test_news_of_a_chat_that_could_not_be_kept_comes_again(
    error: Exception, status: int
) -> None:
    class Members:
        async def note(self, _event: Any) -> None:
            raise error

    posting = Posting()
    members: Any = Members()
    posting.way.intake._members = members
    assert (await posting.post(standing("kicked"))).status_code == status


async def test_a_bug_after_it_was_kept_is_ours_and_one_before_is_not() -> None:
    class Half(FakeReceiver):
        async def receive(self, inbound: Inbound, beside: Any = None, **_how: Any) -> Any:
            if is_kept:
                raise NotHandled(LookupError("a bug"))
            raise LookupError("a bug")

    posting = Posting()
    half: Any = Half()
    posting.way.intake._receiver = half
    is_kept = True
    assert (await posting.post(message())).status_code == 200
    is_kept = False
    assert (await posting.post(message())).status_code == 500


async def test_what_no_database_keeps_is_not_asked_for_again_and_again() -> None:
    def poison(_inbound: Inbound) -> None:
        raise DataError("insert", {}, Exception("invalid byte sequence"))

    assert (await Posting(poison).post(message())).status_code == 500


async def test_the_answer_does_not_wait_for_the_press_to_come_to_rest() -> None:
    posting = Posting()
    resting = asyncio.Event()

    async def slowly() -> None:
        await resting.wait()

    posting.way.telegram.first = slowly
    assert (await posting.post(press())).status_code == 200
    assert posting.way.telegram.answers == []
    resting.set()
    await posting.way.errands.stop()
    assert posting.way.telegram.answers == [("c1", "")]
    assert posting.reached == ["telegram.answering"]


def test_the_secret_is_as_configured_or_made_of_our_own_key() -> None:
    one = TelegramAccount(token=SecretStr("1:a"), webhook_secret=SecretStr("chosen"))
    assert webhook_secret(one, b"key") == "chosen"
    two = TelegramAccount(token=SecretStr("2:b"))
    made = webhook_secret(two, b"key")
    assert (len(made), made.isalnum()) == (64, True)
    assert made == webhook_secret(two, b"key")
    assert made != webhook_secret(two, b"another key")
    assert made != webhook_secret(TelegramAccount(token=SecretStr("3:c")), b"key")


def test_the_first_bot_has_the_short_address() -> None:
    assert (webhook_path("main"), webhook_path("east")) == ("/telegram", "/telegram/east")
