"""The HTTP face: one loopback port for any number of bots, told apart by their tokens."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol
from urllib.parse import unquote

from aiohttp import web

from tests.telegram_api.bodies import read_call
from tests.telegram_api.calling import Answer
from tests.telegram_api.chats import StoredFile
from tests.telegram_api.refusing import Refused
from tests.telegram_api.signatures import Upload

Control = Callable[[web.BaseRequest], Awaitable[web.Response]]
_TOKEN = re.compile(r"\d+:[\w-]+")
_JSON = {"Content-Type": "application/json"}
_HTML = {"Content-Type": "text/html"}
#: a little more than the largest upload
_BODY = 60 * 1024 * 1024


class Served(Protocol):
    """One bot behind the port."""

    async def take(
        self, name: str, raw: Mapping[str, object], uploads: dict[str, Upload]
    ) -> Answer:
        """Carry out a call."""

    def unreadable(self, name: str, refused: Refused) -> Answer:
        """Refuse what could not be read."""

    def dropped_unread(self, name: str) -> bool:
        """Whether to close before reading."""

    async def download(self, path: str) -> StoredFile | Answer | None:
        """A file, nothing, or a mishap."""


class Listener:
    """The port, open between `open` and `close`."""

    def __init__(self) -> None:
        """No bot yet."""
        self.bots: dict[str, Served] = {}
        self.control: Control | None = None
        self.port = 0
        #: calls with a token that nobody has
        self.unauthorized = 0
        self._server: asyncio.Server | None = None
        self._web: web.Server | None = None

    async def open(self, port: int = 0) -> None:
        """Listen; 0 takes any free port, which stands in `port` afterwards."""
        self._web = web.Server(
            self._handle,
            handler_cancellation=True,
            request_factory=_request,
            access_log=None,
        )
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._web, "127.0.0.1", port, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Close the port and every connection, whatever is still being answered."""
        if self._server is not None and self._web is not None:
            self._server.close()
            await self._web.shutdown(0.01)  # 0 would wait for ever
            await self._server.wait_closed()
            self._server = self._web = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/bot"):
            token, _, name = unquote(path[4:]).partition("/")
            return await self._call(request, token, name, query)
        if path.startswith("/file/bot"):
            token, _, name = unquote(path[9:]).partition("/")
            return await self._download(request, token, name)
        if path.startswith("/control/") and self.control is not None:
            return await self.control(request)
        return _plain(404, b'{"ok":false,"error_code":404,"description":"Not Found"}')

    async def _call(
        self, request: web.BaseRequest, token: str, name: str, query: str
    ) -> web.StreamResponse:
        bot = self.bots.get(token)
        if bot is None:
            return self._unknown(token)
        if bot.dropped_unread(name):
            return _dropped(request)
        try:
            raw, uploads = await read_call(request, query)
        except Refused as refused:
            return _response(request, bot.unreadable(name, refused))
        except web.HTTPRequestEntityTooLarge:
            too_large = Refused(413, "Request Entity Too Large", fault="is too large")
            return _response(request, bot.unreadable(name, too_large))
        return _response(request, await bot.take(name, raw, uploads))

    async def _download(
        self, request: web.BaseRequest, token: str, path: str
    ) -> web.StreamResponse:
        bot = self.bots.get(token)
        if bot is None:
            return self._unknown(token)
        found = await bot.download(path)
        if isinstance(found, Answer):
            return _response(request, found)
        if found is None:
            return _plain(404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
        return web.Response(body=found.data, content_type="application/octet-stream")

    def _unknown(self, token: str) -> web.Response:
        self.unauthorized += 1
        if not _TOKEN.fullmatch(token):
            return _plain(404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
        return _plain(401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}')


def _request(message, payload, protocol, writer, task) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_BODY)


def _plain(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, headers=_JSON)


def _response(request: web.BaseRequest, answer: Answer) -> web.Response:
    if answer.drop:
        return _dropped(request)
    headers = _HTML if answer.is_html else _JSON
    return web.Response(status=answer.status, body=answer.body, headers=headers)


def _dropped(request: web.BaseRequest) -> web.Response:
    """The connection is gone; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
