"""Time that passes at once: a loop that, when nothing moves, goes on to its next timer.

Everything sleeps as long as it says, on the loop's clock; nobody waits for it. Sockets are those
of the machine, and what a database thread is doing is waited for.
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


class _Impatient(selectors.DefaultSelector):
    """Waits for sockets; instead of waiting for a timer, lets its time come."""

    def __init__(self) -> None:
        super().__init__()
        self.loop: SwiftLoop | None = None

    def select(self, timeout: float | None = None) -> list[Any]:
        """As ever, but for the waiting."""
        loop = self.loop
        if loop is None or not loop.is_swift or timeout is None or timeout <= MOMENT:
            return super().select(timeout)
        events: list[Any] = super().select(MOMENT)
        if events or loop.at_work:
            return events or super().select(timeout)
        loop.skipped += timeout
        return []


class SwiftLoop(asyncio.SelectorEventLoop):
    """An ordinary loop until `is_swift` is set."""

    def __init__(self) -> None:
        """Nothing skipped yet."""
        selector = _Impatient()
        self.is_swift, self.skipped, self.at_work = False, 0.0, 0
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        """Seconds, with what was skipped."""
        return super().time() + self.skipped

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
    loop.is_swift = True
    try:
        yield Clock(loop)
    finally:
        loop.is_swift = False
