"""A desk of one process, with a bot at the stand-in, running on the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from bot.app import Process, build, open_ground, prepare, running
from bot.clock import Surroundings
from bot.config import Settings
from bot.web.routes import web_app
from tests.conftest import KEY
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
        "community": {"name": "葵园社区", "station_phone": "8000 0123"},
        "database": {"url": place.url},
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
    port = free_port()
    ground = open_ground(settings_of(place, api, port), place.around)
    prepare(ground)
    process = build(ground)
    try:
        async with running(process), _served(process, port):
            yield process
    finally:
        ground.db.close()


@asynccontextmanager
async def _served(process: Process, port: int) -> AsyncIterator[None]:
    routes = [route for each in process.listening for route in each.routes()]
    config = uvicorn.Config(
        web_app(process.site, routes), host="127.0.0.1", port=port, log_level="warning"
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.01)
    yield
    server.should_exit = True
    await serving
