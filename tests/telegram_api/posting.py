"""Posts updates to the webhook, those of a chat one after the other, until it takes them."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.telegram_api.faults import MOMENT, OF_UPDATES, Fault, Wrong
from tests.telegram_api.state import State
from tests.telegram_api.updates import Update
from tests.telegram_api.webhook import Hook, Webhook, is_loopback

Ride = Callable[[Mapping[str, Any]], None]
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Waits:
    """How long a post waits for its answer, and before it is tried again, in seconds."""

    post: float = 30.0
    first: float = 0.05
    factor: float = 2.0
    most: float = 2.0
    #: what Retry-After asks for is kept, up to so much
    obeyed: float = 60.0


@dataclass
class Options:
    """How updates are posted."""

    waits: Waits = field(default_factory=Waits)
    #: a chat's updates wait for each other
    in_order: bool = True
    #: post to this address (http://127.0.0.1:port) instead of the webhook's own host
    forward: str = ""


@dataclass(slots=True)
class _Claim:
    """Of several answers to the same update, the first that is heard counts."""

    taken: bool = False


class Poster:
    """Posts one bot's updates."""

    def __init__(
        self, state: State, webhook: Webhook, ride: Ride, sleep: Sleep, options: Options
    ) -> None:
        """`ride` carries out the call in an answer."""
        self._state, self._webhook, self._ride, self._sleep = state, webhook, ride, sleep
        self.options = options
        self._lanes: dict[int, deque[Update]] = {}
        #: ids of what is on its way: a webhook that is set anew does not double it
        self._under_way: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._gate = asyncio.Semaphore(40)
        webhook.post, webhook.changed = self.post, self._changed
        #: posts made, again and double ones too
        self.posts = 0

    @property
    def is_idle(self) -> bool:
        """Nothing is being posted or waits to be."""
        return not self._tasks

    def post(self, update: Update) -> None:
        """Post it when its turn has come."""
        if update.id in self._under_way:
            return
        self._under_way.add(update.id)
        if not self.options.in_order:
            self._start(self._deliver(update))
            return
        lane = self._lanes.get(update.chat)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.chat] = deque([update])
        self._start(self._run(update.chat))

    async def close(self) -> None:
        """Post nothing more."""
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._state.record.blame(0, "webhook", 0, f"posting broke: {error!r}")
        self._state.changes.tell()

    def _changed(self) -> None:
        hook = self._webhook.hook
        self._gate = asyncio.Semaphore(hook.connections if hook else 40)

    async def _run(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane:
            update = lane.popleft()
            fault = self._strike(update)
            if fault is not None and fault.kind is Wrong.SWAPPED:
                await self._swap(update, lane, fault)
            else:
                await self._deliver_with(update, fault)
        del self._lanes[chat]

    async def _swap(self, update: Update, lane: deque[Update], fault: Fault) -> None:
        if not lane:
            await self._sleep(fault.seconds or MOMENT)
        if lane:
            self._note(fault, update)
            await self._until_taken(lane.popleft(), _Claim())
        await self._until_taken(update, _Claim())

    async def _deliver(self, update: Update) -> None:
        await self._deliver_with(update, self._strike(update))

    async def _deliver_with(self, update: Update, fault: Fault | None) -> None:
        claim = _Claim()
        kind = fault.kind if fault is not None else None
        if fault is not None and kind is not Wrong.SWAPPED:
            self._note(fault, update)
        seconds = (fault.seconds if fault is not None else 0) or MOMENT
        if kind is Wrong.DELAYED:
            await self._sleep(seconds)
        elif kind is Wrong.UNHEARD:
            await self._post(update, None)
            await self._sleep(seconds)
        elif kind is Wrong.TWICE:
            await asyncio.gather(self._until_taken(update, claim), self._until_taken(update, claim))
            return
        await self._until_taken(update, claim)
        if kind is Wrong.TWICE_LATER:
            self._start(self._later(update, claim, seconds))

    async def _later(self, update: Update, claim: _Claim, seconds: float) -> None:
        await self._sleep(seconds)
        await self._until_taken(update, claim)

    def _strike(self, update: Update) -> Fault | None:
        return self._state.faults.strike(update.kind, update.chat, OF_UPDATES, paced=True)

    def _note(self, fault: Fault, update: Update) -> None:
        at = self._state.times.seconds()
        self._state.faults.note(fault, update.kind, update.chat, at, carried_out=True)

    async def _until_taken(self, update: Update, claim: _Claim) -> None:
        """Post until a 2xx comes, with growing waits, as long as the webhook is set."""
        waits = self.options.waits
        wait = waits.first
        while self._webhook.hook is not None:
            asked = await self._post(update, claim)
            if asked is None:
                self._state.updates.pending.pop(update.id, None)
                break
            await self._sleep(max(wait, min(asked, waits.obeyed)))
            wait = min(wait * waits.factor, waits.most)
        self._under_way.discard(update.id)

    async def _post(self, update: Update, claim: _Claim | None) -> float | None:
        """Post once; None when it was taken, else how many seconds the desk wants us to wait.

        Without a claim the answer is not heard.
        """
        hook = self._webhook.hook
        if hook is None:
            return 0
        url = self._address(hook)
        if not is_loopback(url):
            self._webhook.failed("Failed to resolve host: Name or service not known")
            return 0
        async with self._gate:
            self.posts += 1
            try:
                return await self._exchange(url, hook, update, claim)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                self._webhook.failed(_why(error))
                return 0

    async def _exchange(
        self, url: str, hook: Hook, update: Update, claim: _Claim | None
    ) -> float | None:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        body = update.as_bytes()
        async with self._open().post(
            url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            said = await answer.read()
            if not 200 <= answer.status < 300:
                reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                self._webhook.failed(reason)
                return _seconds(answer.headers.get("Retry-After", ""))
        if claim is not None and not claim.taken:
            claim.taken = True
            self._hear(update, said)
        return None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.options.waits.post)
            self._session = aiohttp.ClientSession(
                timeout=timeout, connector=aiohttp.TCPConnector(limit=0)
            )
        return self._session

    def _address(self, hook: Hook) -> str:
        if not self.options.forward:
            return hook.url
        parts = urlsplit(hook.url)
        return self.options.forward + parts.path + (f"?{parts.query}" if parts.query else "")

    def _hear(self, update: Update, said: bytes) -> None:
        if not said:
            return
        try:
            body = json.loads(said)
        except ValueError:
            body = None
        if isinstance(body, dict) and isinstance(body.get("method"), str):
            self._ride(body)
        elif body != {}:
            at = self._state.times.seconds()
            self._state.record.blame(at, "webhook", update.chat, "answered what is no method call")


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Read timeout expired"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "Connection refused"
    return "Connection reset by peer"


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isdigit() else 0.0
