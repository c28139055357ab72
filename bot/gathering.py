"""Gathers what arrives together: one transaction, one wait for the disk, for all of it.

While a round is played on the loop, messages of others pile up at the sockets; each would wait for
the disk alone. On PostgreSQL every message is taken alone: there, two processes that insert the
same keys in another order would wait for each other.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.accepting import accept, accept_all
from bot.clock import Surroundings
from bot.rounds import Entry, Taken
from bot.running import Runner
from models.database import Database, is_passing

#: messages of one round: no other writer is to wait long for the file
MOST = 20
log = structlog.get_logger()
Play = Callable[[list[Entry]], list[Taken]]


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    answer: asyncio.Future[Taken]


class Gate:
    """Where messages enter one process on SQLite."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings, play: Play) -> None:
        """Nobody waits yet. `play` takes a round, on the loop."""
        self._db, self._runner, self._around = db, runner, around
        self._play = play
        self._waiting: list[_Waiting] = []
        self._flushing: set[asyncio.Task[None]] = set()

    async def take(self, entry: Entry) -> Taken:
        """Take the message in, with others that came in the same moment.

        Raises the database's failure when it could not be accepted.
        """
        waiting = _Waiting(entry, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if len(self._waiting) == 1:
            self._begin()
        return await waiting.answer

    def _begin(self) -> None:
        task = asyncio.get_running_loop().create_task(self._flush())
        self._flushing.add(task)
        task.add_done_callback(self._flushing.discard)

    async def _flush(self) -> None:
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        if self._waiting:
            self._begin()
        try:
            taken = self._play([each.entry for each in batch])
        except Exception as error:
            await self._the_long_way(batch, error)
            return
        for each, result in zip(batch, taken, strict=True):
            _answer(each, result)

    async def _the_long_way(self, batch: list[_Waiting], error: Exception) -> None:
        """Accepted without their turns: together when the file was busy, else one by one.

        One that cannot be accepted does not take the others along.
        """
        if is_passing(error) and await self._accepted_together(batch):
            return
        log.warning("a round was undone", messages=len(batch), error=type(error).__name__)
        for each in batch:
            entry = each.entry
            try:
                accepted = await self._runner.do(
                    accept, self._db, self._around, entry.inbound, entry.beside
                )
            except Exception as own:
                _answer(each, own)
            else:
                _answer(each, Taken(accepted))

    async def _accepted_together(self, batch: list[_Waiting]) -> bool:
        messages = [(each.entry.inbound, each.entry.beside) for each in batch]
        call = partial(accept_all, self._db, self._around, messages, patient=True)
        try:
            accepted = await self._runner.aside(call)
        except Exception:
            return False
        for each, result in zip(batch, accepted, strict=True):
            _answer(each, Taken(result))
        return True


def _answer(waiting: _Waiting, result: Taken | Exception) -> None:
    """Wake whoever waits, unless the connection went away meanwhile."""
    if waiting.answer.done():
        return
    if isinstance(result, Exception):
        waiting.answer.set_exception(result)
    else:
        waiting.answer.set_result(result)
