"""Calls beside delivery's, to a question that was answered or a card that moved: they wait like it.

Several of them may wait for one chat at once. So whoever has waited asks anew before the call: one
that went first may have been told to leave the chat alone for longer.
"""

from asyncio import sleep
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import inf

from bot import outbox_rows as rows
from bot.clock import Surroundings
from bot.pacing import Pacer
from bot.results import Results
from bot.running import Runner
from models.database import Database

#: the chats that are to be left alone, and until when
Heed = Callable[[Mapping[tuple[int, int], datetime]], None]


class Peace:
    """What the calls of one process beside delivery's ask before they go."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        around: Surroundings,
        pacer: Pacer,
        results: Results,
        heed: Heed,
    ) -> None:
        """`heed` tells delivery which chats to leave alone."""
        self._db, self._runner, self._around = db, runner, around
        self._pacer, self._results, self._heed = pacer, results, heed

    async def told_to_wait(self, account_id: int, address: str, seconds: float) -> None:
        """The platform asked to leave this chat alone for so long."""
        where, now = (account_id, address), self._around.now()
        until = now + timedelta(seconds=seconds)
        chats = await self._runner.do(self._results.leave_alone, self._db, where, until, now)
        self._heed(dict.fromkeys(chats, until))

    async def left_alone_until(self, account_id: int, address: str) -> datetime:
        """Until when nothing is to be written to this chat; now, when that is over."""
        until = await self._runner.read(rows.left_alone_until, self._db, account_id, address)
        now = self._around.now()
        return max(until, now) if until else now

    async def may_call(self, account_id: int, address: str, most: float = inf) -> bool:
        """Wait until one call may go to this chat; False when it rests for over `most` seconds."""
        await self._pacer.turn(account_id)
        waited = self._around.now()
        while (until := await self.left_alone_until(account_id, address)) > waited:
            seconds = (until - self._around.now()).total_seconds()
            if seconds > most:
                return False
            await sleep(seconds)
            await self._pacer.turn(account_id)
            waited = max(until, self._around.now())
        return True
