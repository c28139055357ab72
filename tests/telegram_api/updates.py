"""Updates that wait for the desk, and the long poll that fetches them."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.constants import PollingLimit, UpdateType

from tests.telegram_api.refusing import Refused, wrong

#: sent only to bots that ask for them
_ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}
TYPES = frozenset(each.value for each in UpdateType)
_DEFAULT = TYPES - _ON_DEMAND
#: Telegram holds a poll no longer
LONGEST_POLL = 50
_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
)


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that happened. `chat` decides which others it must not overtake."""

    id: int
    kind: str
    chat: int
    body: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As Telegram writes it."""
        return {"update_id": self.id, self.kind: self.body}

    def as_bytes(self) -> bytes:
        """As it is posted."""
        return json.dumps(self.as_json()).encode()


class Updates:
    """What the bot has not yet confirmed."""

    def __init__(self, first_id: int) -> None:
        """Nothing happened yet; update numbers begin at `first_id`."""
        self.pending: dict[int, Update] = {}
        self._next = first_id
        self.allowed = _DEFAULT
        #: takes what happens while a webhook is set
        self.post: Callable[[Update], None] | None = None
        self._poll: asyncio.Future[str] | None = None
        self._given = first_id - 1
        self.last_batch: list[Update] = []

    @property
    def last_id(self) -> int:
        """The number of what happened last."""
        return self._next - 1

    @property
    def is_polled(self) -> bool:
        """Whether a long poll waits now."""
        return self._poll is not None

    def put(self, kind: str, body: Mapping[str, Any], chat: int) -> None:
        """It happened; forgotten at once where the bot does not ask for such."""
        if kind not in self.allowed:
            return
        update = Update(self._next, kind, chat, body)
        self._next += 1
        self.pending[update.id] = update
        if self.post is not None:
            self.post(update)
        else:
            self._wake("")

    def allow(self, kinds: Sequence[Any] | None) -> None:
        """Which kinds are wanted from now on; None leaves it as it is, none is the default."""
        if kinds is None:
            return
        if not all(isinstance(each, str) and each in TYPES for each in kinds):
            raise wrong("can't parse allowed updates", f"allowed_updates {list(kinds)}")
        self.allowed = frozenset(kinds) if kinds else _DEFAULT

    def forget(self) -> None:
        """Drop everything that waits."""
        self.pending.clear()

    def end_poll(self, why: str) -> None:
        """The running poll, if any, is answered with a conflict."""
        self._wake(f"Conflict: {why}")

    def _wake(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    async def fetch(self, values: Mapping[str, Any]) -> list[Update]:
        """One getUpdates: confirms, waits, returns a batch. Raises Refused."""
        limit = values.get("limit", PollingLimit.MAX_LIMIT.value)
        timeout = values.get("timeout", 0)
        if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
            raise wrong(f"limit {limit} is not between 1 and 100")
        if not 0 <= timeout <= LONGEST_POLL:
            raise wrong(f"timeout {timeout} is not between 0 and {LONGEST_POLL}")
        if self.post is not None:
            raise Refused(409, f"Conflict: {_WEBHOOK}")
        self.end_poll(_OTHER_POLL)
        self.allow(values.get("allowed_updates"))
        self._confirm(values.get("offset", 0))
        if not self.pending and timeout:
            await self._wait(timeout)
        batch = list(self.pending.values())[:limit]
        if batch:
            self._given = max(self._given, batch[-1].id)
        return batch

    def _confirm(self, offset: int) -> None:
        """Everything before the offset is done with; a negative one keeps the last so many."""
        known = list(self.pending)
        gone = known[:offset] if offset < 0 else [each for each in known if each < offset]
        for each in gone:
            del self.pending[each]
        unseen = [each for each in gone if each > self._given]
        if unseen and offset > 0:
            raise wrong("offset is too high", f"confirms update {unseen[0]}, which it never got")

    async def _wait(self, within: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                reason = await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if reason:
            raise Refused(409, reason)
