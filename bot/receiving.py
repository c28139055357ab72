"""Receiving: accept, then the turn, then the replies go to delivery. One person at a time.

Accepting and the first turn share a transaction where they can (bot/rounds.py).
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import select

from bot.accepting import Beside, Inbound, accept
from bot.channels.contract import Channel
from bot.clock import Surroundings
from bot.delivery import STOP_SECONDS, Delivery
from bot.gathering import Gate
from bot.riding import Chance, Ride, ride_again, send_instead
from bot.rounds import Entry, Rounds, Taken
from bot.running import Runner
from bot.turns import NO_POPUP, Done, Popup, Turns
from models.database import Database, is_passing
from models.inbox import Inbox, InboxState

T = TypeVar("T")
SWEEP_LIMIT = 200
POPUPS = 1000
#: chats remembered
KNOWN = 10_000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message that is ours: of whom, whether it was new, and what to answer the platform.

    `popup` answers a press in a group; `ride` is the call to write as the webhook's answer.
    """

    contact_id: int
    is_new: bool
    popup: Popup = NO_POPUP
    ride: Ride | None = None


class NotHandled(Exception):
    """A message is ours, but a bug stopped us after that: the sweep takes it up."""

    def __init__(self, cause: Exception) -> None:
        """`cause` is the bug."""
        super().__init__(type(cause).__name__)
        self.cause = cause


