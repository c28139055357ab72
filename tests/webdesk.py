"""The web chat in memory: the real application, a real database, no socket in between."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.app import Process, build, running
from bot.clock import Surroundings
from bot.config import (
    DatabaseSection,
    SecuritySection,
    Settings,
    StorageSection,
    TelegramSection,
)
from bot.ground import Ground, open_ground, prepare
from bot.web.routes import web_app
from tests.conftest import INDEX_KEY, KEY
from tests.transcript import MONDAY

LOCAL = ("127.0.0.1", 4321)


@dataclass
class WebDesk:
    """One process and the browsers in front of it."""

    ground: Ground
    process: Process
    moments: list[datetime] = field(default_factory=lambda: [MONDAY])

    @classmethod
    def open(
        cls,
        url: str,
        folder: Path,
        *,
        public_url: str = "",
        with_sample: bool = False,
        telegram: TelegramSection | None = None,
    ) -> "WebDesk":
        """A desk on a database that has its community; without `telegram` there is no bot."""
        settings = Settings(
            database=DatabaseSection(url=url),
            storage=StorageSection(path=folder),
            security=SecuritySection(
                keys=[SecretStr(KEY)],
                index_key=SecretStr(INDEX_KEY),
                session_key=SecretStr("session"),
            ),
        )
        settings.web.public_url = public_url
        settings.telegram = telegram or settings.telegram
        moments = [MONDAY]
        ground = open_ground(settings, Surroundings(now=lambda: moments[0]))
        prepare(ground, with_sample=with_sample)
        return cls(ground, build(ground), moments)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver and tick while the block lasts."""
        async with running(self.process):
            yield
        self.ground.db.close()

    def wait(self, **delta: float) -> None:
        """Let time pass."""
        self.moments[0] += timedelta(**delta)

    async def deliver(self) -> None:
        """Send everything that is due."""
        await self.process.delivery.drain()

    @property
    def app(self) -> Starlette:
        """All pages, and where platforms post."""
        further = [route for each in self.process.listening for route in each.routes()]
        return web_app(self.process.site, further)

    @property
    def base_url(self) -> str:
        """Where it is; what is public is so by TLS, and its cookies go no other way."""
        return "https://desk" if self.process.site.settings.web.public_url else "http://desk"

    def browser(self, host: str = LOCAL[0]) -> "Browser":
        """A browser with no cookies."""
        transport = httpx.ASGITransport(self.app, client=(host, LOCAL[1]))
        client = httpx.AsyncClient(transport=transport, base_url=self.base_url)
        return Browser(self, client)


@dataclass
class Browser:
    """One browser; `query` chooses the pane."""

    desk: WebDesk
    client: httpx.AsyncClient
    query: str = ""

    def pane(self, name: str) -> "Browser":
        """Another pane of the same browser."""
        return replace(self, query=f"?pane={name}")

    async def page(self) -> str:
        """The chat page as text."""
        await self.desk.deliver()
        answer = await self.client.get(f"/chat{self.query}")
        assert answer.status_code == 200
        return answer.text

    async def csrf(self) -> str:
        """The form's own proof."""
        found = re.search(r'data-csrf="([0-9a-f]+)"', await self.page())
        assert found is not None
        return found[1]

    async def post(self, fields: dict[str, Any], **kwargs: Any) -> httpx.Response:
        """Post to the chat as the page's script would."""
        data = {"csrf": await self.csrf(), **fields}
        headers = {"accept": "application/json"}
        address = f"/chat/say{self.query}"
        return await self.client.post(address, data=data, headers=headers, **kwargs)

    async def say(self, text: str) -> str:
        """Write; returns the page after it."""
        answer = await self.post({"text": text})
        assert answer.json() == {"ok": True}
        return await self.page()

    async def press(self, label: str) -> str:
        """Press the last button of that label; returns the page after it."""
        found = re.findall(
            rf'name="press" value="([^"]+)" data-label="{re.escape(label)}"', await self.page()
        )
        assert found, label
        answer = await self.post({"press": unescape(found[-1])})
        assert answer.json() == {"ok": True}
        return await self.page()

    async def enter(self, who: str) -> str:
        """Go through a door of the sample community; returns the chat page."""
        answer = await self.client.post(f"/doors/{who}{self.query}", follow_redirects=True)
        assert answer.status_code == 200
        return answer.text
