"""The wire to WeChat: one call over aiohttp, its answer, and whether it may have been carried out.

JSON goes out as UTF-8 itself: WeChat shows \\uXXXX to people as it stands. No error here carries an
address, because the access token stands in it.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, FormData

from bot.channels.connections import (
    CONNECT_SECONDS,
    NEVER_LEFT,
    TooLarge,
    at_most,
    new_session,
)
from bot.channels.wechat.errors import ApiError

CALL_SECONDS = 15.0
FILE_SECONDS = 60.0
LARGEST_ANSWER = 1024 * 1024


class NotSent(Exception):
    """WeChat has not carried it out: never reached, or its own front door said so (5xx)."""


class Unknown(Exception):
    """It may have been carried out: timed out, cut off, or answered with what is no answer."""


class Wire:
    """The connections of one account."""

    def __init__(self, api_base: str) -> None:
        """`api_base` ends in `/cgi-bin/`. Opens nothing yet."""
        self._base = api_base if api_base.endswith("/") else api_base + "/"
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """Make the connections' home on the running loop. Calls nobody."""
        if self._session is None:
            self._session = new_session()

    async def close(self) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(
        self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """One call. Raises ApiError, NotSent, Unknown."""
        data = json.dumps(body, ensure_ascii=False).encode(errors="replace")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        async with self._asked("POST", path, query, CALL_SECONDS, data, headers) as answer:
            return await _json(answer)

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """One call that only asks. Raises what `post` does."""
        async with self._asked("GET", path, query, CALL_SECONDS) as answer:
            return await _json(answer)

    async def upload(
        self, path: str, query: Mapping[str, str], name: str, content_type: str, data: bytes
    ) -> dict[str, Any]:
        """A file as the field `media`. Raises what `post` does."""
        form = FormData(quote_fields=False)
        form.add_field("media", data, filename=name, content_type=content_type)
        async with self._asked("POST", path, query, FILE_SECONDS, form) as answer:
            return await _json(answer)

    async def download(self, path: str, query: Mapping[str, str], most: int) -> bytes:
        """A file, at most `most` bytes. Raises TooLarge, and what `post` does."""
        async with self._asked("GET", path, query, FILE_SECONDS) as answer:
            if "json" in answer.content_type or answer.content_type.startswith("text/"):
                await _json(answer)
                raise Unknown("no file")
            return await at_most(answer, most)

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        seconds: float,
        data: bytes | FormData | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[ClientResponse]:
        if self._session is None:
            raise RuntimeError("the connections to WeChat are not open")
        timeout = ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session.request(
                method,
                self._base + path,
                params=query,
                data=data,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                _check_status(answer.status)
                yield answer
        except NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, ClientError, OSError) as error:
            raise Unknown(type(error).__name__) from None


def _check_status(status: int) -> None:
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        raise Unknown("504")
    if status != HTTPStatus.OK:
        raise NotSent(str(status))


async def _json(answer: ClientResponse) -> dict[str, Any]:
    """The answer; WeChat says with status 200 what it refused."""
    try:
        said: Any = json.loads(await at_most(answer, LARGEST_ANSWER))
    except (ValueError, TooLarge):
        raise Unknown("an answer that is not JSON") from None
    if not isinstance(said, dict):
        raise Unknown("an answer that is no object")
    code = said.get("errcode", 0)
    if code != 0:
        raise ApiError(code if type(code) is int else 0)
    return said
