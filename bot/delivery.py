"""Delivery: takes what is to be said from the outbox to the channels, and writes how it went.

Before the bytes leave, `sending` is committed; a crash after that is the only doubt there is, and
it is marked. Replies come in memory from the turn that made them; all else is leased.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from bot import outbox_rows as rows
from bot.channels.contract import Channel, Outgoing, SendError, Trouble
from bot.clock import Surroundings
from bot.outbox_rows import Job
from bot.queueing import Handed
from bot.running import Runner
from handlers.content import Content
from handlers.language import _
from models.database import Database
from models.lore import Lore
from models.outbox import GaveUp

IDLE_SECONDS = 1.0
PAUSES_SECONDS = (5, 30, 120, 600)
MAX_ATTEMPTS = 8
STOP_SECONDS = 5
log = structlog.get_logger()
Sent = list[tuple[Job, str]]


class Delivery:
    """Delivers for the accounts this process serves."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        channels: Mapping[int, Channel],
        around: Surroundings,
        owner: str,
    ) -> None:
        """`channels` by account id."""
        self._db, self._runner, self._channels = db, runner, channels
        self._around, self._owner = around, owner
        self._lore = Lore()
        self._handed: deque[Handed] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        #: rows may be due: at the start, when something was queued, and once a second
        self._looking = True
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

    async def drain(self) -> None:
        """Deliver until nothing is due."""
        self._looking = True
        while await self.once():
            pass

    async def run(self) -> None:
        """Deliver until stopped."""
        while not self._stopping or self._handed:
            try:
                busy = await self.once()
            except Exception:
                log.exception("delivery stumbled")
                busy = False
            if not busy:
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

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            self._looking = True
        self._wake.clear()

    async def once(self) -> bool:
        """Deliver what is there now; True when there was something."""
        handed = [self._handed.popleft() for _n in range(len(self._handed))]
        if not (handed or self._looking):
            return False
        try:
            jobs = await self._runner.do(self._prepare, handed)
        except Exception:
            self._handed.extendleft(reversed(handed))
            raise
        if not jobs:
            return bool(handed)
        self._around.reach("delivery.sending")
        by_contact: dict[int, list[Job]] = {}
        for job in jobs:
            by_contact.setdefault(job.contact_id, []).append(job)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._send_in_order(each)) for each in by_contact.values()]
        done = [pair for task in tasks for pair in task.result()]
        self._around.reach("delivery.sent")
        await self._runner.do(self._finish, done)
        self._around.reach("delivery.finished")
        self.sent += len(done)
        return True

    # --- one transaction: lease, word, commit `sending` -----------------------------------

    def _prepare(self, handed: list[Handed], *, patient: bool) -> list[Job]:
        at = self._around.now()
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            jobs = [self._reply_job(connection, each) for each in handed]
            jobs.extend(self._leased_jobs(connection, at) if self._looking else ())
            ours = rows.mark_sending(connection, (j.outbox_id for j in jobs), self._owner, at)
        return [job for job in jobs if job.outbox_id in ours]

    def _leased_jobs(self, connection: Connection, at: datetime) -> list[Job]:
        """What is due in the rows; looked for only when somebody has a reason to."""
        leased = rows.lease_due(connection, list(self._channels), self._owner, at)
        self._looking = bool(leased)
        worded = (self._worded(connection, row) for row in leased)
        return [job for job in worded if job is not None]

    def _reply_job(self, connection: Connection, each: Handed) -> Job:
        return Job(
            each.outbox_id,
            each.contact_id,
            each.community_id,
            each.account_id,
            each.address,
            each.content,
            self._replaces(connection, each.account_id, each.contact_id, each.subject),
            fresh=True,
        )

    def _worded(self, connection: Connection, row: Row[Any]) -> Job | None:
        try:
            said = rows.word(connection, row, self._lore, self._around.token, self._around.now())
        except Exception:
            log.exception("a notice cannot be worded", outbox=row.id, kind=row.kind)
            said = GaveUp.INVALID
        if isinstance(said, GaveUp):
            rows.give_up(connection, row.id, said)
            return None
        values = row.content.get("values", {})
        return Job(
            row.id,
            row.contact_id,
            row.community_id,
            row.account_id,
            row.address,
            said,
            self._replaces(connection, row.account_id, row.contact_id, row.subject),
            fresh=bool(values.get("fresh")) or "said" in row.content,
            attempts=row.attempts,
            may_repeat=row.may_repeat,
        )

    def _replaces(
        self, connection: Connection, account_id: int, contact_id: int, subject: str
    ) -> str:
        if not subject or not self._channels[account_id].edits:
            return ""
        return rows.live_card(connection, contact_id, subject)

    # --- the network ------------------------------------------------------------------------

    async def _send_in_order(self, jobs: list[Job]) -> Sent:
        done: Sent = []
        for job in jobs:
            try:
                done.append((job, await self._send(job)))
                self._around.reach("delivery.one_sent")
            except SendError as error:
                await self._runner.aside(self._not_sent, job, error)
        return done

    async def _send(self, job: Job) -> str:
        channel = self._channels[job.account_id]
        message = Outgoing(
            job.outbox_id,
            job.contact_id,
            job.community_id,
            job.address,
            job.content,
            self._around.now(),
        )
        if not job.replaces:
            return await channel.send(message)
        if not job.fresh:
            await channel.edit(job.replaces, message)
            return job.replaces
        platform_id = await channel.send(message)
        if platform_id != job.replaces:
            moved = Content(text=_("这张卡换成下面的了。"))
            await channel.edit(job.replaces, replace(message, content=moved))
        return platform_id

    # --- one transaction: how it went -------------------------------------------------------

    def _finish(self, done: Sent, *, patient: bool) -> None:
        if not done:
            return
        at = self._around.now()
        engine = self._db.patient if patient else self._db.write
        with engine.begin() as connection:
            rows.mark_sent(connection, [job.outbox_id for job, _id in done], at)
            for job, platform_id in done:
                if job.content.subject and self._channels[job.account_id].edits:
                    rows.remember_card(connection, job, platform_id, at)

    def _not_sent(self, job: Job, error: SendError) -> None:
        at = self._around.now()
        with self._db.patient.begin() as connection:
            if error.trouble is Trouble.BLOCKED:
                rows.give_up(connection, job.outbox_id, GaveUp.BLOCKED)
            elif error.trouble is Trouble.REJECTED:
                rows.give_up(connection, job.outbox_id, GaveUp.REJECTED)
            elif job.attempts >= MAX_ATTEMPTS:
                rows.give_up(connection, job.outbox_id, GaveUp.ERROR_LIMIT)
            else:
                pause = PAUSES_SECONDS[min(job.attempts, len(PAUSES_SECONDS) - 1)]
                later = at + timedelta(seconds=max(pause, error.retry_after))
                doubts = 1 if error.trouble is Trouble.UNCERTAIN else 0
                rows.again_at(connection, job.outbox_id, later, doubts)
