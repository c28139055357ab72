"""The same order, told by three people of whom some are at WeChat, in one process with the desk."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import Surroundings
from bot.config import Settings
from models.outbox import GaveUp, Outbox, OutboxState
from tests.acceptance.stage import Stage, know, told_on
from tests.acceptance.story import STAFF
from tests.acceptance.swift import Clock, swift_time
from tests.acceptance.telegram_people import CODE, PATIENCE, Player
from tests.conftest import KEY
from tests.telegram_api import BotApi, Times
from tests.telegram_api import Setup as BotSetup
from tests.telegram_desk import desk_of, free_port
from tests.wechat_api import Follower, Setup, WeChatApi
from tests.wechat_api.somebody import Somebody

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

    def __init__(self, person: Somebody) -> None:
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
class Cast(Stage):
    """The people of a story in front of their desk; `api` is a WeComApi where it is told there."""

    api: WeChatApi
    open_desk: AsyncExitStack

    @property
    def is_calm(self) -> bool:
        """Nothing is on its way to the desk."""
        return self.api.is_calm and self.bot.is_calm

    async def restart(self) -> None:
        """The desk's process ends and another one begins."""
        settings = self.desk.ground.settings
        await self.open_desk.aclose()
        around = Surroundings(now=self.clock.now)
        self.desk = await self.open_desk.enter_async_context(desk_of(settings, around))

    def held(self) -> int:
        """How many messages wait for somebody's next word."""
        with self.db.read.connect() as connection:
            rows = select(Outbox.id).where(
                Outbox.state == OutboxState.DUE, Outbox.reason == GaveUp.NO_WINDOW
            )
            return len(connection.execute(rows).all())


def account_of(api: WeChatApi) -> dict[str, Any]:
    """The account as [wechat] says it."""
    setup = api.state.setup
    return {
        "appid": setup.appid,
        "secret": setup.secret,
        "token": setup.token,
        "encoding_aes_key": setup.aes_key,
        "mode": setup.mode,
        "account": setup.account,
        "api_base": api.base,
    }


def settings_of(
    place: Place, bot: BotApi, port: int, section: str, account: dict[str, Any]
) -> Settings:
    """As `config.toml` would say it; `account` stands in that section."""
    made: dict[str, Any] = {
        "community": {"name": "葵园社区", "station_phone": "8000 0123"},
        "database": {"url": place.url, "durability": "fast"},
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "security": {"keys": [KEY], "index_key": "index", "session_key": "session"},
        "storage": {"path": str(place.folder)},
        section: {**account, **place.wechat},
        "telegram": {"token": bot.token, "api_base": bot.base, "overseas_notice": False},
    }
    return Settings.model_validate(made)


@asynccontextmanager
async def a_desk(place: Place) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        api = WeChatApi(Setup(now=clock.now, mode=place.mode, account=place.account))
        async with desk_before(api, place, clock, "wechat", account_of) as cast:
            yield cast


@asynccontextmanager
async def desk_before(
    api: Any, place: Place, clock: Clock, section: str, account: Callable[[Any], dict[str, Any]]
) -> AsyncIterator[Cast]:
    """A desk that is open to `api`, whose `account` stands in that section, and to a bot."""
    async with api, BotApi(BotSetup(times=Times.of(clock.now))) as bot, AsyncExitStack() as stack:
        settings = settings_of(place, bot, free_port(), section, account(api))
        api.callback = f"http://127.0.0.1:{settings.web.port}/{section}"
        desk = await stack.enter_async_context(desk_of(settings, Surroundings(now=clock.now)))
        yield Cast(bot, desk, clock, {}, api, stack)


@asynccontextmanager
async def a_story(place: Place, elsewhere: Mapping[str, str] | None = None) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; who is `elsewhere` is at "web" or "telegram"."""
    async with a_desk(place) as cast, told_on(cast, _enter_wechat, elsewhere) as told:
        yield told


async def comes(cast: Cast, openid: str = "oWang", scene: str = "") -> Follower:
    """Somebody begins to follow the account, by a code or not, and is greeted."""
    person = cast.api.follower(openid)
    await person.follows(scene)
    await person.reads("您好", PATIENCE)
    await cast.settle()
    return person


async def _enter_wechat(cast: Cast, who: str) -> Player:
    """Come; who works here is known by that chat from then on."""
    person = await comes(cast, OPENIDS[who])
    if who in STAFF:
        know(cast.db, who, person.openid, cast.clock.now())
    return OnWeChat(person)
