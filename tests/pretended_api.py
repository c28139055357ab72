"""A Bot API on loopback that answers three questions, each as wrongly as a test wishes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "4711:secret-of-the-bot"


@dataclass
class PretendedApi:
    """What is told of one bot. `refused` are answers in place of a result, by method."""

    now: datetime
    me: dict[str, Any] = field(
        default_factory=lambda: {
            "id": 4711,
            "is_bot": True,
            "username": "kuiyuan_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
        }
    )
    info: dict[str, Any] = field(default_factory=lambda: {"url": "", "pending_update_count": 0})
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    #: how far Telegram's clock is behind ours
    behind: timedelta = timedelta()
    address: str = ""

    @property
    def base(self) -> str:
        """What `api_base` is set to."""
        return f"{self.address}/bot"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Answer while the block lasts."""
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("")).rstrip("/")
        yield
        await server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.asked.append(method)
        headers = {"Date": format_datetime(self.now - self.behind, usegmt=True)}
        if request.match_info["token"] != TOKEN:
            return _refusal(401, "Unauthorized", headers)
        if method in self.refused:
            return _refusal(*self.refused[method], headers)
        result = {"getMe": self.me, "getWebhookInfo": self.info, "getUpdates": []}[method]
        return web.json_response({"ok": True, "result": result}, headers=headers)


def _refusal(status: int, words: str, headers: dict[str, str]) -> web.Response:
    if words.startswith("<"):
        return web.Response(status=status, text=words, content_type="text/html", headers=headers)
    told = {"ok": False, "error_code": status, "description": words}
    return web.json_response(told, status=status, headers=headers)
