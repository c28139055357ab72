"""Small calls that nobody waits for: begun in passing, seen through before the process ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.traces import trace_of

#: how long the end of the process waits for them
STOP_SECONDS = 5.0
log = structlog.get_logger()


class Errands:
    """The errands of one process that are still under way."""

    def __init__(self) -> None:
        """None yet."""
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, what: Coroutine[Any, Any, None]) -> None:
        """Begin one; what goes wrong in it ends in the log."""
        task = asyncio.get_running_loop().create_task(_seen_through(what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Wait for those under way, at most `seconds`; what is left then is given up."""
        if not self._tasks:
            return
        _done, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("calls to Telegram given up at the end", calls=len(late))
            await asyncio.gather(*late, return_exceptions=True)


async def _seen_through(what: Coroutine[Any, Any, None]) -> None:
    try:
        await what
    except Exception as error:
        log.error("a small call to Telegram failed", trace=trace_of(error))