class Receiver:
    """Takes messages from channels into the desk."""

    def __init__(
        self, db: Database, runner: Runner, turns: Turns, delivery: Delivery, around: Surroundings
    ) -> None:
        """All of one process."""
        self._db, self._runner, self._turns = db, runner, turns
        self._delivery, self._around = delivery, around
        self._rounds = Rounds(db, turns, around)
        self._gate = Gate(db, runner, around, self._play)
        self._queues: dict[int, tuple[asyncio.Lock, int]] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        #: contacts met here, by account and address
        self._known: dict[tuple[int, str], int] = {}
        #: answers to presses in groups, until whoever received the press takes them
        self._popups: dict[str, Popup] = {}

    async def receive(
        self, inbound: Inbound, beside: Beside | None = None, *, rides_on: Channel | None = None
    ) -> Receipt:
        """Accept and handle one message; returns once it is ours, handled or not.

        `rides_on` is the channel whose webhook waits: its answer may carry the reply. Raises the
        database's failure when it could not be accepted: then it is not ours. Raises NotHandled.
        """
        chance = self._chance(inbound, rides_on) if rides_on else None
        taken = await self._take(Entry(inbound, beside, chance))
        accepted = taken.accepted
        try:
            ride = await self._rest_of(taken, inbound, rides_on, chance)
        except Exception as error:
            raise NotHandled(error) from error
        popup = self._popups.pop(inbound.key, NO_POPUP)
        return Receipt(accepted.contact_id, accepted.is_new, popup, ride)

    async def _take(self, entry: Entry) -> Taken:
        """Accept it, with its turn where that can be."""
        if self._db.is_sqlite:
            return await self._gate.take(entry)
        inbound = entry.inbound
        contact_id = self._known.get((inbound.account_id, inbound.address))
        if contact_id is not None and self._is_quiet(contact_id):
            taken = await self._seen_through(self._take_known(entry, contact_id))
            if taken is not None:
                return taken
        accepted = await self._runner.do(accept, self._db, self._around, inbound, entry.beside)
        while len(self._known) >= KNOWN:
            del self._known[next(iter(self._known))]
        self._known[inbound.account_id, inbound.address] = accepted.contact_id
        return Taken(accepted)

    async def _take_known(self, entry: Entry, contact_id: int) -> Taken | None:
        """A round of one message; None when it has to go the long way."""
        async with self._queue(contact_id):
            if not self._may_ride(entry.chance, contact_id):
                entry = Entry(entry.inbound, entry.beside)
            told, taken = self._delivery.told.of(contact_id), None
            try:
                taken = await self._runner.aside(self._rounds.play_one, entry, contact_id, told)
            except Exception as error:
                log.warning("a round was undone", messages=1, error=type(error).__name__)
            if taken is not None:
                self._hand_on(taken.done)
        return taken

    async def _rest_of(
        self, taken: Taken, inbound: Inbound, rides_on: Channel | None, chance: Chance | None
    ) -> Ride | None:
        """What a round has left over of one message."""
        accepted, done, ride = taken.accepted, taken.done, None
        if done is not None:
            if done.has_more:
                await self.handle(accepted.contact_id)
            ride = done.ride
        elif accepted.is_new:
            ride = await self.handle(accepted.contact_id, chance)
        elif rides_on is not None:
            # Its turn may be under way yet: only afterwards is it known whether the reply rides,
            # and of two answers to one message the platform hears the first.
            await self.handle(accepted.contact_id)
            return await self._ride_again(inbound, rides_on)
        if ride is None and rides_on is not None and rides_on.answer_bytes:
            return await self._ride_again(inbound, rides_on)  # another turn may have answered it
        return ride

    def rode(self, ride: Ride) -> None:
        """Its bytes were written as the webhook's answer."""
        self._delivery.rode(ride)

    async def unridden(self, ride: Ride) -> None:
        """Its bytes were never written and nobody waits for them any more: it goes by a call."""
        await self._runner.do(send_instead, self._db, ride.outbox_id, self._around.now())
        self._delivery.look()

    def _may_ride(self, chance: Chance | None, contact_id: int) -> bool:
        """A reply that rides overtakes what was said before it only where that does no harm."""
        return chance is not None and (chance.is_free or self._delivery.is_free(contact_id))

    def _chance(self, inbound: Inbound, channel: Channel) -> Chance:
        if channel.answer_bytes:  # an answer is no call there
            return Chance(inbound.key, channel, lambda _at: True)
        take = partial(self._delivery.pacer.take, inbound.account_id)
        return Chance(inbound.key, channel, take)

    async def _ride_again(self, inbound: Inbound, channel: Channel) -> Ride | None:
        chance, at = self._chance(inbound, channel), self._around.now()
        again = await self._runner.do(ride_again, self._db, inbound.account_id, chance, at)
        if again.is_queued:
            self._delivery.look()
        return again.ride

    async def handle(self, contact_id: int, chance: Chance | None = None) -> Ride | None:
        """Run the contact's turns, after those that already wait here.

        They come to their end although whoever waits for them is cut short: what a turn committed
        is handed on.
        """
        return await self._seen_through(self._handle(contact_id, chance))

    async def _seen_through(self, what: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(what)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def rest(self) -> None:
        """Wait for the turns under way, at the end of the process."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_SECONDS)

    async def _handle(self, contact_id: int, chance: Chance | None) -> Ride | None:
        async with self._queue(contact_id):
            if not self._may_ride(chance, contact_id):
                chance = None
            try:
                done = await self._runner.do(self._run, contact_id, chance)
            except Exception as error:
                if not is_passing(error):
                    raise
                log.warning("turn put off", contact=contact_id)
                await self._runner.aside(self._turns.put_off, contact_id)
                return None
            self._hand_on(done)
        return done.ride

    def _play(self, entries: list[Entry]) -> list[Taken]:
        """A round on the loop; who has turns of their own under way is only accepted."""
        rode = self._delivery.ridden.take()
        try:
            taken = self._rounds.play(entries, rode, self._is_quiet, self._delivery.is_free)
        except BaseException:
            self._delivery.ridden.put_back(rode)
            raise
        for each in taken:
            self._hand_on(each.done)
        return taken

    def _is_quiet(self, contact_id: int) -> bool:
        return contact_id not in self._queues

    def _hand_on(self, done: Done | None) -> None:
        """What turns produced, once it is committed."""
        if done is None:
            return
        self._delivery.hand(done.replies)
        if done.queued:
            self._delivery.look()
        self._popups.update(done.popups)
        while len(self._popups) > POPUPS:
            del self._popups[next(iter(self._popups))]

    async def sweep(self) -> int:
        """Take up accepted messages whose turn did not finish; returns how many people's."""
        due = await self._runner.read(self._unfinished, self._around.now())
        for contact_id in due:
            await self.handle(contact_id)
        return len(due)

    def _queue(self, contact_id: int) -> AbstractAsyncContextManager[None]:
        return _Turnstile(self._queues, contact_id)

    def _run(self, contact_id: int, chance: Chance | None, *, patient: bool) -> Done:
        return self._turns.run(contact_id, patient=patient, chance=chance)

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
