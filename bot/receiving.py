"""Receiving: accept, then the turn, then the replies go to delivery. One person at a time."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import structlog
from sqlalchemy import select

from bot.accepting import Accepted, Beside, Inbound
from bot.clock import Surroundings
from bot.delivery import Delivery
from bot.gathering import Gate
from bot.running import Runner
from bot.turns import Done, Turns
from models.database import Database, is_passing
from models.inbox import Inbox, InboxState

SWEEP_LIMIT = 200
log = structlog.get_logger()


class Receiver:
    """Takes messages from channels into the desk."""

    def __init__(
        self, db: Database, runner: Runner, turns: Turns, delivery: Delivery, around: Surroundings
    ) -> None:
        """All of one process."""
        self._db, self._runner, self._turns = db, runner, turns
        self._delivery, self._around = delivery, around
        self._gate = Gate(db, runner, around)
        self._queues: dict[int, tuple[asyncio.Lock, int]] = {}

    async def receive(self, inbound: Inbound, beside: Beside | None = None) -> Accepted:
        """Accept and handle one message; returns once it is ours, handled or not.

        Raises the database's failure when it could not be accepted: then it is not ours.
        """
        accepted = await self._gate.accept(inbound, beside)
        if accepted.is_new:
            await self.handle(accepted.contact_id)
        return accepted

    async def handle(self, contact_id: int) -> None:
        """Run the contact's turns, after those that already wait here."""
        async with self._queue(contact_id):
            try:
                done = await self._runner.do(self._run, contact_id)
            except Exception as error:
                if not is_passing(error):
                    raise
                log.warning("turn put off", contact=contact_id)
                await self._runner.aside(self._turns.put_off, contact_id)
                return
        self._delivery.hand(done.replies)
        if done.told:
            self._delivery.look()

    async def sweep(self) -> int:
        """Take up accepted messages whose turn did not finish; returns how many people's."""
        due = await self._runner.read(self._unfinished, self._around.now())
        for contact_id in due:
            await self.handle(contact_id)
        return len(due)

    def _queue(self, contact_id: int) -> AbstractAsyncContextManager[None]:
        return _Turnstile(self._queues, contact_id)

    def _run(self, contact_id: int, *, patient: bool) -> Done:
        return self._turns.run(contact_id, patient=patient)

    def _unfinished(self, at: datetime) -> list[int]:
        with self._db.read.connect() as connection:
            rows = connection.scalars(
                select(Inbox.contact_id)
                .where(Inbox.state == InboxState.ACCEPTED, Inbox.retry_at <= at)
                .distinct()
                .limit(SWEEP_LIMIT)
            )
            return list(rows)


class _Turnstile(AbstractAsyncContextManager[None]):
    """A queue per contact, forgotten when nobody waits in it."""

    def __init__(self, queues: dict[int, tuple[asyncio.Lock, int]], contact_id: int) -> None:
        self._queues, self._contact_id = queues, contact_id

    async def __aenter__(self) -> None:
        lock, waiting = self._queues.get(self._contact_id, (asyncio.Lock(), 0))
        self._queues[self._contact_id] = (lock, waiting + 1)
        await lock.acquire()

    async def __aexit__(self, *_error: object) -> None:
        lock, waiting = self._queues[self._contact_id]
        lock.release()
        if waiting == 1:
            del self._queues[self._contact_id]
        else:
            self._queues[self._contact_id] = (lock, waiting - 1)
