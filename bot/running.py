"""Where database work runs: on the loop for SQLite, in a small thread pool for PostgreSQL.

A short SQLite turn on the loop beats a thread (656 against 547 updates/s in a trial). When the
file is busy for longer than 50 ms, the same work waits in the one worker thread instead.
"""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from models.database import Database, is_passing

T = TypeVar("T")
THREADS_POSTGRESQL = 4


def collect_seldom() -> None:
    """Leave what was loaded at start out of garbage collection, and collect less often.

    For a whole process only. A turn makes many short-lived objects and few cycles: measured, 8 to
    12 % less CPU an update.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class Runner:
    """Runs synchronous database work for the asynchronous edges."""

    def __init__(self, db: Database) -> None:
        """One runner per process and database."""
        self._inline = db.is_sqlite
        threads = 1 if db.is_sqlite else THREADS_POSTGRESQL
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="linli-db")

    async def do(self, work: Callable[..., T], *args: Any) -> T:
        """Call a short write, `work(*args, patient=...)`; raises what it raises."""
        if self._inline:
            try:
                return work(*args, patient=False)
            except Exception as error:
                if not is_passing(error):
                    raise
        return await self.aside(partial(work, *args, patient=True))

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """Call work that only reads: on the loop for SQLite, whose readers never wait."""
        return work(*args) if self._inline else await self.aside(work, *args)

    async def aside(self, work: Callable[..., T], *args: Any) -> T:
        """Call work that may take its time, in a thread that speaks the same language."""
        call = partial(copy_context().run, work, *args)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        """Let the threads finish what they are doing."""
        self._pool.shutdown(wait=True)
