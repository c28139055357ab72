"""What the stand-ins for WeChat and WeCom have in common: an API on loopback, and its mishaps."""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, ClassVar, Self

from aiohttp import web

from tests.wechat_api.calls import Refused, read_body
from tests.wechat_api.faults import BEFORE, CODES, Faults, Wrong
from tests.wechat_api.posting import Poster

_SPOILED = (Wrong.EXPIRED, Wrong.BAD_TOKEN)


class Server:
    """One account at a platform on loopback; `async with` it."""

    #: what stands before the path of each call
    root: ClassVar[str]
    #: the call that asks for a token, and needs none
    token_path: ClassVar[str]
    calls: ClassVar[Mapping[str, Callable[[Any, dict[str, Any]], dict[str, Any]]]]

    def __init__(self, state: Any, make_poster: Callable[..., Poster]) -> None:
        """`make_poster` takes the state, the faults, and what tells where the next post goes."""
        self.state, self.faults = state, Faults()
        self.port = 0
        #: where posts go; set once the desk runs
        self.callback = ""
        #: of further processes behind the same address
        self.further: list[str] = []
        self.poster = make_poster(self.state, self.faults, self._next_callback)
        self._posts = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", f"/{self.root}/cgi-bin/{{path:.*}}", self._answer)
        app.router.add_route("*", f"/{self.root}{{path:/wxaapi/.*}}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        await self.poster.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self.poster.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _next_callback(self) -> str:
        """Where the next post goes: to each process in turn."""
        self._posts += 1
        return [self.callback, *self.further][self._posts % (1 + len(self.further))]

    @property
    def base(self) -> str:
        """What `api_base` is to be."""
        return f"http://127.0.0.1:{self.port}/{self.root}/cgi-bin/"

    @property
    def violations(self) -> list[str]:
        """What a correct desk would not have done."""
        found: list[str] = self.state.violations
        return found

    @property
    def is_calm(self) -> bool:
        """Nothing is being posted."""
        return self.poster.is_idle

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """Of all calls of one path that were carried out."""
        return [dict(body) for each, body in self.state.calls if each == path]

    def whom(self, body: dict[str, Any]) -> str:
        """Whom a call is about, for faults."""
        return str(body.get("touser", ""))

    def show(self, body: dict[str, Any], said: dict[str, Any], *, untold: bool) -> dict[str, Any]:
        """A call was carried out, and nobody is told when `untold`; returns what is answered."""
        raise NotImplementedError

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        try:
            body = await self._asked(path, request)
            wrong = self.faults.strike(path, self.whom(body))
            if wrong in BEFORE:
                return await self._spoil(wrong, request)
            self._check_token(path, request)
            if path == "media/get":
                return self._download(request)
            said = self.calls[path](self.state, body)
        except Refused as refused:
            self.state.refused[refused.code] += 1
            return web.json_response({"errcode": refused.code, "errmsg": "refused"})
        self.state.calls.append((path, body))
        told = self.show(body, said, untold=wrong is Wrong.LOST)
        if wrong is Wrong.LOST:
            return self._hang_up(request)
        await asyncio.sleep(self.state.setup.takes)
        return web.json_response({"errcode": 0, "errmsg": "ok", **told})

    async def _asked(self, path: str, request: web.Request) -> dict[str, Any]:
        if request.method == "GET" or path == "media/upload":
            return dict(request.query)
        return read_body(self.state, path, await request.read())

    async def _spoil(self, wrong: Wrong | None, request: web.Request) -> web.StreamResponse:
        """It is not carried out."""
        if wrong in CODES:
            if wrong in _SPOILED:
                self.state.spoiled.add(request.query.get("access_token", ""))
            raise Refused(CODES[wrong])
        if wrong is Wrong.BROKEN:
            return web.Response(status=500)
        if wrong is Wrong.HELD:
            await asyncio.sleep(60)
        return self._hang_up(request)

    def _check_token(self, path: str, request: web.Request) -> None:
        token = request.query.get("access_token", "")
        code = 0 if path == self.token_path else self.state.check_token(token)
        if code:
            raise Refused(code)

    def _download(self, request: web.Request) -> web.StreamResponse:
        data = self.state.media.get(request.query.get("media_id", ""))
        if data is None:
            raise Refused(40007)
        return web.Response(body=data, content_type="application/octet-stream")

    def _hang_up(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response()
