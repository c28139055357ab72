"""Several real `linli run` on one database, started, stopped and killed while people write."""

import asyncio
import json
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from models.database import open_database
from models.vault import Vault
from tests.acceptance.forking import DEADLINE, Forking, fuse_of
from tests.acceptance.front import Front
from tests.conftest import INDEX_KEY, KEY
from tests.daytime import morning_zone
from tests.telegram_api import BotApi

SECRET = "a-secret-of-tests"
#: what no log of a healthy process has in it
_TROUBLE = re.compile(r"Traceback|\[(?:error|critical) *\]|deadlock|Violation|never awaited", re.I)


@dataclass(frozen=True)
class Plan:
    """Where the processes run, and what else stands in their environment."""

    url: str
    folder: Path
    mode: str = "webhook"
    more: Mapping[str, str] = field(default_factory=dict)


class Running:
    """One process."""

    def __init__(self, forking: Forking, pid: int, port: int, log: Path) -> None:
        """It was started just now. Its name in leases has `pid` in it."""
        self._forking, self._log = forking, log
        self.pid, self.port = pid, port
        self.code: int | None = None

    @property
    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def trouble(self) -> list[str]:
        """The lines of its log that should not be there."""
        return [line for line in self.log.splitlines() if _TROUBLE.search(line)]

    @property
    def memory(self) -> int:
        """What it has in memory now, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s*(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024

    async def ready(self) -> None:
        """Wait until it listens."""
        deadline = monotonic() + DEADLINE
        while not _is_taken(self.port):
            assert monotonic() < deadline, f"it does not start: {self.log}"
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """SIGTERM, as a service manager does."""
        await self._end(signal.SIGTERM)
        assert self.code == 0, f"ended with {self.code}: {self.log}"

    def freeze(self) -> None:
        """Nothing moves in it any more, and what it holds stays as it is until it is killed."""
        os.kill(self.pid, signal.SIGSTOP)

    async def kill(self) -> None:
        """As when the machine dies."""
        await self._end(signal.SIGKILL)

    def die_at(self, point: str, hits: int) -> None:
        """Be killed by yourself when you come to that point for the n-th time from now on."""
        fuse = fuse_of(self._log)
        fresh = fuse.with_suffix(".new")
        fresh.write_text(f"{point} {hits}", encoding="ascii")
        fresh.replace(fuse)

    async def dies(self) -> None:
        """Wait until it has come to where it dies; nothing else may have ended it."""
        self.code = await self._forking.wait(self.pid)
        assert self.code == -signal.SIGKILL, f"ended with {self.code}: {self.log}"

    async def _end(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)
        self.code = await self._forking.wait(self.pid)


class Fleet:
    """The processes, the stand-in they speak to, and the test's own way into the rows."""

    def __init__(self, plan: Plan, api: BotApi, front: Front, forking: Forking) -> None:
        """Nothing runs yet."""
        self.plan, self.api, self.front, self._forking = plan, api, front, forking
        self.db = open_database(plan.url, Vault([KEY], INDEX_KEY))
        self.running: list[Running] = []
        #: everything that ever ran
        self.all: list[Running] = []

    async def grow(self, count: int = 1) -> list[Running]:
        """So many more, started together; posts come to them when they are ready."""
        started = [self._start() for _n in range(count)]
        await asyncio.gather(*(each.ready() for each in started))
        self.running += started
        self.front.ports += [each.port for each in started]
        return started

    async def retire(self, one: Running) -> None:
        """Stop one gracefully; posts still come to it until it has ended."""
        await one.stop()
        self._gone(one)

    async def lose(self, one: Running) -> None:
        """Kill one."""
        await one.kill()
        self._gone(one)

    async def mourn(self, one: Running) -> None:
        """Wait until one has died where it was to die."""
        await one.dies()
        self._gone(one)

    async def end(self) -> None:
        """Stop all of them gracefully, together."""
        await asyncio.gather(*(self.retire(each) for each in list(self.running)))

    @property
    def trouble(self) -> list[str]:
        """What should not stand in their logs."""
        return [line for each in self.all for line in each.trouble]

    def _gone(self, one: Running) -> None:
        self.running.remove(one)
        self.front.ports.remove(one.port)

    def _start(self) -> Running:
        port = _free_port()
        log = self.plan.folder / f"log-{len(self.all)}"
        pid = self._forking.start(self.plan.folder, log, self._environment(port))
        made = Running(self._forking, pid, port, log)
        self.all.append(made)
        return made

    def _environment(self, port: int) -> dict[str, str]:
        named = {key: value for key, value in os.environ.items() if not key.startswith("LINLI_")}
        settings = {
            "community__name": "葵园社区",
            "community__station_phone": "8000 0123",
            "community__timezone": morning_zone(),
            "database__url": self.plan.url,
            "web__port": str(port),
            "web__public_url": self.front.url,
            "security__keys": json.dumps([KEY]),
            "security__index_key": INDEX_KEY,
            "security__session_key": "session",
            "storage__path": str(self.plan.folder),
            "telegram__token": self.api.token,
            "telegram__mode": self.plan.mode,
            "telegram__webhook_secret": SECRET,
            "telegram__api_base": self.api.base,
            "telegram__file_base": self.api.file_base,
            "telegram__overseas_notice": "false",
            "telegram__pace": "1000",
            "telegram__chat_pace": "0",
        }
        ours = {f"LINLI_{key.upper()}": value for key, value in settings.items()}
        return {**named, **ours, **self.plan.more}


@asynccontextmanager
async def fleet_at(forking: Forking, api: BotApi, plan: Plan, count: int) -> AsyncIterator[Fleet]:
    """So many processes on a migrated database; what still runs at the end is killed."""
    async with Front() as front:
        fleet = Fleet(plan, api, front, forking)
        try:
            await fleet.grow(count)
            if plan.mode == "webhook":
                await api.until(lambda: api.webhook.hook is not None, "nobody set the webhook")
            yield fleet
        finally:
            for each in fleet.all:
                if each.code is None:
                    await each.kill()
            fleet.db.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
