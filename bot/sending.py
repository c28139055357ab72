"""Hands one message to its channel: sent, or changed where it stands; an older card steps back."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.channels.contract import Channel, Outgoing, SendError, Trouble
from bot.clock import Surroundings
from bot.outbox_rows import Job
from bot.pacing import Pacer
from bot.peace import Peace
from bot.results import Result
from bot.traces import trace_of
from handlers.content import Content
from handlers.language import _, speaking

#: before an old card is told once more to step back; then it stays as it is
PAUSES_SECONDS = (5, 30, 120, 600)
log = structlog.get_logger()


class Sending:
    """The way to the channels of one process."""

    def __init__(
        self,
        channels: Mapping[int, Channel],
        pacer: Pacer,
        around: Surroundings,
        peace: Peace,
    ) -> None:
        """`channels` by account id."""
        self._channels, self._pacer, self._around = channels, pacer, around
        self._peace = peace
        #: old cards that did not step back yet
        self._later: set[asyncio.Task[None]] = set()

    async def send(self, job: Job) -> Result:
        """Send it at its moment, or change what stands there; returns how that went."""
        try:
            async with self._pacer.call(job.account_id, job.at) as pause:
                if pause:
                    raise SendError(Trouble.BUSY, pause)
                result = Result(job, await self._send(job))
            self._around.reach("delivery.one_sent")
        except SendError as error:
            result = Result(job, error=error)
        except Exception as error:
            log.error("a channel stumbled", outbox=job.outbox_id, trace=trace_of(error))
            result = Result(job, error=SendError(Trouble.UNCERTAIN))
        return replace(result, ended_at=self._around.now())

    async def _send(self, job: Job) -> str:
        channel, message = self._channels[job.account_id], self._outgoing(job)
        with speaking(job.language):
            if not job.is_edit:
                return await channel.send(message)
            await channel.edit(job.replaces, message)
        return job.replaces

    async def step_back(self, job: Job) -> None:
        """The card that this one replaced says where it went.

        It does no harm if it cannot, so nothing waits for a further try and none outlives us.
        """
        error = await self._step_back(job)
        if error is not None:
            task = asyncio.create_task(self._step_back_later(job, error))
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    async def stop(self) -> None:
        """Try nothing more."""
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _step_back_later(self, job: Job, error: SendError | None) -> None:
        for pause in PAUSES_SECONDS:
            if error is None or error.trouble in (Trouble.BLOCKED, Trouble.REJECTED):
                break
            await asyncio.sleep(max(pause, error.retry_after))
            error = await self._step_back(job)
        if error is not None:
            log.info("an old card stays", outbox=job.outbox_id, trouble=error.trouble.value)

    async def _step_back(self, job: Job) -> SendError | None:
        try:
            await self._peace.may_call(job.account_id, job.address)
            with speaking(job.language):
                moved = Content(text=_("这张卡换成下面的了。"))
                message = replace(self._outgoing(job), content=moved)
                await self._channels[job.account_id].edit(job.replaces, message)
        except SendError as error:
            if error.retry_after:
                await self._peace.told_to_wait(job.account_id, job.address, error.retry_after)
            return error
        except Exception as error:
            log.error("an old card stays", outbox=job.outbox_id, trace=trace_of(error))
        return None

    def _outgoing(self, job: Job) -> Outgoing:
        return Outgoing(
            job.outbox_id,
            job.contact_id,
            job.community_id,
            job.address,
            job.content,
            self._around.now(),
            job.group_id,
            job.kind,
        )
