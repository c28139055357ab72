"""The wire to Telegram: python-telegram-bot's calls over aiohttp, at a fraction of httpx's CPU.

What matters most after a failure is whether the call may have been carried out: `NotSent` says it
was not; `TimedOut` and any other `NetworkError` leave it open. No error here carries an address,
because every address of the Bot API has the bot's token in it.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, FormData
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.connections import CONNECT_SECONDS, NEVER_LEFT, at_most, new_session

#: for a free connection, when all of them are busy
POOL_SECONDS = 10.0
READ_SECONDS = 20.0
WRITE_SECONDS = 10.0
WRITE_FILE_SECONDS = 60.0
_JSON = {"Content-Type": "application/json"}
#: what of a message that we sent is of use; reading all of it takes a third of the call's CPU
_OF_SENT = ("message_id", "date", "chat")


class NotSent(NetworkError):
    """Telegram has not carried it out: never reached, or its own front door said so (5xx)."""


class AiohttpRequest(BaseRequest):
    """The connections of one bot. Timeouts in seconds; None waits for ever."""

    def __init__(self) -> None:
        """Opens nothing yet."""
        # Without it the library warns at each 429; with it, periods are timedeltas.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take; a long poll adds its own."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Make the connections' home on the running loop. Calls nobody."""
        if self._session is None:
            self._session = new_session({"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_unused: Any,
        **timeouts: Any,
    ) -> tuple[int, bytes]:
        """One call: the status and the body of the answer. The library names all four timeouts.

        Raises NotSent, TimedOut, or NetworkError for a connection that broke in between.
        """
        session = self._open_session()
        with_files = request_data is not None and request_data.contains_files
        data, headers = _body(request_data)
        with _in_our_words():
            async with session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=_timeout(timeouts, with_files=with_files),
                allow_redirects=False,
            ) as response:
                return await _answer(response)

    async def download(self, url: str, most: int) -> bytes:
        """The file at this address. How long it may take in all is the caller's to say.

        Raises TooLarge as soon as there are more than `most` bytes; else what `do_request` does,
        and NotSent for any answer that is no file.
        """
        timeout = ClientTimeout(
            total=None,
            connect=CONNECT_SECONDS + POOL_SECONDS,
            sock_connect=CONNECT_SECONDS,
            sock_read=READ_SECONDS,
        )
        session, headers = self._open_session(), {"Accept-Encoding": "identity"}
        with _in_our_words():
            async with session.get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != HTTPStatus.OK:
                    raise NotSent(str(response.status))
                return await at_most(response, most)

    def _open_session(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the connections to Telegram are not open")
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary; of a message that was sent, no more than says which it is.

        Raises NetworkError, which names nothing of what came.
        """
        try:
            answer: Any = json.loads(payload)
        except ValueError:
            kind = NetworkError if payload.startswith(b"{") else NotSent
            raise kind("an answer that is not JSON") from None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise NotSent("an answer of somebody else")
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {name: result[name] for name in _OF_SENT if name in result}
        return answer


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What went wrong on the way, without the address: the token stands in it."""
    try:
        yield
    except NEVER_LEFT as error:
        raise NotSent(type(error).__name__) from None
    except TimeoutError:
        raise TimedOut from None
    except (ClientError, OSError) as error:
        raise NetworkError(type(error).__name__) from None


async def _answer(response: ClientResponse) -> tuple[int, bytes]:
    """Status and body; raises NotSent where it was not the Bot API's own word.

    A proxy's page on the way (403, 502) says nothing about the chat it was meant for.
    """
    payload = await response.read()
    code = response.status
    if code == HTTPStatus.GATEWAY_TIMEOUT:
        raise TimedOut("504")
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotSent(str(code))
    if code >= HTTPStatus.MULTIPLE_CHOICES and not payload.lstrip().startswith(b"{"):
        raise NotSent(f"{code} without JSON")
    return code, payload


def _timeout(given: Mapping[str, Any], *, with_files: bool) -> ClientTimeout:
    """The library's four as aiohttp's; it has none for writing, so the sum bounds the call."""
    connect = _seconds(given, "connect_timeout", CONNECT_SECONDS)
    pool = _seconds(given, "pool_timeout", POOL_SECONDS)
    write = _seconds(given, "write_timeout", WRITE_FILE_SECONDS if with_files else WRITE_SECONDS)
    read = _seconds(given, "read_timeout", READ_SECONDS)
    waiting = None if connect is None or pool is None else connect + pool
    total = None if waiting is None or write is None or read is None else waiting + write + read
    return ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _seconds(given: Mapping[str, Any], name: str, default: float) -> float | None:
    value: Any = given.get(name, BaseRequest.DEFAULT_NONE)
    return default if value is BaseRequest.DEFAULT_NONE else value


def _body(request_data: RequestData | None) -> tuple[bytes | FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        # A body of JSON costs a quarter of an encoded form, and halves of surrogate pairs, which
        # people's devices do send, become question marks.
        body = json.dumps(request_data.parameters, ensure_ascii=False)
        return body.encode(errors="replace"), _JSON
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form, {}
