"""The same order, told by three people of whom some are at WeCom, in one process with the desk."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from bot.clock import Surroundings
from bot.config import Settings
from tests.acceptance import wechat_story
from tests.acceptance.story import STAFF
from tests.acceptance.swift import swift_time
from tests.acceptance.telegram_people import PATIENCE, OnTheWeb, Player
from tests.acceptance.telegram_story import know
from tests.acceptance.wechat_story import Cast, OnWeChat, Place
from tests.telegram_api import BotApi, Times
from tests.telegram_api import Setup as BotSetup
from tests.telegram_desk import desk_of, free_port
from tests.wecom_api import Member, Setup, WeComApi

USERIDS = {"resident": "LiShen", "worker": "ChenJing", "volunteer": "WangMin"}


class OnWeCom(OnWeChat):
    """At the stand-in."""

    person: Any  # a Member

    async def presses(self, label: str) -> None:
        """Press it, or say its number or word, once it was shown."""
        person: Member = self.person
        await person.until(
            lambda: label if person.card_with(label) or self._is_told(label) else "",
            f"nobody showed {person.openid} {label!r}",
            PATIENCE,
        )
        await person.chooses(label)

    def _is_told(self, label: str) -> bool:
        return any(label in each for each in self.person.texts)


def settings_of(place: Place, api: WeComApi, bot: BotApi, port: int) -> Settings:
    """As `config.toml` would say it."""
    setup = api.state.setup
    stand_in: Any = api
    made = wechat_story.settings_of(place, stand_in, bot, port).model_dump()
    made["security"]["keys"] = [each.get_secret_value() for each in made["security"]["keys"]]
    for name in ("index_key", "session_key"):
        made["security"][name] = made["security"][name].get_secret_value()
    made["telegram"] = {"token": bot.token, "api_base": bot.base, "overseas_notice": False}
    made["wechat"] = {}
    made["wecom"] = {
        "corpid": setup.appid,
        "secret": setup.secret,
        "agentid": setup.agentid,
        "token": setup.token,
        "encoding_aes_key": setup.aes_key,
        "api_base": api.base,
        **place.wechat,
    }
    return Settings.model_validate(made)


@asynccontextmanager
async def a_desk(place: Place) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        bot_setup = BotSetup(times=Times.of(clock.now))
        async with WeComApi(Setup(now=clock.now)) as api, BotApi(bot_setup) as bot:
            settings = settings_of(place, api, bot, free_port())
            api.callback = f"http://127.0.0.1:{settings.web.port}/wecom"
            around = Surroundings(now=clock.now)
            async with AsyncExitStack() as stack:
                desk = await stack.enter_async_context(desk_of(settings, around))
                stand_in: Any = api
                yield Cast(stand_in, desk, clock, {}, bot, stack)


@asynccontextmanager
async def a_story(place: Place, elsewhere: Mapping[str, str] | None = None) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; who is `elsewhere` is at "web" or "telegram"."""
    enters = {"web": wechat_story.enter_the_web, "telegram": wechat_story.enter_telegram}
    async with a_desk(place) as cast:
        for who in USERIDS:
            enter = enters.get((elsewhere or {}).get(who, ""), _enter_wecom)
            cast.people[who] = await enter(cast, who)
        try:
            yield cast
        finally:
            for each in cast.people.values():
                if isinstance(each, OnTheWeb):
                    await each.close()


async def _enter_wecom(cast: Cast, who: str) -> Player:
    """The app is opened to a member; who works here is known by that chat from then on."""
    api: Any = cast.api
    person: Any = api.member(USERIDS[who])
    await person.does("subscribe")
    await person.reads("您好", PATIENCE)
    await cast.settle()
    if who in STAFF:
        know(cast.db, who, person.openid, cast.clock.now())
    return OnWeCom(person)
