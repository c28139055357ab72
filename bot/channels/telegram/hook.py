"""POST /telegram[/NAME]: one update from Telegram, answered only once it is ours.

Bare ASGI, because a reply that rides in the answer counts as said when its bytes are written, and
that is known only where they are.
"""

import asyncio
import hashlib
import hmac
import json
from typing import Any

from starlette.types import Receive, Scope, Send

from bot.channels.contract import Channel
from bot.channels.posted import Gone, Refused, Reply, has_left, read_body, write
from bot.channels.telegram.intake import Intake, NotAccepted
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.riding import Ride

SECRET_HEADER = b"x-telegram-bot-api-secret-token"
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
            if isinstance(answer, Reply):
                await write(send, answer)
                return
            if await has_left(receive):
                return
            await write(send, _riding(answer))
        except (Gone, OSError):
            return  # not said: the same bytes wait for the post that comes again
        self._intake.rode(answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Reply | Ride:
        try:
            headers = self._checked(scope)
            update = _parsed(await read_body(headers, receive))
        except Refused as refused:
            return refused.reply
        try:
            ride = await self._intake.take(update, self._channel)
        except asyncio.CancelledError:  # the process ends and another one takes it
            return Reply(503, {"retry-after": str(RETRY_SECONDS)})
        except NotAccepted as error:
            status = 503 if error.will_pass else 500
            return Reply(status, {"retry-after": str(RETRY_SECONDS)})
        return ride or Reply(200)

    def _checked(self, scope: Scope) -> dict[bytes, bytes]:
        """The headers. Raises Refused for a request that does not know the secret."""
        if scope["method"] != "POST":
            raise Refused(405, allow="POST")
        headers = dict(scope["headers"])
        shown = headers.get(SECRET_HEADER, b"")
        if not hmac.compare_digest(shown, self._secret):
            raise Refused(403)
        return headers


def _parsed(body: bytes) -> dict[str, Any]:
    """The update. Raises Refused for what is no JSON object, or one too deep to be read."""
    try:
        update = json.loads(body.decode())
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise Refused(400) from None
    if not isinstance(update, dict):
        raise Refused(400)
    return update


def _riding(ride: Ride) -> Reply:
    """200 with the call that is the reply."""
    text = json.dumps(ride.body, ensure_ascii=False, separators=(",", ":"))
    return Reply(200, {"content-type": "application/json"}, text.encode(errors="replace"))
