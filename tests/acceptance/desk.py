"""A desk in processes of its own: started in milliseconds, killed, stopped, started again."""

import os
import select as streams
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import select

from bot.ground import open_ground, prepare
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import Outbox, OutboxState
from tests.acceptance.launch import Plan
from tests.acceptance.people import DEADLINE
from tests.conftest import KEY, ROOT
from tests.transcript import MONDAY

#: longer than any lease, so that what a dead process held is taken back at the next start
LONG_ENOUGH = timedelta(seconds=70)
SETTLED = (OutboxState.SENT, OutboxState.ANSWERED, OutboxState.GAVE_UP)


class Nursery:
    """The process that has imported everything and forks the others."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.acceptance.launch"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, plan: Plan) -> int:
        """The id of a new process."""
        return self._ask(f"start {plan.to_json()}")

    def wait(self, pid: int) -> int:
        """How that process ended; waits for it."""
        return self._ask(f"wait {pid}")

    def close(self) -> None:
        """End it, and whatever it started."""
        self._process.communicate(timeout=DEADLINE)

    def _ask(self, line: str) -> int:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        print(line, file=stdin, flush=True)
        assert streams.select([stdout], [], [], DEADLINE)[0], f"no answer to {line[:20]}"
        return int(stdout.readline())


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningDesk:
    """One process after another on the same port, database and folder."""

    def __init__(
        self, nursery: Nursery, url: str, folder: Path, telegram: dict[str, Any] | None = None
    ) -> None:
        self.plan = Plan(url, free_port(), str(folder), KEY, telegram or {})
        self._nursery, self._pid = nursery, 0
        self.deaths = 0
        self.set_clock(MONDAY)
        self.ground = open_ground(self.plan.settings, self.plan.around())
        prepare(self.ground)

    @property
    def db(self) -> Database:
        """The test's own way into the rows."""
        return self.ground.db

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.plan.port}"

    @property
    def log(self) -> str:
        return self.plan.log.read_text(encoding="utf-8") if self.plan.log.exists() else ""

    @property
    def now(self) -> datetime:
        return self.ground.around.now()

    def set_clock(self, moment: datetime) -> None:
        """It is this moment for all processes, at once."""
        fresh = self.plan.clock.with_suffix(".new")
        fresh.write_text(moment.isoformat(), encoding="ascii")
        fresh.replace(self.plan.clock)

    def pass_time(self, time: timedelta) -> None:
        self.set_clock(self.now + time)

    def set_fuse(self, point: str, hits: int = 1) -> None:
        """Die by SIGKILL when `point` is reached for the n-th time."""
        self.plan.fuse.write_text(f"{point} {hits}", encoding="ascii")

    def burns_fuse(self) -> bool:
        """Whether the point of the fuse was reached; if not, it is taken away."""
        if not self.plan.fuse.exists():
            return True
        self.plan.fuse.unlink(missing_ok=True)
        stat = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0] == "Z"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._pid = self._nursery.start(self.plan)
        deadline, pause = monotonic() + DEADLINE, Event()
        while not self._answers():
            assert monotonic() < deadline, f"it does not start: {self.log}"
            pause.wait(0.005)

    def wait_for_death(self) -> None:
        """It was killed at its fuse; nothing else may have ended it."""
        code = self._nursery.wait(self._pid)
        self._pid = 0
        self.deaths += 1
        assert code == -signal.SIGKILL, f"ended with {code}: {self.log}"

    def start_again(self) -> None:
        """After a death: later than every lease, as after the pause of a service manager."""
        self.pass_time(LONG_ENOUGH)
        self.start()

    def stop(self) -> int:
        """SIGTERM, as a service manager does; returns how it ended."""
        os.kill(self._pid, signal.SIGTERM)
        code = self._nursery.wait(self._pid)
        self._pid = 0
        return code

    def close(self) -> None:
        """End what still runs."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._nursery.wait(self._pid)
        self.ground.db.close()

    def wait_for_calm(self) -> None:
        """Wait until nothing is left to be handled or sent."""
        deadline, pause = monotonic() + DEADLINE, Event()
        while left := self._unsettled():
            assert monotonic() < deadline, f"never settled: {left}\n{self.log}"
            pause.wait(0.01)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is left to be handled or sent."""
        return not self._unsettled()

    def _unsettled(self) -> list[Any]:
        with self.db.read.connect() as connection:
            waiting = select(Inbox.id, Inbox.state).where(Inbox.state != InboxState.DONE)
            unsent = select(Outbox.id, Outbox.state).where(Outbox.state.not_in(SETTLED))
            return [*connection.execute(waiting), *connection.execute(unsent)]

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.plan.port)) == 0


@contextmanager
def desk_on(nursery: Nursery, url: str, folder: Path) -> Iterator[RunningDesk]:
    """A desk that is not running yet, and its end."""
    made = RunningDesk(nursery, url, folder)
    try:
        yield made
    finally:
        made.close()
