"""The same order, told by three people of whom some are at WeChat, in one process with the desk.

The clock is the story's own and nobody waits for it, so windows and pauses hold to the second.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import Process
from bot.clock import Surroundings, new_token
from bot.config import Settings
from bot.web.doors import make_link
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import GaveUp, Outbox, OutboxState
from tests.acceptance.story import READ_OUT, STAFF, STORY, Step
from tests.acceptance.swift import Clock, swift_time
from tests.acceptance.telegram_people import CODE, PATIENCE, OnTelegram, OnTheWeb, Player
from tests.acceptance.telegram_story import IDS, NAMES, OPEN, know, staff_row
from tests.conftest import KEY
from tests.telegram_api import BotApi, Person, Times
from tests.telegram_api import Setup as BotSetup
from tests.telegram_desk import desk_of, free_port
from tests.wechat_api import Follower, Setup, WeChatApi

OPENIDS = {"resident": "oResident", "worker": "oWorker", "volunteer": "oVolunteer"}


@dataclass(frozen=True)
class Place:
    """Where a desk runs, and what its account is."""

    url: str
    folder: Path
    mode: str = "safe"
    account: str = "service"
    around: Surroundings = field(default_factory=Surroundings)
    wechat: dict[str, Any] = field(default_factory=dict)


class OnWeChat:
    """At the stand-in."""

    def __init__(self, person: Follower) -> None:
        """Who has written already."""
        self.person = person

    async def says(self, text: str) -> None:
        """Write."""
        await self.person.says(text)

    async def presses(self, label: str) -> None:
        """Say its number or its word, once it was told."""
        await self.person.until(
            lambda: next((each for each in reversed(self.person.texts) if label in each), ""),
            f"nobody told {self.person.openid} of {label!r}",
            PATIENCE,
        )
        await self.person.chooses(label)

    async def hears(self, words: str) -> None:
        """Read."""
        await self.person.reads(words, PATIENCE)

    async def code(self) -> str:
        """What to read out."""
        return await self.person.until(self._code, "no code came", PATIENCE)

    def _code(self) -> str:
        for text in reversed(self.person.texts):
            if found := CODE.search(text):
                return found[1]
        return ""

    async def texts(self) -> list[str]:
        """Everything the desk has said."""
        return self.person.texts


@dataclass
class Cast:
    """The people of a story in front of their desk."""

    api: WeChatApi
    desk: Process
    clock: Clock
    people: dict[str, Player]
    bot: BotApi
    open_desk: AsyncExitStack

    async def restart(self) -> None:
        """The desk's process ends and another one begins."""
        settings = self.desk.ground.settings
        await self.open_desk.aclose()
        around = Surroundings(now=self.clock.now)
        self.desk = await self.open_desk.enter_async_context(desk_of(settings, around))

    @property
    def db(self) -> Database:
        """The desk's rows."""
        return self.desk.ground.db

    async def play(self, step: Step) -> None:
        """One step, up to the words that answer it."""
        if step.at is not None:
            self.clock.at_least(step.at)
        person = self.people[step.who]
        if step.presses:
            await person.presses(step.presses)
        elif step.says in READ_OUT:
            await person.says(await self.people["resident"].code())
        else:
            await person.says(step.says)
        await person.hears(step.hears)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to be handled or said, and a second longer."""
        async with asyncio.timeout(PATIENCE * 3):
            while self._unsettled() or not (self.api.is_calm and self.bot.is_calm):  # noqa: ASYNC110
                await asyncio.sleep(1)
        await asyncio.sleep(1)

    def _unsettled(self) -> bool:
        with self.db.read.connect() as connection:
            waiting = select(Inbox.id).where(Inbox.state != InboxState.DONE)
            unsent = select(Outbox.id).where(Outbox.state.in_(OPEN), Outbox.reason.is_(None))
            return bool([*connection.execute(waiting), *connection.execute(unsent)])

    async def texts(self) -> dict[str, list[str]]:
        """What each has been told."""
        return {who: await person.texts() for who, person in self.people.items()}

    def held(self) -> int:
        """How many messages wait for somebody's next word."""
        with self.db.read.connect() as connection:
            rows = select(Outbox.id).where(
                Outbox.state == OutboxState.DUE, Outbox.reason == GaveUp.NO_WINDOW
            )
            return len(connection.execute(rows).all())


