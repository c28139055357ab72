"""One order from the first word to the last, told by three people at Telegram or at the web."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from tests.acceptance.stage import Stage, enter_telegram, told_on
from tests.acceptance.swift import swift_time
from tests.telegram_api import BotApi, Setup, Times
from tests.telegram_desk import Place, desk_at


@dataclass
class Cast(Stage):
    """The people of a story in front of their desk."""

    @property
    def api(self) -> BotApi:
        """The stand-in."""
        return self.bot


@asynccontextmanager
async def a_desk(place: Place, setup: Setup | None = None) -> AsyncIterator[Cast]:
    """The desk is open; nobody has come yet."""
    with swift_time() as clock:
        setup = replace(setup or Setup(), times=Times.of(clock.now))
        place = replace(place, around=replace(place.around, now=clock.now))
        async with BotApi(setup) as api, desk_at(api, place) as desk:
            yield Cast(api, desk, clock, {})


@asynccontextmanager
async def a_story(place: Place, on_the_web: tuple[str, ...] = ()) -> AsyncIterator[Cast]:
    """The desk is open and the three have come in; `on_the_web` names those at the web chat."""
    elsewhere = dict.fromkeys(on_the_web, "web")
    async with a_desk(place) as cast, told_on(cast, enter_telegram, elsewhere) as told:
        yield told
