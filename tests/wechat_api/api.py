"""The stand-in for one account: `async with WeChatApi() as api`, then people write and read."""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.wechat_api.calls import CALLS, Refused, read_body
from tests.wechat_api.faults import BEFORE, CODES, Faults, Wrong
from tests.wechat_api.people import Follower
from tests.wechat_api.posting import Poster
from tests.wechat_api.state import Chat, Heard, Setup, State

_SPOILED = (Wrong.EXPIRED, Wrong.BAD_TOKEN)


class WeChatApi:
    """One account at a loopback WeChat."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.state = State(setup or Setup())
        self.faults = Faults()
        self.port = 0
        #: where posts go; set once the desk runs
        self.callback = ""
        #: of further processes behind the same address
        self.further: list[str] = []
        self.poster = Poster(self.state, self.faults, self._next_callback)
        self._posts = 0
        self.changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._held: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/wx/cgi-bin/{path:.*}", self._answer)
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
        return f"http://127.0.0.1:{self.port}/wx/cgi-bin/"

    @property
    def violations(self) -> list[str]:
        """What a correct desk would not have done."""
        return self.state.violations

    @property
    def is_calm(self) -> bool:
        """Nothing is being posted."""
        return self.poster.is_idle

    def follower(self, openid: str) -> Follower:
        """Somebody, who follows already and has not written."""
        self.state.chats.setdefault(openid, Chat(openid))
        return Follower(self, openid)

    def paths(self, path: str) -> list[dict[str, Any]]:
        """The bodies of all calls of one path."""
        return [dict(body) for each, body in self.state.calls if each == path]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        raw = await request.read()
        try:
            body = {} if path == "media/upload" else read_body(self.state, path, raw)
            wrong = self.faults.strike(path, str(body.get("touser", "")))
            if wrong in BEFORE:
                return await self._spoil(wrong, request)
            self._check_token(path, request)
            if path == "media/get":
                return self._download(request)
            said = CALLS[path](self.state, body)
        except Refused as refused:
            return self._refusal(refused.code)
        self.state.calls.append((path, body))
        self._show(body, said, untold=wrong is Wrong.LOST)
        await asyncio.sleep(self.state.setup.takes)
        if wrong is Wrong.LOST:
            return self._hang_up(request)
        told = {name: value for name, value in said.items() if name not in ("text", "template")}
        return web.json_response({"errcode": 0, "errmsg": "ok", **told})

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
        code = 0 if path == "stable_token" else self.state.check_token(token)
        if code:
            raise Refused(code)

    def _show(self, body: dict[str, Any], said: dict[str, Any], *, untold: bool) -> None:
        for way in ("text", "template"):
            if way in said:
                chat = self.state.chats[body["touser"]]
                chat.heard.append(Heard(said[way], way, self.state.setup.now(), untold))
        self.tell()

    def tell(self) -> None:
        """Something is there to be read."""
        self.changed.set()
        self.changed = asyncio.Event()

    def _download(self, request: web.Request) -> web.StreamResponse:
        data = self.state.media.get(request.query.get("media_id", ""))
        if data is None:
            raise Refused(40007)
        return web.Response(body=data, content_type="application/octet-stream")

    def _refusal(self, code: int) -> web.Response:
        self.state.refused[code] += 1
        return web.json_response({"errcode": code, "errmsg": "refused"})

    def _hang_up(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response()
