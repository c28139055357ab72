"""The stand-in for one bot: `async with BotApi() as api`, then people write and read."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.telegram_api.calling import Answer, Calls
from tests.telegram_api.chats import Chat, StoredFile, User, World
from tests.telegram_api.faults import Faults
from tests.telegram_api.pace import Pace, Rates
from tests.telegram_api.people import PATIENCE, Person
from tests.telegram_api.posting import Options, Poster, Sleep
from tests.telegram_api.record import Call
from tests.telegram_api.refusing import Refused
from tests.telegram_api.server import Listener
from tests.telegram_api.signatures import Upload
from tests.telegram_api.state import State, Times
from tests.telegram_api.updates import Updates
from tests.telegram_api.webhook import Webhook

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qc"
_BOT = User(4_839_574_812, "邻里", username="linli_bot", is_bot=True)
_FIRST_UPDATE = 868_000_001


@dataclass
class Setup:
    """How one stand-in is made."""

    token: str = TOKEN
    bot: User = _BOT
    rates: Rates = field(default_factory=Rates)
    times: Times = field(default_factory=Times)
    seed: int = 0
    options: Options = field(default_factory=Options)
    #: how whatever is slow, late or tried again waits
    sleep: Sleep = asyncio.sleep
    port: int = 0
    first_update: int = _FIRST_UPDATE


class BotApi:
    """One bot at a loopback Bot API."""

    def __init__(self, setup: Setup | None = None, *, beside: "BotApi | None" = None) -> None:
        """`beside` another one it shares that one's port; both need tokens of their own."""
        self.setup = setup or Setup()
        times = self.setup.times
        self.state = State(
            World(self.setup.bot),
            times,
            Pace(self.setup.rates, times.seconds),
            Faults(self.setup.seed),
            Updates(self.setup.first_update),
        )
        self.people: dict[int, Person] = {}
        self._beside = beside
        self.listener: Listener = beside.listener if beside is not None else Listener()
        self.webhook = Webhook(self.state)
        self._calls = Calls(self.state, self.webhook, self.setup.sleep)

    async def __aenter__(self) -> Self:
        """Listen."""
        setup = self.setup
        self.poster = Poster(self.state, self.webhook, self._calls.ride, setup.sleep, setup.options)
        assert setup.token not in self.listener.bots, "two bots need two tokens"
        self.listener.bots[setup.token] = self
        if self._beside is None:
            await self.listener.open(setup.port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection, whatever waits."""
        await self.poster.close()
        del self.listener.bots[self.setup.token]
        if self._beside is None:
            await self.listener.close()

    # where it is

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.setup.token

    @property
    def base(self) -> str:
        """What `api_base` is to be."""
        return f"http://127.0.0.1:{self.listener.port}/bot"

    @property
    def file_base(self) -> str:
        """What `file_base` is to be."""
        return f"http://127.0.0.1:{self.listener.port}/file/bot"

    # what is in it

    @property
    def world(self) -> World:
        """Chats, files and presses."""
        return self.state.world

    @property
    def faults(self) -> Faults:
        """What is made to go wrong."""
        return self.state.faults

    @property
    def calls(self) -> list[Call]:
        """Every call, oldest first."""
        return self.state.record.calls

    @property
    def violations(self) -> list[str]:
        """What a correct caller would not have done."""
        return self.state.record.violations

    @property
    def refused(self) -> Mapping[int, int]:
        """How many calls got which status."""
        return self.state.record.refused

    @property
    def unanswered(self) -> list[str]:
        """Ids of presses that nobody answered."""
        return [each.query_id for each in self.world.popups.values() if not each.answered]

    def chat(self, chat_id: int) -> Chat:
        """Any chat by its number."""
        return self.world.chats[chat_id]

    def crowd(self, count: int, first: int = 1_000_000) -> range:
        """So many people who have started the bot and say nothing; returns their numbers."""
        numbers = range(first, first + count)
        for each in numbers:
            self.world.private(User(each, f"P{each}", "zh")).started = True
        return numbers

    # waiting

    async def until(
        self, is_so: Callable[[], bool], otherwise: str, within: float = PATIENCE
    ) -> None:
        """Wait until it is so. Raises AssertionError with what to say otherwise."""
        if not await self.state.changes.until(is_so, within):
            raise AssertionError(f"{otherwise}; violations: {self.violations[-4:]}")

    @property
    def is_calm(self) -> bool:
        """No update undelivered, no call in progress, nothing to be posted again."""
        idle = self.poster.is_idle and not self._calls.running
        return idle and not self.state.updates.pending

    async def calm(self, within: float = PATIENCE) -> None:
        """Wait until it is calm. Raises AssertionError when it never is."""
        if not await self.state.changes.until(lambda: self.is_calm, within):
            left = len(self.state.updates.pending)
            raise AssertionError(
                f"never calm: {left} updates, {self._calls.running} calls, "
                f"posting: {not self.poster.is_idle}; {self.webhook.last_error}"
            )

    # for the listener

    async def take(
        self, name: str, raw: Mapping[str, object], uploads: dict[str, Upload]
    ) -> Answer:
        """Carry out a call."""
        return await self._calls.take(name, raw, uploads)

    def unreadable(self, name: str, refused: Refused) -> Answer:
        """Refuse what could not be read."""
        return self._calls.unreadable(name, refused)

    def dropped_unread(self, name: str) -> bool:
        """Whether to close before reading."""
        return self._calls.dropped_unread(name)

    async def download(self, path: str) -> StoredFile | Answer | None:
        """A file, nothing, or a mishap."""
        spoiled = await self._calls.spoiled_download(path)
        return spoiled or self.world.paths.get(path)
