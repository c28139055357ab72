"""Hands one message to its channel: sent, or changed where it stands; an older card steps back."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import structlog

from bot.channels.contract import Channel, Outgoing, SendError, Trouble
from bot.clock import Surroundings
from bot.outbox_rows import Job
from bot.pacing import Pacer
from bot.peace import Peace
from bot.results import Result
from bot.ripening import TICK_SECONDS
from bot.traces import trace_of
from handlers.content import Content
from handlers.language import _, speaking

#: before an old card is told once more to step back; then it stays as it is
PAUSES_SECONDS = (5, 30, 120, 600)
#: for those that are stepping back when the process ends
STOP_SECONDS = 1.0
#: more old cards than these wait for nothing: each may wait long for its chat
MOST_LATER = 500
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
        #: old cards that did not step back yet, and how many of them were not tried yet
        self._later: set[asyncio.Task[None]] = set()
        self.stepping = 0

    async def send(self, job: Job) -> list[Result]:
        """Send it at its moment, or change what stands there; returns how that went for each."""
        try:
            async with self._pacer.call(job.account_id, job.at) as pause:
                if pause:
                    raise SendError(Trouble.BUSY, pause)
                results = await self._send(job)
            self._around.reach("delivery.one_sent")
        except SendError as error:
            results = [Result(each, error=error) for each in job.everybody]
        except Exception as error:
            log.error("a channel stumbled", outbox=job.outbox_id, trace=trace_of(error))
            doubt = SendError(Trouble.UNCERTAIN)
            results = [Result(each, error=doubt) for each in job.everybody]
        ended_at = self._around.now()
        return [replace(each, ended_at=ended_at) for each in results]

    async def _send(self, job: Job) -> list[Result]:
        """Raises SendError for all whom it is to."""
        if not job.fellows:
            return [Result(job, await self._send_alone(job))]
        messages = [self._outgoing(each) for each in job.everybody]
        with speaking(job.language):
            troubles = await self._channels[job.account_id].send_together(messages)
        return [Result(each, error=troubles.get(each.outbox_id)) for each in job.everybody]

    async def _send_alone(self, job: Job) -> str:
        channel, message = self._channels[job.account_id], self._outgoing(job)
        with speaking(job.language):
            if not job.is_edit:
                return await channel.send(message)
            await channel.edit(job.replaces, message)
        return job.replaces

    def step_back(self, job: Job) -> None:
        """The card that this one replaced says where it went, as soon as its chat may be called.

        It does no harm if it cannot, so nothing waits for it and none outlives us.
        """
        if len(self._later) >= MOST_LATER:
            log.info("an old card stays", outbox=job.outbox_id, trouble=Trouble.BUSY.value)
            return
        self.stepping += 1
        task = asyncio.create_task(self._step_back_at_last(job))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def stop(self) -> None:
        """See first tries through for a moment; try nothing more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while self.stepping:  # noqa: ASYNC110 - soon, or never
                    await asyncio.sleep(TICK_SECONDS)
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _step_back_at_last(self, job: Job) -> None:
        try:
            error = await self._step_back(job)
        finally:
            self.stepping -= 1
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
