"""Polling: asks Telegram for updates and confirms them only after they are ours.

The library's own updater confirms before anything is handled, so a crash loses what it fetched;
and it builds every update, so a single odd one stops it. Here the offset moves when every update
below it is committed, and an update is a dictionary.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.inbound import ALLOWED_UPDATES, queue_of, update_id_of
from bot.channels.telegram.intake import Intake, NotAccepted
from bot.channels.telegram.lease import RENEW_SECONDS, Lease
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.refusals import described, seconds_of
from bot.traces import trace_of

T = TypeVar("T")
Wait = Callable[[float], Awaitable[None]]
POLL_SECONDS = 25
LIMIT = 100
#: people whose updates are handled at once
ABREAST = 20
#: beyond the poll itself, until the connection counts as dead
GRACE_SECONDS = 10.0
CONFIRM_SECONDS = 5.0
#: a wrong token is mended by a person
LONGEST_PAUSE_SECONDS = 300.0
HAS_WEBHOOK = (
    "another program gave this bot a webhook while we poll; it is taken away again. "
    'Use the token in one place, or set mode = "webhook" here'
)
POLLED_TWICE = (
    "another process or program polls with this bot's token; stop it, or make a bot of its own "
    "for each"
)
UNKNOWN_BOT = "Telegram does not know this bot: mend its token or api_base"
log = structlog.get_logger()


class _Halted(Exception):
    """The process stops, or the lease is lost."""


class Poller:
    """Fetches the updates of one bot, in whichever process holds its lease."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        lease: Lease,
        wait: Wait = asyncio.sleep,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        """`wait` sleeps; `poll_seconds` is how long Telegram holds an empty answer back."""
        self._bot, self._intake, self._lease = bot, intake, lease
        self._wait, self._poll_seconds = wait, poll_seconds
        self._stopping, self._halt = asyncio.Event(), asyncio.Event()
        self._patience = Patience()
        self._offset: int | None = None
        self._has_webhook = True
        self._number = bot.token.partition(":")[0]

    async def run(self) -> None:
        """Poll until `stop`, whenever the lease is ours."""
        while not self._stopping.is_set():
            if await self._has_lease():
                await self._tenure()
            else:
                await self._pause(RENEW_SECONDS)

    def stop(self) -> None:
        """End `run` as soon as what was fetched is taken, and confirmed to Telegram."""
        self._stopping.set()
        self._halt.set()

    # --- the lease --------------------------------------------------------------------------

    async def _has_lease(self) -> bool:
        try:
            return await self._lease.take()
        except Exception as error:
            log.warning("no lease to poll", bot=self._number, error=type(error).__name__)
            return False

    async def _tenure(self) -> None:
        """Poll as long as the lease is ours."""
        self._offset = None
        keeping = asyncio.create_task(self._keep_lease())
        try:
            await self._poll()
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        if not self._stopping.is_set():
            self._halt.clear()
        elif self._lease.is_held:
            await self._confirm()
            await self._give_lease_back()

    async def _keep_lease(self) -> None:
        """Hold it for longer every now and then; halt when it is not ours any more."""
        while True:
            await self._wait(RENEW_SECONDS)
            if not await self._has_lease() and not self._lease.is_held:
                log.warning("the lease to poll is lost", bot=self._number)
                self._halt.set()
                return

    async def _give_lease_back(self) -> None:
        try:
            await self._lease.give_back()
        except Exception as error:  # it lapses by itself
            log.warning("lease not given back", bot=self._number, error=type(error).__name__)

    # --- fetching ---------------------------------------------------------------------------

    async def _poll(self) -> None:
        self._has_webhook = True
        while not self._halt.is_set():
            try:
                updates = await self._unless_halted(self._ask())
            except _Halted:
                return
            except Exception as error:
                await self._pause(self._pause_after(error))
            else:
                await self._take(updates)

    async def _ask(self) -> list[Any]:
        """What is new; a webhook, which would get it instead, goes first."""
        if self._has_webhook:
            await self._bot.delete_webhook(drop_pending_updates=False)
            self._has_webhook = False
        return await self._fetch(self._poll_seconds)

    async def _fetch(self, seconds: int, limit: int = LIMIT) -> list[Any]:
        """The updates from the offset on, as they came.

        `Bot.get_updates` would build them all and fail for all when one is odd; this is what it
        calls itself.
        """
        wanted: dict[str, Any] = {
            "timeout": seconds,
            "limit": limit,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            wanted["offset"] = self._offset
        read_timeout = seconds + GRACE_SECONDS
        updates = await self._bot._post("getUpdates", wanted, read_timeout=read_timeout)
        return updates if isinstance(updates, list) else []

    async def _confirm(self) -> None:
        """Tell Telegram what is ours, so that it does not come again after the next start."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._fetch(0, limit=1)
        except Exception as error:
            # harmless: what comes again is known by its key
            log.info("updates not confirmed at the end", error=type(error).__name__)

    def _pause_after(self, error: Exception) -> float:
        """Say in plain words what is wrong; seconds until the next try."""
        if isinstance(error, RetryAfter):
            return seconds_of(error)
        pause = self._patience.next()
        if isinstance(error, Conflict) and "webhook" in error.message.lower():
            self._has_webhook = True
            log.error(HAS_WEBHOOK, bot=self._number)
        elif isinstance(error, Conflict):
            log.error(POLLED_TWICE, bot=self._number, pause=round(pause))
        elif isinstance(error, InvalidToken):
            log.error(UNKNOWN_BOT, bot=self._number)
            return LONGEST_PAUSE_SECONDS
        elif isinstance(error, TelegramError):
            log.warning("no word from Telegram", bot=self._number, why=described(error))
        else:
            log.error("polling failed", bot=self._number, trace=trace_of(error))
        return pause

    # --- taking -----------------------------------------------------------------------------

    async def _take(self, updates: list[Any]) -> None:
        """Take a batch: many people abreast, each one's in order; then move the offset."""
        if not updates:
            self._patience.rest()
            # All below the offset is forgotten there, and after a quiet week numbers may begin
            # lower than it.
            self._offset = None
            return
        numbers = [n for each in updates if (n := update_id_of(each)) is not None]
        queues: defaultdict[int, list[Any]] = defaultdict(list)
        for update in updates:
            queues[queue_of(update)].append(update)
        turn = asyncio.Semaphore(ABREAST)
        first_missing = await asyncio.gather(
            *(self._take_in_order(each, turn) for each in queues.values())
        )
        missing = [n for n in first_missing if n is not None]
        if numbers:
            self._offset = min(missing, default=max(numbers) + 1)
        if missing or not numbers:
            await self._pause(self._patience.next())
        else:
            self._patience.rest()

    async def _take_in_order(self, updates: list[Any], turn: asyncio.Semaphore) -> int | None:
        """Take one person's updates; returns the first that has to come again."""
        async with turn:
            for update in updates:
                try:
                    await self._intake.take(update)
                except NotAccepted as error:
                    if error.will_pass:
                        return update_id_of(update)
                except Exception as error:
                    number, trace = update_id_of(update), trace_of(error)
                    log.error("an update was left out", update_id=number, trace=trace)
        return None

    # --- waiting ----------------------------------------------------------------------------

    async def _pause(self, seconds: float) -> None:
        """Wait, unless there is reason to stop."""
        try:
            await self._unless_halted(_as_coroutine(self._wait(seconds)))
        except _Halted:
            return

    async def _unless_halted(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`. Raises _Halted, with the work cancelled, when we are to stop."""
        working = asyncio.ensure_future(work)
        halting = asyncio.ensure_future(self._halt.wait())
        try:
            await asyncio.wait({working, halting}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise _Halted
        finally:
            for task in (working, halting):
                task.cancel()
            await asyncio.gather(working, halting, return_exceptions=True)


async def _as_coroutine(waiting: Awaitable[None]) -> None:
    await waiting
