"""The gateway for text messages: one call, a template by its id, and what an answer means.

A gateway sends what it has taken once, and bills it; so whatever leaves open whether it was taken
is a doubt, never a second try.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.connections import CONNECT_SECONDS, NEVER_LEFT, new_session
from bot.channels.contract import SendError, Trouble
from bot.config_sms import SmsSection

log = structlog.get_logger()
#: a wrong key, address or account is mended by a person; looked at again after so many seconds
_OPERATOR = frozenset({401, 403, 404})
OPERATOR_SECONDS, BUSY_SECONDS = 300.0, 30.0


@dataclass(frozen=True, slots=True)
class Text:
    """One text message: to which number, by which template, with what in its places.

    `key` is ours and the same for every try, so that a gateway that knows such keys sends it once.
    """

    number: str
    template: str
    key: str
    community: str
    words: str
    phone: str


class Gateway:
    """The configured gateway; open it for as long as texts are sent."""

    def __init__(self, settings: SmsSection) -> None:
        """Opens nothing yet."""
        self._settings = settings
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connections."""
        self._session = new_session()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()

    async def send(self, text: Text) -> None:
        """Send it once. Raises SendError: BUSY was not taken, UNCERTAIN may have been."""
        assert self._session is not None  # noqa: S101 - it is opened around this
        key = self._settings.key.get_secret_value()
        body = {
            "phone": text.number,
            "sign": self._settings.sign,
            "template": text.template,
            "id": text.key,
            "params": {
                "community": text.community,
                "words": text.words,
                "phone": text.phone,
            },
        }
        headers = {"Authorization": f"Bearer {key}"}
        url = self._settings.url
        timeout = ClientTimeout(total=self._settings.seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session.post(
                url, json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                status = answer.status
                await answer.read()
        except NEVER_LEFT as error:
            raise SendError(Trouble.BUSY, BUSY_SECONDS) from error
        except (ClientError, TimeoutError) as error:
            raise SendError(Trouble.UNCERTAIN) from error
        if not 200 <= status < 300:
            log.warning("the gateway for text messages refused", status=status)
            raise _meaning(status)


def _meaning(status: int) -> SendError:
    if status == 429:
        return SendError(Trouble.BUSY, BUSY_SECONDS)
    if status in _OPERATOR:
        return SendError(Trouble.BUSY, OPERATOR_SECONDS)
    if status == 408 or status >= 500 or status < 400:
        return SendError(Trouble.UNCERTAIN)
    return SendError(Trouble.REJECTED)
