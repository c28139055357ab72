"""A notice to many at the stand-in, the people who write meanwhile, and what is done to it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.acceptance.broadcast_rows import at_telegram, fill, under_way
from tests.acceptance.fleet import Plan, Running, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.one_notice import PATIENCE, OneNotice, asking
from tests.broadcasting import WORDS
from tests.telegram_api import BotApi, Options, Person, Rates, Setup, Waits
from tests.telegram_api.record import Call

HELP = "帮助"
#: so many in turn: everybody was answered long before they write again
WRITERS = 100
#: what was written while nobody was there is answered first, within this
CATCHING_UP_SECONDS = 1.0
#: and all of it may take so many times as long as alone
SLOWER = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a notice goes to, how fast (calls a second), with how many processes."""

    chats: int
    pace: int
    processes: int = 1

    @property
    def rates(self) -> Rates:
        """More than the pace: a machine that stops for a moment is no fault of the desk's.

        Nor are calls that were on their way when the bot was told to wait.
        """
        return Rates(bot=2 * self.pace, slack=0.5, forgiven=self.pace)


@dataclass(frozen=True, slots=True)
class Question:
    """When somebody wrote, in the stand-in's seconds."""

    chat: int
    at: float


@dataclass(kw_only=True)
class Broadcast(OneNotice):
    """One notice on its way. All moments are the stand-in's seconds."""

    size: Size
    writers: list[Person]
    volunteers: Sequence[int]
    asked: list[Question] = field(default_factory=list)

    @property
    def api(self) -> BotApi:
        """The stand-in."""
        return self.fleet.api

    @property
    def now(self) -> float:
        """The stand-in's seconds."""
        return self.api.state.times.seconds()

    async def calls_made(self, count: int) -> None:
        """Wait until so many more calls have been made."""
        wanted = len(self.api.calls) + count
        await self.api.until(lambda: len(self.api.calls) >= wanted, "too few calls", PATIENCE)

    async def loses(self, desk: Running, *, killed: bool) -> None:
        """It is `killed`, or dies where it was to die, and another one comes.

        What it had under way is written down.
        """
        await (self.fleet.lose(desk) if killed else self.fleet.mourn(desk))
        died = self.now
        self.deaths.append(await asyncio.to_thread(under_way, self.db, desk.pid))
        await self.fleet.grow()
        self.gaps.append((died, self.now + CATCHING_UP_SECONDS))

    async def over(self, words: str) -> None:
        """Wait until the coordinator reads this about its end."""
        longest = PATIENCE + SLOWER * self.size.chats / self.size.pace
        await self.coordinator.reads(words, longest)

    @property
    def news(self) -> list[Call]:
        """Every call that would bring the notice to somebody, oldest first."""
        return news_in(self.api.calls)

    @property
    def news_by_chat(self) -> dict[int, list[Call]]:
        """The same for each chat."""
        found: defaultdict[int, list[Call]] = defaultdict(list)
        for each in self.news:
            found[each.chat].append(each)
        return found


def news_in(calls: Sequence[Call]) -> list[Call]:
    """Those that would bring the notice to somebody."""
    return [each for each in calls if WORDS in str(each.params.get("text", ""))]


def people_writing(broadcast: Broadcast) -> AbstractAsyncContextManager[None]:
    """Ten people a second ask something while the block lasts."""

    async def ask(n: int) -> None:
        person = broadcast.writers[n % len(broadcast.writers)]
        person.say(HELP)
        broadcast.asked.append(Question(person.id, broadcast.now))

    return asking(ask)


@asynccontextmanager
async def a_broadcast(
    forking: Forking, url: str, folder: Path, size: Size, seed: int
) -> AsyncIterator[Broadcast]:
    """The desk is open and everybody is known; the notice is not written yet."""
    setup = Setup(rates=size.rates, seed=seed, options=Options(waits=Waits(most=0.2)))
    pace = {"LINLI_TELEGRAM__PACE": str(size.pace), "LINLI_TELEGRAM__CHAT_PACE": "1"}
    async with (
        BotApi(setup) as api,
        fleet_at(forking, api, Plan(url, folder, more=pace), size.processes) as fleet,
    ):
        made = Broadcast(
            fleet=fleet,
            size=size,
            coordinator=somebody(api, 1, "孙丽"),
            writers=[somebody(api, 1001 + n, f"居{n}") for n in range(WRITERS)],
            volunteers=api.crowd(size.chats),
            chance=Random(seed),  # noqa: S311
        )
        everybody = at_telegram([made.coordinator.id, *made.volunteers])
        await asyncio.to_thread(fill, fleet.db, everybody, datetime.now(UTC))
        yield made


def somebody(api: BotApi, number: int, name: str) -> Person:
    """A person whom the bot may write to."""
    person = Person(api, number, name)
    person.chat.started = True
    return person
