"""What tests of and with the stand-in share: a bot as the library makes it, and bare calls."""

import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.telegram_api.api import BotApi
from tests.telegram_api.state import Times
from tests.transcript import MONDAY


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self, moment: datetime = MONDAY) -> None:
        """It is this moment."""
        self.moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)

    @property
    def times(self) -> Times:
        """For a stand-in, its pace too."""
        return Times.of(self.now)


@asynccontextmanager
async def library_bot(api: BotApi, read_timeout: float = 5.0) -> AsyncIterator[Bot]:
    """python-telegram-bot's own client for this stand-in, over its own transport."""
    requests = [
        HTTPXRequest(4, read_timeout=read_timeout, httpx_kwargs={"verify": False}) for _ in range(2)
    ]
    bot = Bot(
        api.token,
        base_url=api.base,
        base_file_url=api.file_base,
        get_updates_request=requests[0],
        request=requests[1],
    )
    async with bot:
        yield bot


async def told(bot: Bot, **asked: Any) -> list[Any]:
    """The updates that one getUpdates brings; typed as anything, for tests know what came."""
    return list(await bot.get_updates(**asked))


class Bare:
    """Calls that no library would make."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        """`session` is open."""
        self._api, self._session = api, session

    async def json(self, method: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call with a JSON body; returns the answer's body."""
        return await self.post(method, json.dumps(params or {}).encode(), "application/json")

    async def form(self, method: str, **params: str) -> dict[str, Any]:
        """Call with a form."""
        async with self._session.post(self._url(method), data=params) as answer:
            return await _read(answer)

    async def parts(
        self, method: str, files: Mapping[str, tuple[str, bytes]], **params: str
    ) -> dict[str, Any]:
        """Call with files: name and content by part."""
        form = aiohttp.FormData()
        for key, value in params.items():
            form.add_field(key, value)
        for key, (name, data) in files.items():
            content = io.BytesIO(data)
            form.add_field(key, content, filename=name, content_type="application/octet-stream")
        async with self._session.post(self._url(method), data=form) as answer:
            return await _read(answer)

    async def post(self, method: str, body: bytes, kind: str) -> dict[str, Any]:
        """Call with any body."""
        headers = {"Content-Type": kind}
        async with self._session.post(self._url(method), data=body, headers=headers) as answer:
            return await _read(answer)

    def _url(self, method: str) -> str:
        return f"{self._api.base}{self._api.token}/{method}"


async def _read(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    body: dict[str, Any] = await answer.json()
    assert body.get("error_code", 200) == answer.status
    return body


@asynccontextmanager
async def bare_calls(api: BotApi) -> AsyncIterator[Bare]:
    """A way to make bare calls."""
    async with aiohttp.ClientSession() as session:
        yield Bare(api, session)
