"""Time that passes at once: a loop whose clock stands while anything moves, and then goes on to
its next timer.

Everything sleeps to the microsecond as long as it says, however busy the machine is, and nobody
waits for it. Sockets are the machine's own; what a thread is doing takes no time either.
"""

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from tests.transcript import MONDAY

#: what is on its way on loopback arrives within this
MOMENT = 0.001
#: no timer is missed for want of a bit
LEAST = 1e-6


class _Impatient(selectors.DefaultSelector):
    """Waits for sockets; instead of waiting for a timer, lets its time come."""

    def __init__(self) -> None:
        super().__init__()
        self.loop: SwiftLoop | None = None

    def select(self, timeout: float | None = None) -> list[Any]:
        """As ever, but for the waiting."""
        loop = self.loop
        if loop is None or not loop.is_swift or timeout is None or timeout <= 0:
            return super().select(timeout)
        events: list[Any] = super().select(MOMENT)
        if events or loop.at_work:
            return events or super().select(MOMENT * 10)
        loop.moment += max(timeout, LEAST)
        return []


class SwiftLoop(asyncio.SelectorEventLoop):
    """An ordinary loop until `go_swift`."""

    def __init__(self) -> None:
        """As any other."""
        selector = _Impatient()
        #: the clock while swift; afterwards how far it is ahead; and calls in threads
        self.is_swift, self.moment, self._ahead, self.at_work = False, 0.0, 0.0, 0
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        """Seconds; never backwards."""
        return self.moment if self.is_swift else super().time() + self._ahead

    def go_swift(self, is_swift: bool) -> None:
        """From now on time passes only when nothing else happens, or as ever again."""
        self.moment = self.time()
        self.is_swift = is_swift
        self._ahead = self.moment - super().time()

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        """As ever; counted, so that no time is skipped meanwhile."""
        self.at_work += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._worked)
        return future

    def _worked(self, _future: object) -> None:
        self.at_work -= 1


class Clock:
    """The moment it is for everybody in a story; goes with the loop, and can be set forwards."""

    def __init__(self, loop: SwiftLoop, moment: datetime = MONDAY) -> None:
        """It is `moment`."""
        self._loop, self._moment, self._since = loop, moment, loop.time()

    def now(self) -> datetime:
        """The moment."""
        return self._moment + timedelta(seconds=self._loop.time() - self._since)

    def at_least(self, moment: datetime) -> None:
        """It is this late now, or later."""
        self._moment += max(moment - self.now(), timedelta(0))


@contextmanager
def swift_time() -> Iterator[Clock]:
    """Time passes at once in this block. The running loop must be a SwiftLoop."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SwiftLoop)
    loop.go_swift(True)
    try:
        yield Clock(loop)
    finally:
        loop.go_swift(False)
