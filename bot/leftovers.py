"""Deletes files of photos and voice whose rows are gone, whatever made those go.

The folders are looked through one by one, so nothing has to be remembered between a row's end and
its file's, and a crash leaves nothing behind. All of them are seen within five hours.
"""

import asyncio
from datetime import timedelta
from itertools import cycle

import structlog
from sqlalchemy import select

from bot.clock import Surroundings
from bot.running import Runner
from bot.storage import Storage
from models.database import Database
from models.media import Media

#: there are 256 folders
TICK_SECONDS = 60
#: a file is written before its row is; so old a one has none coming
YOUNG = timedelta(hours=1)
log = structlog.get_logger()


class Leftovers:
    """The looking through of one process."""

    def __init__(
        self, db: Database, runner: Runner, storage: Storage, around: Surroundings
    ) -> None:
        """`storage` is where this process keeps files."""
        self._db, self._runner, self._storage, self._around = db, runner, storage, around
        self._folders = cycle(storage.FOLDERS)

    async def tick(self) -> None:
        """Look through the next folder."""
        folder = next(self._folders)
        names = await asyncio.to_thread(self._storage.names, folder)
        if names:
            unheld = await self._runner.read(nobody_holds, self._db, names)
            dropped = await asyncio.to_thread(drop, self._storage, unheld, self._around)
            if dropped:
                log.info("files deleted", folder=folder, files=dropped)


def drop_all(db: Database, storage: Storage, around: Surroundings) -> int:
    """Look through every folder at once; returns how many files were deleted."""
    return sum(
        drop(storage, nobody_holds(db, names), around)
        for folder in storage.FOLDERS
        if (names := storage.names(folder))
    )


def nobody_holds(db: Database, names: list[str]) -> list[str]:
    """Those of these hashes that no row names."""
    with db.read.connect() as connection:
        held = set(connection.scalars(select(Media.sha256).where(Media.sha256.in_(names))))
    return [name for name in names if name not in held]


def drop(storage: Storage, names: list[str], around: Surroundings) -> int:
    """Delete these, but not what was only just written."""
    old = [name for name in names if storage.written_at(name) <= around.now() - YOUNG]
    for name in old:
        storage.drop(name)
    return len(old)
