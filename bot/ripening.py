"""Messages that wait for the moment of their call, and are marked `sending` just before it.

So what a dying process leaves in doubt is what was being called, not what was planned.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from bot.clock import Surroundings
from bot.outbox_rows import Job
from bot.together import only

#: so long before its moment a message is marked
NEAR = timedelta(seconds=0.01)
#: all of so many seconds are marked together
TICK_SECONDS = 0.02
Ripe = tuple[Job, asyncio.Future[Job | None]]


class Ripening:
    """The waiting ones of one process."""

    def __init__(self, around: Surroundings, wake: Callable[[], None]) -> None:
        """`wake` is called when there is something to be marked."""
        self._around, self._wake = around, wake
        self._ripe: list[Ripe] = []

    def __bool__(self) -> bool:
        """Something is to be marked."""
        return bool(self._ripe)

    async def ripens(self, job: Job) -> Job | None:
        """Wait until it is marked; returns it with those who are still ours, None for nobody."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + (job.at - self._around.now() - NEAR).total_seconds()
        await asyncio.sleep(ends - ends % TICK_SECONDS - loop.time())
        marked: asyncio.Future[Job | None] = loop.create_future()
        self._ripe.append((job, marked))
        self._wake()
        return await marked

    def take(self, room: Callable[[int], int]) -> list[Ripe]:
        """What is to be marked now; of notices to many no more than there is `room` for.

        `room` says how many more calls of an account may begin. The others stay here.
        """
        ripe, self._ripe = self._ripe, []
        taken: list[Ripe] = []
        begin: Counter[int] = Counter()
        for each in ripe:
            account_id = each[0].account_id
            if each[0].is_bulk and begin[account_id] >= room(account_id):
                self._ripe.append(each)
            else:
                begin[account_id] += 1
                taken.append(each)
        return taken

    def put_back(self, ripe: Sequence[Ripe]) -> None:
        """It could not be marked; once more."""
        self._ripe = [*ripe, *self._ripe]


def tell(ripe: Sequence[Ripe], marked: Collection[int]) -> None:
    """Of these, the ones in `marked` may go."""
    for job, future in ripe:
        if not future.done():
            future.set_result(only(job, marked))
