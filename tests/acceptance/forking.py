"""Starts `linli run` in milliseconds: imports everything once and forks for each start.

`python -m tests.acceptance.forking` reads one line for each wish: `start JSON` with the folder to
run in, the log to write and the environment (answered with the process's id), or `wait ID`
(answered with how it ended). The end of the input ends all.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from bot import ground
from bot.channels.telegram import lease, polling
from bot.cli import app
from bot.clock import Surroundings
from tests.conftest import ROOT

#: longer than importing everything takes, and than any graceful stop, on a busy machine
DEADLINE = 60.0


class Forking:
    """The process that forks, as a test sees it."""

    def __init__(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "tests.acceptance.forking"]
        self._lock = Lock()
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, folder: Path, log: Path, environment: Mapping[str, str]) -> int:
        """Run `linli run` there; returns its id."""
        wish = {"folder": str(folder), "log": str(log), "environment": dict(environment)}
        return self._ask(f"start {json.dumps(wish)}")

    async def wait(self, pid: int) -> int:
        """How that process ended, once it has."""
        return await asyncio.to_thread(self._ask, f"wait {pid}")

    def close(self) -> None:
        """End it, and whatever it started."""
        self._process.communicate(timeout=DEADLINE)

    def _ask(self, line: str) -> int:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with self._lock:
            print(line, file=stdin, flush=True)
            assert select.select([stdout], [], [], DEADLINE)[0], f"no answer to {line[:20]}"
            return int(stdout.readline())


def fuse_of(log: Path) -> Path:
    """The file that says at which named point, and at which hit of it, that process is to die."""
    return log.with_suffix(".fuse")


class _Fuse:
    """Kills this process at the point that its file names, if there is one."""

    def __init__(self, file: Path) -> None:
        self._file, self._hits = file, 0

    def reach(self, point: str) -> None:
        """The process has come to that point."""
        try:
            deadly, hits = self._file.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return
        self._hits += point == deadly
        if self._hits >= int(hits):
            os.kill(os.getpid(), signal.SIGKILL)


def _child(wish: dict[str, Any]) -> None:
    """What the command does; the id of this process is the only thing it shares with no other."""
    code = 1
    try:
        sys.stdin.close()
        with Path(wish["log"]).open("ab", buffering=0) as log:
            os.dup2(log.fileno(), sys.stdout.fileno())
            os.dup2(log.fileno(), sys.stderr.fileno())
        os.chdir(wish["folder"])
        os.environ.clear()
        os.environ.update(wish["environment"])
        _hurry(float(os.environ.pop("SECONDS_OF_A_LEASE", 0)))
        fuse = _Fuse(fuse_of(Path(wish["log"])))
        vars(ground)["Surroundings"] = partial(Surroundings, reach=fuse.reach)
        app(["run"])
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _hurry(seconds: float) -> None:
    """Let the lease to poll last so long, all else in proportion; 0 leaves it as it is."""
    if seconds:
        part = seconds / lease.LEASE.total_seconds()
        lease.LEASE = timedelta(seconds=seconds)
        lease.MARGIN *= part
        vars(polling)["RENEW_SECONDS"] *= part


def _obey() -> None:
    children: set[int] = set()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "start":
            answer = os.fork()
            if answer == 0:
                _child(json.loads(rest))
            children.add(answer)
        else:
            _pid, status = os.waitpid(int(rest), 0)
            children.discard(int(rest))
            answer = os.waitstatus_to_exitcode(status)
        print(answer, flush=True)  # noqa: T201
    for pid in children:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    _obey()
