"""Delivery: takes what is to be said from the outbox to the channels, and writes how it went.

Before the bytes leave, `sending` is committed; a crash after that is the only doubt there is, and
it is marked. Replies come in memory from the turn that made them; all else is leased. Each chat
gets one message at a time, and no chat waits for another.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot import outbox_rows as rows
from bot.channels.contract import Channel, Trouble
from bot.clock import Surroundings
from bot.outbox_rows import Job, ids_of
from bot.pacing import Pacer
from bot.peace import Peace
from bot.preparing import Prepared, Preparing
from bot.queueing import Handed
from bot.results import Result, Results
from bot.riding import Ridden, Ride, Told
from bot.ripening import TICK_SECONDS, Ripe, Ripening, tell
from bot.running import Runner
from bot.sending import Sending
from bot.traces import trace_of
from models.database import Database

IDLE_SECONDS = 1.0
STOP_SECONDS = 5
ANSWERED_SECONDS = 0.02
SHORT_WAIT = timedelta(seconds=5)
MAX_AT_ONCE = 200
BULK_PER_WEEK = 7
log = structlog.get_logger()


class Delivery:
    """Delivers for the accounts this process serves."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        channels: Mapping[int, Channel],
        around: Surroundings,
        owner: str,
        bulk_per_week: int = BULK_PER_WEEK,
    ) -> None:
        """`channels` by account id; `bulk_per_week` as in [limits]."""
        self._db, self._runner, self._around = db, runner, around
        self.pacer = Pacer(db, runner, around, channels)
        self._results = Results(channels, self.pacer)
        self.peace = Peace(
            db, runner, around, self.pacer, self._results, lambda chats: self._free.update(chats)
        )
        self._sending = Sending(channels, self.pacer, around, self.peace)
        self._preparing = Preparing(channels, self.pacer, around, owner, bulk_per_week)
        self._ripening = Ripening(around, lambda: self._wake.set())
        self._handed: deque[Handed] = deque()
        self.ridden = Ridden()
        self.told = Told()
        self._done: list[Result] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[tuple[int, int]] = set()
        self._behind: set[tuple[int, int]] = set()
        #: contacts whose trouble is being written down, or whose replies are being taken up
        self._steps: list[set[int]] = []
        self._free: dict[tuple[int, int], datetime] = {}
        self._in_trouble: set[tuple[int, int]] = set()
        self._wake = asyncio.Event()
        self._stopping = False
        #: rows may be due: at the start, when something was queued, and once a second
        self._looking = True
        self._look_at: datetime | None = None
        self.sent = 0

    def hand(self, replies: Sequence[Handed]) -> None:
        """Replies of a turn that has committed; they go first."""
        self._handed.extend(replies)
        if replies:
            self._wake.set()

    def look(self) -> None:
        """Something was queued for somebody; do not wait for the next tick."""
        self._looking = True
        self._wake.set()

    def rode(self, ride: Ride) -> None:
        """The bytes of an answer were written; marked with others in a moment."""
        if not self.ridden:
            asyncio.get_running_loop().call_later(ANSWERED_SECONDS, self._wake.set)
        self.ridden.note(ride.outbox_id)
        self.told.note(ride.contact_id, ride.outbox_id)

    async def drain(self) -> None:
        """Deliver until nothing is due."""
        self._looking = True
        while await self.once() or self._tasks or self._steps or self._sending.stepping:
            if self._tasks:  # one of them is over, or is to be marked
                first = asyncio.FIRST_COMPLETED
                await asyncio.wait(self._tasks, timeout=TICK_SECONDS, return_when=first)
            elif self._steps or self._sending.stepping:
                await asyncio.sleep(TICK_SECONDS)

    def is_free(self, contact_id: int) -> bool:
        """Nothing said to this contact waits in memory, is under way, or has found trouble; what
        waits in the rows, the turn sees for itself."""
        steps = any(contact_id in each for each in self._steps)
        waits = any(each.contact_id == contact_id for each in self._handed)
        failed = any(each.error and each.job.contact_id == contact_id for each in self._done)
        return not (steps or waits or failed or (contact_id, 0) in self._busy)

    async def run(self) -> None:
        """Deliver until stopped."""
        while not self._stopping or self._has_work():
            try:
                busy = await self.once()
            except Exception as error:
                log.error("delivery stumbled", trace=trace_of(error))
                busy = False
            if busy:
                await asyncio.sleep(0)  # people's messages come in between two looks
            else:
                await self._rest()

    async def stop(self, running: asyncio.Task[None]) -> None:
        """End the loop after what it is doing, and send the replies that still wait."""
        self._stopping = True
        self._wake.set()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await running
        except TimeoutError:
            log.warning("delivery was cut short; what was on its way is in doubt")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._sending.stop()

    def _has_work(self) -> bool:
        return bool(self._handed or self._tasks or self._done or self.ridden)

    async def _rest(self) -> None:
        now = self._around.now()
        waits = [
            self._ready_at(each) for each in self._handed if (each.contact_id, 0) not in self._busy
        ]
        if self._look_at is not None:
            waits.append(self._look_at)
        seconds = min((each - now).total_seconds() for each in waits) if waits else IDLE_SECONDS
        try:
            async with asyncio.timeout(min(max(seconds, 0.001), IDLE_SECONDS)):
                await self._wake.wait()
        except TimeoutError:
            self._looking = self._looking or seconds >= IDLE_SECONDS
        self._wake.clear()

    async def once(self) -> bool:
        """Deliver what is there now; True when there was something."""
        at = self._around.now()
        done, self._done = self._done, []
        rode = self.ridden.take()
        self._note_trouble(done)
        handed = self._take_ready(at)
        ripe = self._ripening.take(self.pacer.free)
        look = self._may_look(at)
        if not (handed or done or rode or ripe or look):
            return False
        self._looking = self._looking and not look
        if done:
            self._around.reach("delivery.sent")
        concerned = {each.job.contact_id for each in done if each.error}
        concerned.update(each.contact_id for each in handed)
        self._steps.append(concerned)
        try:
            prepared = await self._runner.do(self._step, done, rode, handed, ripe, look)
        except Exception:
            self._ripening.put_back(ripe)
            self.pacer.forget()
            self._handed.extendleft(reversed(handed))
            self.ridden.put_back(rode)
            self._done, self._looking = done + self._done, self._looking or look
            raise
        finally:
            self._steps.remove(concerned)
        if done:
            self._around.reach("delivery.finished")
            self.sent += sum(each.error is None for each in done)
        self._go_on(prepared, look, at)
        tell(ripe, prepared.marked)
        return bool(prepared.jobs or handed or done or prepared.look_at == at)

    def _may_look(self, at: datetime) -> bool:
        if self._stopping or len(self._tasks) >= MAX_AT_ONCE:
            return False
        return self._looking or (self._look_at is not None and self._look_at <= at)

    def _go_on(self, prepared: Prepared, looked: bool, at: datetime) -> None:
        if looked:
            prepared.look_again(at + timedelta(seconds=IDLE_SECONDS))
            self._look_at = prepared.look_at
            self._behind = self._busy | {job.chat for job in prepared.jobs if not job.is_bulk}
        elif prepared.look_at is not None:
            self._look_at = min(prepared.look_at, self._look_at or prepared.look_at)
        self._free.update(prepared.free)
        if prepared.marked:
            self._around.reach("delivery.sending")
        for job in prepared.jobs:
            if not job.is_bulk:
                self._busy.add(job.chat)
            task = asyncio.create_task(self._deliver(job, job.outbox_id in prepared.marked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _note_trouble(self, done: Sequence[Result]) -> None:
        for each in done:
            if each.error is None:
                self._in_trouble.discard(each.job.chat)
            elif not each.job.is_bulk and each.error.trouble is not Trouble.BLOCKED:
                self._in_trouble.add(each.job.chat)

    def _take_ready(self, at: datetime) -> list[Handed]:
        """The first reply of each chat that may be written to now; the others wait."""
        self._free = {chat: free for chat, free in self._free.items() if free > at}
        ready: list[Handed] = []
        waiting: deque[Handed] = deque()
        taken = set(self._busy)
        for each in self._handed:
            chat = (each.contact_id, 0)
            late = self._stopping or self._ready_at(each) - at > SHORT_WAIT
            if chat in self._in_trouble:
                ready.append(each)
            elif chat in taken or (self._ready_at(each) > at and not late):
                waiting.append(each)
            else:
                ready.append(each)
            taken.add(chat)
        self._handed = waiting
        return ready

    def _ready_at(self, each: Handed) -> datetime:
        return max(each.not_before, self._free.get((each.contact_id, 0), each.not_before))

    def _may_go(self, each: Handed, at: datetime) -> bool:
        return self._ready_at(each) <= at and (each.contact_id, 0) not in self._in_trouble

    def _step(
        self,
        done: list[Result],
        rode: list[int],
        handed: list[Handed],
        ripe: Sequence[Ripe],
        look: bool,
        *,
        patient: bool,
    ) -> Prepared:
        at = self._around.now()
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            waits = self._results.write(connection, done, at) if done else {}
            rows.mark_answered(connection, rode, at)
            ids = ids_of(job for job, _marked in ripe)
            now, back = [], {}
            for each in handed:
                if self._may_go(each, at):
                    now.append(each)
                else:
                    back[each.outbox_id] = max(self._ready_at(each), at)
                    rows.again_at(connection, each.outbox_id, back[each.outbox_id])
            prepared = self._preparing.prepare(connection, now, ids, look, at)
        prepared.free = {**waits, **prepared.free}
        for moment in (*waits.values(), *back.values()):
            prepared.look_again(moment)
        return prepared

    async def _deliver(self, job: Job, is_marked: bool) -> None:
        ours = job if is_marked else await self._ripening.ripens(job)
        results = await self._sending.send(ours) if ours else []
        self._done.extend(results)
        for each in results:
            if each.error is None and each.job.contact_id:
                self.told.note(each.job.contact_id, each.job.outbox_id)
        if not job.is_bulk:
            self._busy.discard(job.chat)
        for chat in {each.chat for each in job.everybody} & self._behind:
            self._behind.discard(chat)
            self._looking = True
        self._wake.set()
        for each in results:
            if not each.error and each.job.replaces not in ("", each.platform_id):
                self._sending.step_back(each.job)
