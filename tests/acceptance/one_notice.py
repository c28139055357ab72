"""What all notices to many have in common: what is done to them, and who writes meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic

from models.database import Database
from tests.acceptance.afterwards import settled
from tests.acceptance.broadcast_rows import Row, announce
from tests.acceptance.fleet import Fleet
from tests.telegram_api import Person

#: people write this often, all together
EVERY_SECONDS = 0.1
#: longer than any pause before a further try, on a busy machine
PATIENCE = 180.0


def scheduled() -> tuple[int, int]:
    """How long this process has run, and has waited for a processor, in nanoseconds."""
    ran, waited, _times = Path("/proc/self/schedstat").read_text(encoding="ascii").split()
    return int(ran), int(waited)


@dataclass(kw_only=True)
class OneNotice:
    """One notice on its way. What a moment is, the notices say."""

    fleet: Fleet
    coordinator: Person
    #: that can be repeated
    chance: Random
    #: for each process that was killed, the messages it had under way
    deaths: list[list[Row]] = field(default_factory=list)
    #: from when to when somebody was missing
    gaps: list[tuple[float, float]] = field(default_factory=list)
    #: how long this process had run and waited for a processor when it began
    before: tuple[int, int] = field(default_factory=scheduled)

    @property
    def db(self) -> Database:
        """The desk's rows."""
        return self.fleet.db

    @property
    def crowding(self) -> float:
        """How many times longer everything takes because others use the machine."""
        ran, waited = (now - then for now, then in zip(scheduled(), self.before, strict=True))
        return 1 + waited / ran

    async def announce(self) -> None:
        """The notice begins to go out."""
        await asyncio.to_thread(announce, self.db, datetime.now(UTC))

    async def calm(self) -> None:
        """Wait until everybody has what was meant for them."""
        await settled(self.db)
        await self.fleet.api.calm(PATIENCE)


@asynccontextmanager
async def asking(ask: Callable[[int], Awaitable[None]]) -> AsyncIterator[None]:
    """Ten times a second somebody asks, the nth time by `ask(n)`, while the block lasts."""

    async def write() -> None:
        begun = monotonic()
        for n in count():
            await asyncio.sleep(begun + n * EVERY_SECONDS - monotonic())
            await ask(n)

    writing = asyncio.create_task(write())
    try:
        yield
        assert not writing.done(), writing
    finally:
        writing.cancel()
