"""The same order, told by three people of whom some are at WeCom, in one process with the desk."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.acceptance.stage import know, told_on
from tests.acceptance.story import STAFF
from tests.acceptance.swift import swift_time
from tests.acceptance.telegram_people import PATIENCE, Player
from tests.acceptance.wechat_story import Cast, OnWeChat, Place, desk_before
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


def app_of(api: WeComApi) -> dict[str, Any]:
    """The app as [wecom] says it."""
    setup = api.state.setup
    return {
        "corpid": setup.appid,
        "secret": setup.secret,
        "agentid": setup.agentid,
        "token": setup.token,
        "encoding_aes_key": setup.aes_key,
        "api_base": api.base,
    }


@asynccontextmanager
async def a_desk(place: Place) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        api = WeComApi(Setup(now=clock.now))
        async with desk_before(api, place, clock, "wecom", app_of) as cast:
            yield cast


@asynccontextmanager
async def a_story(place: Place, elsewhere: Mapping[str, str] | None = None) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; who is `elsewhere` is at "web" or "telegram"."""
    async with a_desk(place) as cast, told_on(cast, _enter_wecom, elsewhere) as told:
        yield told


async def comes(cast: Cast, userid: str = "ChenJing") -> Member:
    """The app is opened to a member, who is greeted."""
    api: Any = cast.api
    person: Member = api.member(userid)
    await person.does("subscribe")
    await person.reads("您好", PATIENCE)
    await cast.settle()
    return person


async def _enter_wecom(cast: Cast, who: str) -> Player:
    """Come; who works here is known by that chat from then on."""
    person = await comes(cast, USERIDS[who])
    if who in STAFF:
        know(cast.db, who, person.openid, cast.clock.now())
    return OnWeCom(person)
