"""Asks the Bot API what it knows of a bot. No answer here carries an address or a token."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.clock import Surroundings
from bot.config import TelegramAccount

TIMEOUT = ClientTimeout(total=15)
#: the header tells whole seconds, cut off
HALF_A_SECOND = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said: a result, or the status and the kind of what went wrong instead."""

    result: dict[str, Any] | None = None
    #: of HTTP; 0 when nobody answered
    status: int = 0
    #: the refusal in Telegram's words, or the kind of failure on the way
    trouble: str = ""
    #: how far our clock is ahead of theirs; None when they did not say
    ahead: timedelta | None = None


class Telegram:
    """One bot as Telegram knows it."""

    def __init__(
        self, session: ClientSession, account: TelegramAccount, around: Surroundings
    ) -> None:
        """Asks nobody yet."""
        self._session, self._around = session, around
        self._base = account.api_base + account.token.get_secret_value()

    async def ask(self, method: str, **parameters: Any) -> Answer:
        """One call; never raises for what happens on the way."""
        before = self._around.now()
        try:
            async with self._session.post(
                f"{self._base}/{method}", json=parameters, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                payload = await response.read()
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return Answer(trouble=type(error).__name__)
        middle = before + (self._around.now() - before) / 2
        return _read(response, payload, _ahead(response, middle))


def _ahead(response: ClientResponse, middle: datetime) -> timedelta | None:
    """How far our clock, in the middle of the call, was ahead of the answer's date."""
    try:
        return middle - parsedate_to_datetime(response.headers["Date"]) - HALF_A_SECOND
    except (KeyError, ValueError, TypeError):
        return None


def _read(response: ClientResponse, payload: bytes, ahead: timedelta | None) -> Answer:
    try:
        told = json.loads(payload)
    except ValueError:
        return Answer(status=response.status, trouble="no JSON", ahead=ahead)
    if not isinstance(told, dict) or "ok" not in told:
        return Answer(status=response.status, trouble="other JSON", ahead=ahead)
    if told["ok"] is not True:
        words = str(told.get("description", ""))
        return Answer(status=response.status, trouble=words, ahead=ahead)
    result = told.get("result")
    return Answer(result if isinstance(result, dict) else {}, response.status, ahead=ahead)
