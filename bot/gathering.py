"""Accepts together what arrives together: one commit, one wait for the disk, for all of it.

While a turn runs on the loop, messages of others pile up at the sockets; each would wait for a
write to the disk of its own. On PostgreSQL every message is accepted alone: there, two processes
that insert the same keys in another order would wait for each other.
"""

import asyncio
from dataclasses import dataclass

from bot.accepting import Accepted, Beside, Inbound, accept, accept_all
from bot.clock import Surroundings
from bot.running import Runner
from models.database import Database


@dataclass(slots=True)
class _Waiting:
    inbound: Inbound
    beside: Beside | None
    answer: asyncio.Future[Accepted]


class Gate:
    """Where messages enter one process."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings) -> None:
        """Nobody waits yet."""
        self._db, self._runner, self._around = db, runner, around
        self._waiting: list[_Waiting] = []
        self._flushing: set[asyncio.Task[None]] = set()

    async def accept(self, inbound: Inbound, beside: Beside | None = None) -> Accepted:
        """Commit the message, with others that came in the same moment.

        Raises the database's failure when it could not be accepted.
        """
        if not self._db.is_sqlite:
            return await self._runner.do(self._alone, inbound, beside)
        loop = asyncio.get_running_loop()
        waiting = _Waiting(inbound, beside, loop.create_future())
        self._waiting.append(waiting)
        if len(self._waiting) == 1:
            task = loop.create_task(self._flush())
            self._flushing.add(task)
            task.add_done_callback(self._flushing.discard)
        return await waiting.answer

    async def _flush(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            accepted = await self._runner.do(self._together, batch)
        except Exception as error:
            await self._one_by_one(batch, error)
            return
        for each, result in zip(batch, accepted, strict=True):
            _answer(each, result)

    async def _one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        """One that cannot be accepted does not take the others along."""
        if len(batch) == 1:
            _answer(batch[0], error)
            return
        for each in batch:
            try:
                _answer(each, await self._runner.do(self._alone, each.inbound, each.beside))
            except Exception as own:
                _answer(each, own)

    def _together(self, batch: list[_Waiting], *, patient: bool) -> list[Accepted]:
        messages = [(each.inbound, each.beside) for each in batch]
        return accept_all(self._db, self._around, messages, patient=patient)

    def _alone(self, inbound: Inbound, beside: Beside | None, *, patient: bool) -> Accepted:
        return accept(self._db, self._around, inbound, beside, patient=patient)


def _answer(waiting: _Waiting, result: Accepted | Exception) -> None:
    """Wake whoever waits, unless the connection went away meanwhile."""
    if waiting.answer.done():
        return
    if isinstance(result, Exception):
        waiting.answer.set_exception(result)
    else:
        waiting.answer.set_result(result)
