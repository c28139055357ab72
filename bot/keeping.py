"""Keeps things only as long as their rules say: once a day, at night, for each community.

A slice is one short transaction, and others write between two; what is gone already is not found
again by whoever goes on after a death.
"""

import asyncio
from collections import Counter
from datetime import time

import structlog

from bot.clock import Surroundings
from bot.nightly import Hold, Night, Nights
from bot.running import Runner
from models.database import Database
from models.sweeping import Due, all_due, let_go, old_rows

NIGHT = Night("retention", time(3, 30))
PAUSE_SECONDS = 0.05
log = structlog.get_logger()


class Keeping:
    """The nights of one process."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings, owner: str) -> None:
        """`owner` is this process among the others."""
        self._db, self._runner, self._around = db, runner, around
        self._nights = Nights(db, runner, around, owner, NIGHT)

    async def tick(self) -> None:
        """Sweep the communities whose night has come."""
        await self._nights.tick(self._sweep)

    async def _sweep(self, community_id: int, hold: Hold) -> None:
        gone: Counter[str] = Counter()
        for due in await self._runner.aside(self._due, community_id):
            while count := await self._runner.aside(sweep_once, self._db, due):
                gone[due.name] += count
                await hold()
                await asyncio.sleep(PAUSE_SECONDS)
        log.info("swept", community=community_id, **gone)

    def _due(self, community_id: int) -> list[Due]:
        with self._db.reading() as session:
            rules = all_due(session, self._around.now())
        return [due for due in rules if due.community_id == community_id]


def sweep_once(db: Database, due: Due) -> int:
    """Let go of the first slice of what is too old; returns how many rows, 0 when there is none."""
    with db.read.connect() as connection:
        ids = old_rows(connection, due)
    if not ids:
        return 0
    with db.patient.begin() as connection:
        return let_go(connection, due, ids)
