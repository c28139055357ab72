"""Serves one process until it is told to stop; one process to a SQLite file."""

import asyncio
import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import uvicorn

from bot.app import Process, running
from bot.config import Settings
from bot.presence import is_anybody_here
from bot.running import collect_seldom
from bot.web.front import Front
from bot.web.routes import web_app
from models.database import Database


class AlreadyRunning(Exception):
    """Another `linli run` holds this SQLite file."""


class _Server(uvicorn.Server):
    """Only ends its own work at a signal; uvicorn's would raise it anew and end the process
    before what was on its way to people has its result written down."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen while serving; afterwards a second signal ends the process at once."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(each)


def run(process: Process) -> None:
    """Serve until told to stop, on the quicker loop that uvicorn brings where it can run."""
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(serve(process))


async def serve(process: Process) -> None:
    """Serve the pages until told to stop; returns when everything has come to rest."""
    web = process.ground.settings.web
    routes = [route for each in process.listening for route in each.routes()]
    config = uvicorn.Config(
        Front(web_app(process.site, routes), routes),
        host=web.host,
        port=web.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        forwarded_allow_ips="",
    )
    async with running(process):
        collect_seldom()
        await _Server(config).serve()


def hold(settings: Settings, db: Database) -> IO[str] | None:
    """Keep every `linli run` away, or see that there is none. Raises AlreadyRunning."""
    if not db.is_sqlite and is_anybody_here(db):
        raise AlreadyRunning(settings.database.url)
    return lock_file(settings)


def lock_file(settings: Settings) -> IO[str] | None:
    """Hold the SQLite file for this process. Raises AlreadyRunning."""
    url = settings.database.url
    if not url.startswith("sqlite:///"):
        return None
    held = open(url.removeprefix("sqlite:///") + ".lock", "w", encoding="utf-8")  # noqa: SIM115, PTH123
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise AlreadyRunning(url) from error
    return held
