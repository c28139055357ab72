"""The way in of one account to which the platform posts: nothing has to be asked for."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from starlette.routing import BaseRoute, Route

from bot.channels.wechat.hook import Hook
from bot.clock import Surroundings

#: between two looks at what came while the database was away
TAKE_UP_SECONDS = 10.0
log = structlog.get_logger()


def callback_path(channel: str, name: str) -> str:
    """The path of the callback address of the account of this name."""
    return f"/{channel}" if name == "main" else f"/{channel}/{name}"


class TakesUp(Protocol):
    """What takes posts in, and what came while the database was away."""

    async def take_up(self, now: datetime) -> None:
        """Bring in what waits."""

    async def stop(self) -> None:
        """See through what took long."""


class PostedService:
    """Hears the posts of one account."""

    def __init__(
        self,
        path: str,
        hook: Hook,
        intake: TakesUp,
        around: Surroundings,
        pages: Sequence[BaseRoute] = (),
    ) -> None:
        """`path` is where the platform posts; `pages` are for people."""
        self._path, self._hook, self._intake, self._around = path, hook, intake, around
        self._pages = pages
        self._taking_up: asyncio.Task[None] | None = None

    def routes(self) -> Sequence[BaseRoute]:
        """Where the platform posts, and what people open."""
        return [Route(self._path, self._hook), *self._pages]

    async def start(self) -> None:
        """Nobody has to be told; what came while the database was away is taken up."""
        self._taking_up = asyncio.create_task(self._take_up())

    async def stop(self) -> None:
        """See through what took long."""
        if self._taking_up is not None:
            self._taking_up.cancel()
            await asyncio.gather(self._taking_up, return_exceptions=True)
        await self._intake.stop()

    async def _take_up(self) -> None:
        while True:
            try:
                await self._intake.take_up(self._around.now())
            except Exception as error:
                log.warning("emergencies still wait", error=type(error).__name__)
            await asyncio.sleep(TAKE_UP_SECONDS)
