"""POST /telegram[/NAME]: one update from Telegram, answered only once it is ours.

Bare ASGI, because a reply that rides in the answer counts as said when its bytes are written, and
that is known only where they are.
"""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Receive, Scope, Send

from bot.channels.contract import Channel
from bot.channels.telegram.intake import Intake, NotAccepted
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.riding import Ride

SECRET_HEADER = b"x-telegram-bot-api-secret-token"
#: an update is a few kilobytes; the longest text with its marks stays below a hundred
MAX_BYTES = 1024 * 1024
READ_SECONDS = 20.0
#: when Telegram is asked to come again
RETRY_SECONDS = 5


def webhook_path(name: str) -> str:
    """Where the updates for the account of this name arrive; the first bot has the short one."""
    return "/telegram" if name == "main" else f"/telegram/{name}"


def webhook_secret(account: TelegramAccount, session_key: bytes) -> str:
    """What Telegram shows with every update: as configured, else made of our own key.

    The same in every process, and another one for each bot. 64 hex digits when made.
    """
    configured = account.webhook_secret.get_secret_value()
    if configured:
        return configured
    message = f"telegram-webhook:{account.token.get_secret_value()}".encode()
    return hmac.new(session_key, message, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    ride: Ride | None = None


class _Refused(Exception):
    """The request is none that Telegram makes."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.answer = _Answer(status, headers)


class _Gone(Exception):
    """Nobody waits for the answer any more."""


class Hook:
    """The webhook of one bot, as an ASGI application."""

    def __init__(self, intake: Intake, channel: Channel, secret: str, around: Surroundings) -> None:
        """`channel` draws replies that ride; `secret` is what Telegram was told to show."""
        self._intake, self._channel, self._around = intake, channel, around
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        try:
            answer = await self._answer(scope, receive)
            self._around.reach("telegram.answering")
            if answer.ride is not None and await _has_left(receive):
                return
            await _write(send, answer)
        except (_Gone, OSError):
            return  # not said: the same bytes wait for the post that comes again
        if answer.ride is not None:
            self._intake.rode(answer.ride)

    async def _answer(self, scope: Scope, receive: Receive) -> _Answer:
        try:
            headers = self._checked(scope)
            update = _parsed(await _body(headers, receive))
        except _Refused as refused:
            return refused.answer
        try:
            ride = await self._intake.take(update, self._channel)
        except asyncio.CancelledError:  # the process ends and another one takes it
            return _Answer(503, {"retry-after": str(RETRY_SECONDS)})
        except NotAccepted as error:
            status = 503 if error.will_pass else 500
            return _Answer(status, {"retry-after": str(RETRY_SECONDS)})
        return _Answer(200, ride=ride)

    def _checked(self, scope: Scope) -> dict[bytes, bytes]:
        """The headers. Raises _Refused for a request that does not know the secret."""
        if scope["method"] != "POST":
            raise _Refused(405, allow="POST")
        headers = dict(scope["headers"])
        shown = headers.get(SECRET_HEADER, b"")
        if not hmac.compare_digest(shown, self._secret):
            raise _Refused(403)
        return headers


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """What was posted. Raises _Refused for too much of it, and when it takes too long."""
    length = headers.get(b"content-length")
    if length is None:
        if b"transfer-encoding" not in headers:
            raise _Refused(411)
    elif not length.isdigit():
        raise _Refused(400)
    elif len(length) > 9 or int(length) > MAX_BYTES:
        raise _Refused(413)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read(receive)
    except TimeoutError:
        raise _Refused(408) from None


async def _read(receive: Receive) -> bytes:
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BYTES:
            raise _Refused(413)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _parsed(body: bytes) -> dict[str, Any]:
    """The update. Raises _Refused for what is no JSON object, or one too deep to be read."""
    try:
        update = json.loads(body.decode())
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise _Refused(400) from None
    if not isinstance(update, dict):
        raise _Refused(400)
    return update


async def _has_left(receive: Receive) -> bool:
    """Whether the other side closed the connection while the turn ran."""
    waiting = asyncio.ensure_future(receive())
    await asyncio.sleep(0)
    if waiting.done():
        return bool(waiting.result()["type"] == "http.disconnect")
    waiting.cancel()
    return False


async def _write(send: Send, answer: _Answer) -> None:
    body = b""
    headers = {**answer.headers, "content-length": "0"}
    if answer.ride is not None:
        text = json.dumps(answer.ride.body, ensure_ascii=False, separators=(",", ":"))
        body = text.encode(errors="replace")
        headers |= {"content-type": "application/json", "content-length": str(len(body))}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