def settings_of(place: Place, api: WeChatApi, bot: BotApi, port: int) -> Settings:
    """As `config.toml` would say it."""
    setup = api.state.setup
    made: dict[str, Any] = {
        "community": {"name": "葵园社区", "station_phone": "8000 0123"},
        "database": {"url": place.url, "durability": "fast"},
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "security": {"keys": [KEY], "index_key": "index", "session_key": "session"},
        "storage": {"path": str(place.folder)},
        "wechat": {
            "appid": setup.appid,
            "secret": setup.secret,
            "token": setup.token,
            "encoding_aes_key": setup.aes_key,
            "mode": place.mode,
            "account": place.account,
            "api_base": api.base,
            **place.wechat,
        },
        "telegram": {"token": bot.token, "api_base": bot.base, "overseas_notice": False},
    }
    return Settings.model_validate(made)


@asynccontextmanager
async def a_desk(place: Place) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        setup = Setup(now=clock.now, mode=place.mode, account=place.account)
        bot_setup = BotSetup(times=Times.of(clock.now))
        async with WeChatApi(setup) as api, BotApi(bot_setup) as bot:
            settings = settings_of(place, api, bot, free_port())
            api.callback = f"http://127.0.0.1:{settings.web.port}/wechat"
            around = Surroundings(now=clock.now)
            async with AsyncExitStack() as stack:
                desk = await stack.enter_async_context(desk_of(settings, around))
                cast = Cast(api, desk, clock, {}, bot, stack)
                yield cast


@asynccontextmanager
async def a_story(place: Place, elsewhere: Mapping[str, str] | None = None) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; who is `elsewhere` is at "web" or "telegram"."""
    enters = {"web": enter_the_web, "telegram": enter_telegram}
    async with a_desk(place) as cast:
        for who in OPENIDS:
            enter = enters.get((elsewhere or {}).get(who, ""), _enter_wechat)
            cast.people[who] = await enter(cast, who)
        try:
            yield cast
        finally:
            for each in cast.people.values():
                if isinstance(each, OnTheWeb):
                    await each.close()


async def whole(cast: Cast) -> None:
    """Play every step."""
    for step in STORY:
        await cast.play(step)


async def _enter_wechat(cast: Cast, who: str) -> Player:
    """Follow the account; who works here is known by that chat from then on."""
    person = cast.api.follower(OPENIDS[who])
    await person.follows()
    await person.reads("您好", PATIENCE)
    await cast.settle()
    if who in STAFF:
        know(cast.db, who, person.openid, cast.clock.now())
    return OnWeChat(person)


async def enter_telegram(cast: Cast, who: str) -> Player:
    """Write to the bot."""
    person = Person(cast.bot, IDS[who], NAMES[who], phone="+8613900001234")
    person.start()
    await person.reads("您好", PATIENCE)
    await cast.settle()
    if who in STAFF:
        know(cast.db, who, str(person.id), cast.clock.now())
    return OnTelegram(person)


async def enter_the_web(cast: Cast, who: str) -> Player:
    """Come as a visitor, or by a one-time link."""
    player = OnTheWeb(NAMES[who], cast.desk.ground.settings.web.public_url)
    path = "/chat"
    if who in STAFF:
        token, at = new_token(), cast.clock.now()
        with cast.db.session() as session:
            make_link(session.connection(), staff_row(session, who, at), token, at)
        path = f"/enter/{token}"
    await player.open(path)
    return player
