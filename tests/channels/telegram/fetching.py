"""A poller before a Telegram that holds updates until they are confirmed."""

import asyncio
from typing import Any

from sqlalchemy.exc import OperationalError

from bot.channels.telegram.polling import Poller
from tests.channels.telegram.arriving import WANG, Clock, FakeBot, WayIn, message, settle

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


class FreeLease:
    """A lease that nobody else wants, until a test says so."""

    def __init__(self) -> None:
        self.is_held, self.others, self.given_back = False, False, 0

    async def take(self) -> bool:
        self.is_held = not self.others
        return self.is_held

    async def give_back(self) -> None:
        self.is_held = False
        self.given_back += 1


class Polling:
    """A poller, and a Telegram that holds updates until they are confirmed."""

    def __init__(self, do: Any = lambda _inbound: None) -> None:
        self.way, self.clock, self.lease = WayIn(do), Clock(), FreeLease()
        self.waiting: list[Any] = []
        self.failures: list[Exception] = []
        self.news = asyncio.Event()
        self.bot = FakeBot(fetch=self._fetch)
        bot: Any = self.bot
        lease: Any = self.lease
        self.poller = Poller(bot, self.way.intake, lease, self.clock.wait)
        self.running: asyncio.Task[None] | None = None

    async def _fetch(self, wanted: dict[str, Any]) -> list[Any]:
        """As Telegram does it: what lies below the offset is forgotten, no news is waited for."""
        if self.failures:
            raise self.failures.pop(0)
        offset = wanted.get("offset", 0)
        self.waiting = [each for each in self.waiting if each["update_id"] >= offset]
        while not self.waiting and wanted["timeout"]:
            self.news.clear()
            await self.news.wait()
        return self.waiting[: wanted["limit"]]

    async def start(self) -> None:
        self.running = asyncio.create_task(self.poller.run())
        await settle()

    async def arrive(self, *updates: Any) -> None:
        self.waiting.extend(updates)
        self.news.set()
        await settle()

    async def stop(self) -> None:
        self.poller.stop()
        if self.running is not None:
            await asyncio.wait_for(self.running, 5)

    @property
    def keys(self) -> list[str]:
        return self.way.receiver.keys

    @property
    def offsets(self) -> list[int | None]:
        return [each.get("offset") for each in self.bot.asked]


def from_(person: int, number: int) -> dict[str, Any]:
    """A message of one of many people."""
    sender, chat = {**WANG, "id": person}, {"id": person, "type": "private"}
    return message(number, text=f"{number}", chat=chat, **{"from": sender})


def away() -> OperationalError:
    return OperationalError("insert", {}, Exception("database is locked"))
