"""Starts a real desk on a port and a database, with a clock in a file and a fuse that kills it.

`python -m tests.acceptance.launch PLAN` serves one plan (JSON). Without a plan it imports once
and forks a process for each plan it reads, so that a start costs milliseconds.
"""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from bot.app import build
from bot.channels.telegram import opening
from bot.clock import Surroundings
from bot.config import Settings
from bot.ground import open_ground, prepare
from bot.serving import lock_file, run

#: loaded once, before the forks
LOADED = (opening,)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where one process runs, and where its files are."""

    url: str
    port: int
    folder: str
    key: str
    #: keys of that section; without any, Telegram is off
    telegram: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """As `config.toml` would say it."""
        made: dict[str, Any] = {
            "community": {"name": "葵园社区", "station_phone": "8000 0123"},
            "database": {"url": self.url},
            "web": {"port": self.port, "public_url": self._public_url},
            "security": {"keys": [self.key], "index_key": "index", "session_key": "session"},
            "storage": {"path": self.folder},
            "telegram": self.telegram,
        }
        return Settings.model_validate(made)

    @property
    def _public_url(self) -> str:
        return f"http://127.0.0.1:{self.port}" if self.telegram else ""

    @property
    def clock(self) -> Path:
        """Holds the moment it is."""
        return Path(self.folder) / "clock"

    @property
    def fuse(self) -> Path:
        """Holds the point to die at and at which hit, while a fuse is set."""
        return Path(self.folder) / "fuse"

    @property
    def log(self) -> Path:
        """What the processes wrote."""
        return Path(self.folder) / "log"

    def around(self) -> Surroundings:
        """Time from the file, and death at the point that is set."""
        return Surroundings(now=self._now, reach=self._reach)

    def to_json(self) -> str:
        """As an argument."""
        return json.dumps(asdict(self))

    def _now(self) -> datetime:
        return datetime.fromisoformat(self.clock.read_text(encoding="ascii"))

    def _reach(self, point: str) -> None:
        try:
            deadly, hits = self.fuse.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return
        if deadly != point:
            return
        if int(hits) > 1:
            self.fuse.write_text(f"{point} {int(hits) - 1}", encoding="ascii")
            return
        self.fuse.unlink(missing_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)


def serve_plan(text: str) -> None:
    """What `linli run` does, with the plan's surroundings; returns when told to stop."""
    plan = Plan(**json.loads(text))
    with plan.log.open("ab", buffering=0) as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    ground = open_ground(plan.settings, plan.around())
    held = lock_file(plan.settings)
    prepare(ground)
    run(build(ground))
    if held is not None:
        held.close()


def serve_plans() -> None:
    """Fork for each `start PLAN`, wait for each `wait PID`; the end of the input ends all."""
    children: set[int] = set()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "start":
            pid = os.fork()
            if pid == 0:
                _child(rest)
            children.add(pid)
            answer = pid
        else:
            _pid, status = os.waitpid(int(rest), 0)
            children.discard(int(rest))
            answer = os.waitstatus_to_exitcode(status)
        print(answer, flush=True)  # noqa: T201
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _child(plan: str) -> None:
    code = 1
    try:
        sys.stdin.close()
        serve_plan(plan)
        code = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve_plan(sys.argv[1])
    else:
        serve_plans()
