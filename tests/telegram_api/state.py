"""One bot's whole state: the world around it, its settings, its updates, its pace, its record."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from tests.telegram_api.chats import World
from tests.telegram_api.faults import Faults
from tests.telegram_api.pace import Pace
from tests.telegram_api.record import Call, Record
from tests.telegram_api.signatures import Upload
from tests.telegram_api.updates import Updates


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Times:
    """`now` dates messages and ages presses; `seconds` is what the pace is counted in."""

    now: Callable[[], datetime] = _utc_now
    seconds: Callable[[], float] = monotonic

    @classmethod
    def of(cls, now: Callable[[], datetime]) -> "Times":
        """Both from one clock that the test sets."""
        return cls(now, lambda: now().timestamp())

    @property
    def date(self) -> int:
        """Now, as Telegram writes it."""
        return int(self.now().timestamp())


class Changes:
    """Wakes those who wait for something to be true, whenever anything has changed."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._waiting: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        """Something has changed."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                if not each.done():
                    each.set_result(None)

    async def until(self, is_so: Callable[[], bool], within: float) -> bool:
        """Wait until it is so; False when it was not within `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not is_so():
                    changed = asyncio.get_running_loop().create_future()
                    self._waiting.append(changed)
                    await changed
        except TimeoutError:
            return is_so()
        return True


@dataclass
class Own:
    """What the bot has said about itself. Keys are scope and language."""

    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    #: by setting (name, description, short_description) and language
    texts: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class State:
    """Everything that a call may read or change."""

    world: World
    times: Times
    pace: Pace
    faults: Faults
    updates: Updates
    record: Record = field(default_factory=Record)
    own: Own = field(default_factory=Own)
    changes: Changes = field(default_factory=Changes)

    def put(self, kind: str, body: dict[str, Any], chat: int) -> None:
        """Something happened that the bot is told of."""
        self.updates.put(kind, body, chat)
        self.changes.tell()

    def message(self, chat_id: int, message_id: int) -> None:
        """Tell the bot of a message that appeared in a chat."""
        chat = self.world.chats[chat_id]
        self.put("message", chat.message_json(chat.messages[message_id]), chat_id)


@dataclass(frozen=True, slots=True)
class Doing:
    """A call that is being carried out."""

    state: State
    call: Call
    values: Mapping[str, Any]
    uploads: Mapping[str, Upload]
