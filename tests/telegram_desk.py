"""A desk of one process, with a bot at the stand-in, running on the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from bot.app import Process, build, running
from bot.clock import Surroundings, utc_now
from bot.config import Settings
from bot.ground import open_ground, prepare
from bot.web.routes import web_app
from tests.conftest import KEY
from tests.daytime import morning_zone
from tests.telegram_api import BotApi

SECRET = "a-secret-of-tests"


@dataclass(frozen=True)
class Place:
    """Where a desk runs. `telegram` are further keys of that section."""

    url: str
    folder: Path
    mode: str = "polling"
    around: Surroundings = field(default_factory=Surroundings)
    telegram: dict[str, Any] = field(default_factory=dict)


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(place: Place, api: BotApi, port: int) -> Settings:
    """As `config.toml` would say it."""
    made: dict[str, Any] = {
        "community": {
            "name": "葵园社区",
            "station_phone": "8000 0123",
            **({"timezone": morning_zone()} if place.around.now is utc_now else {}),
        },
        "database": {"url": place.url, "durability": "fast"},
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "security": {"keys": [KEY], "index_key": "index", "session_key": "session"},
        "storage": {"path": str(place.folder)},
        "telegram": {
            "token": api.token,
            "mode": place.mode,
            "webhook_secret": SECRET,
            "api_base": api.base,
            "file_base": api.file_base,
            "overseas_notice": False,
            **place.telegram,
        },
    }
    return Settings.model_validate(made)


@asynccontextmanager
async def desk_at(api: BotApi, place: Place) -> AsyncIterator[Process]:
    """Run a desk while the block lasts; with a webhook, its pages are served too."""
    async with desk_of(settings_of(place, api, free_port()), place.around) as process:
        yield process


@asynccontextmanager
async def desk_of(settings: Settings, around: Surroundings) -> AsyncIterator[Process]:
    """Run a desk of these settings while the block lasts, and serve its pages."""
    ground = open_ground(settings, around)
    prepare(ground)
    process = build(ground)
    try:
        async with running(process), _served(process, settings.web.port):
            yield process
    finally:
        ground.db.close()


class _Server(uvicorn.Server):
    """Serves until told to stop, without looking ten times a second whether it is to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun, self.stop = asyncio.Event(), asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are the test's."""
        yield

    async def main_loop(self) -> None:
        """All of its life."""
        await self.on_tick(0)
        self.begun.set()
        await self.stop.wait()


@asynccontextmanager
async def _served(process: Process, port: int) -> AsyncIterator[None]:
    routes = [route for each in process.listening for route in each.routes()]
    app = web_app(process.site, routes)
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning")
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    await server.begun.wait()
    try:
        yield
    finally:
        server.stop.set()
        await serving
