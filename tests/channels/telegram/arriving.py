"""Updates as Telegram sends them, and stand-ins for what lies behind the way in."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.accepting import Inbound
from bot.channels.telegram.alarm import Alarm
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.inbound import Source
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.presses import Presses
from bot.clock import Surroundings
from bot.receiving import Receipt
from bot.riding import Ride

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
SENT = int(NOW.timestamp()) - 2
WANG = {"id": 4242, "is_bot": False, "first_name": "秀英", "language_code": "zh-hans"}
PRIVATE = {"id": 4242, "type": "private", "first_name": "秀英"}
GROUP = {"id": -100777, "type": "supergroup", "title": "3号楼"}
SOURCE = Source(account_id=7, community_id=3, username="LinliBot")


def message(number: int = 1, /, **fields: Any) -> dict[str, Any]:
    """A message in a private chat, a text unless `fields` say otherwise."""
    base = {"message_id": 70 + number, "from": WANG, "chat": PRIVATE, "date": SENT}
    return {"update_id": number, "message": {**base, **(fields or {"text": "灯不亮"})}}


def edited(number: int = 1, /, **fields: Any) -> dict[str, Any]:
    """The same, changed by its writer."""
    was = message(number, **fields)["message"]
    return {"update_id": number, "edited_message": {**was, "edit_date": SENT + 1}}


def press(number: int = 1, token: str = "abc.0", **fields: Any) -> dict[str, Any]:
    """A pressed button below message 55 of a private chat."""
    below = {"message_id": 55, "chat": PRIVATE, "date": SENT}
    query = {"id": f"c{number}", "from": WANG, "message": below, "chat_instance": "1"}
    return {"update_id": number, "callback_query": {**query, "data": token, **fields}}


def file(**fields: Any) -> dict[str, Any]:
    """A file of whatever kind."""
    return {"file_id": "F1", "file_unique_id": "U1", "file_size": 1000, **fields}


def standing(status: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """What became of the bot in a chat; `fields` go to the new chat member."""
    bot = {"id": 99, "is_bot": True, "first_name": "Linli", "username": "LinliBot"}
    chat = fields.pop("chat", PRIVATE)
    date = fields.pop("date", SENT)
    full = {"status": status, "user": bot, **RIGHTS.get(status, {}), **fields}
    changed = {"chat": chat, "from": WANG, "date": date, "new_chat_member": full}
    changed["old_chat_member"] = {"status": "left", "user": bot}
    return {"update_id": number, "my_chat_member": changed}


RIGHTS: dict[str, dict[str, Any]] = {
    "kicked": {"until_date": 0},
    "restricted": {"is_member": True, "until_date": 0, "can_send_messages": True},
}


@dataclass
class Clock:
    """Time that stands still until a test moves it; `wait` sleeps by it."""

    now: datetime = NOW
    sleeping: list[tuple[datetime, asyncio.Future[None]]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def around(self) -> Surroundings:
        return Surroundings(now=lambda: self.now)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sleeping.append((self.now + timedelta(seconds=seconds), future))
        await future

    async def run(self, seconds: float) -> None:
        """Let time pass, and whoever wakes do what they do."""
        end = self.now + timedelta(seconds=seconds)
        while True:
            await settle()
            self.sleeping = [each for each in self.sleeping if not each[1].done()]
            due = [each for each in self.sleeping if each[0] <= end]
            if not due:
                break
            self.now, first = min(due, key=lambda each: each[0])
            first.set_result(None)
        self.now = end


async def settle() -> None:
    """Let everything happen that waits for nothing but its turn."""
    for _ in range(50):
        await asyncio.sleep(0)


@dataclass
class FakeReceiver:
    """Remembers what it was given; `do` may raise, wait, or give a receipt of its own."""

    do: Callable[[Inbound], Any] = lambda _inbound: None
    got: list[Inbound] = field(default_factory=list)
    rode_on: list[Ride] = field(default_factory=list)

    async def receive(self, inbound: Inbound, beside: Any = None, *, rides_on: Any = None) -> Any:
        known = inbound.key in [each.key for each in self.got]
        result = self.do(inbound)
        if asyncio.iscoroutine(result):
            result = await result
        self.got.append(inbound)
        return result or Receipt(1, is_new=not known)

    def rode(self, ride: Ride) -> None:
        self.rode_on.append(ride)

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.got]


@dataclass
class FakeBot:
    """A bot that fetches what the test says, and writes down what it is made to do."""

    token: str = "1234:secret"
    fetch: Callable[[dict[str, Any]], Any] = lambda _wanted: []
    asked: list[dict[str, Any]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    #: of the next messages, one each
    failures: list[Exception] = field(default_factory=list)
    deleted: int = 0

    async def _post(self, name: str, wanted: dict[str, Any], **_how: Any) -> Any:
        assert name == "getUpdates"
        self.asked.append(wanted)
        result = self.fetch(wanted)
        return await result if asyncio.iscoroutine(result) else result

    async def delete_webhook(self, drop_pending_updates: bool | None = None) -> bool:
        assert drop_pending_updates is False
        self.deleted += 1
        return True

    async def send_message(self, chat_id: int, text: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.texts.append((chat_id, text))


@dataclass
class FakeTelegram:
    """Takes answers to presses, and buttons off messages."""

    bot: FakeBot = field(default_factory=FakeBot)
    #: what happens before a press is answered
    first: Callable[[], Awaitable[None]] | None = None
    answers: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)

    async def answer_press(self, callback_id: str, text: str = "", url: str = "") -> bool:
        if self.first is not None:
            await self.first()
        self.answers.append((callback_id, text))
        return True

    async def drop_keyboard(self, chat_id: int, message_id: int) -> None:
        self.dropped.append((chat_id, message_id))


class WayIn:
    """The intake of one bot before a receiver that does as the test says."""

    def __init__(self, do: Any = lambda _inbound: None, alert: tuple[int, ...] = ()) -> None:
        self.telegram, self.receiver, self.errands = FakeTelegram(), FakeReceiver(do), Errands()
        telegram: Any = self.telegram
        receiver: Any = self.receiver
        members: Any = None
        presses = Presses(telegram, self.errands, SOURCE)
        alarm = Alarm(telegram, self.errands, alert)
        self.intake = Intake(SOURCE, receiver, members, presses, alarm, Clock().around)

    async def take(self, *updates: Any) -> None:
        """Take updates one after another, and see through what follows."""
        for update in updates:
            await self.intake.take(update)
        await self.errands.stop()
