"""The stand-in for one app: `async with WeComApi() as api`, then members write and read."""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.wechat_api.calls import Refused, read_body
from tests.wechat_api.faults import BEFORE, CODES, Fault, Faults, Wrong
from tests.wecom_api.calls import CALLS
from tests.wecom_api.people import Member
from tests.wecom_api.posting import WeComPoster
from tests.wecom_api.state import SEND, Chat, Setup, State

_SPOILED = (Wrong.EXPIRED, Wrong.BAD_TOKEN)


class WeComApi:
    """One app at a loopback WeCom."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.state = State(setup or Setup())
        self.faults = Faults()
        self.port = 0
        #: where posts go; set once the desk runs
        self.callback = ""
        state: Any = self.state
        self.poster = WeComPoster(state, self.faults, lambda: self.callback)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/qy/cgi-bin/{path:.*}", self._answer)
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

    @property
    def base(self) -> str:
        """What `api_base` is to be."""
        return f"http://127.0.0.1:{self.port}/qy/cgi-bin/"

    @property
    def violations(self) -> list[str]:
        """What a correct desk would not have done."""
        return self.state.violations

    @property
    def is_calm(self) -> bool:
        """Nothing is being posted."""
        return self.poster.is_idle

    def member(self, userid: str) -> Member:
        """Somebody in the company who may use the app."""
        self.state.chats.setdefault(userid, Chat(userid))
        return Member(self, userid)

    def plan(self, kind: Wrong, path: str = SEND, **more: Any) -> Fault:
        """Let a call go wrong."""
        return self.faults.add(kind, path=path, **more)

    def bodies(self, path: str = SEND) -> list[dict[str, Any]]:
        """Of all calls of one path that were carried out."""
        return [body for each, body in self.state.calls if each == path]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        try:
            body = await self._asked(path, request)
            to = str(body.get("touser") or "".join(body.get("userids", [])))
            wrong = self.faults.strike(path, to)
            if wrong in BEFORE:
                return await self._spoil(wrong, request)
            code = 0 if path == "gettoken" else self._token_code(request)
            if code:
                raise Refused(code)
            if path == "media/get":
                return self._download(request)
            said = CALLS[path](self.state, body)
        except Refused as refused:
            self.state.refused[refused.code] += 1
            return web.json_response({"errcode": refused.code, "errmsg": "refused"})
        self.state.calls.append((path, body))
        if wrong is Wrong.LOST:
            for chat in self.state.chats.values():
                if chat.userid == to and chat.heard and path == SEND:
                    chat.heard[-1].untold = True
            return self._hang_up(request)
        await asyncio.sleep(self.state.setup.takes)
        return web.json_response({"errcode": 0, "errmsg": "ok", **said})

    async def _asked(self, path: str, request: web.Request) -> dict[str, Any]:
        if request.method == "GET" or path == "media/upload":
            return dict(request.query)
        state: Any = self.state
        return read_body(state, path, await request.read())

    def _token_code(self, request: web.Request) -> int:
        return self.state.check_token(request.query.get("access_token", ""))

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

    def _download(self, request: web.Request) -> web.StreamResponse:
        data = self.state.media.get(request.query.get("media_id", ""))
        if data is None:
            raise Refused(40007)
        return web.Response(body=data, content_type="application/octet-stream")

    def _hang_up(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response()
