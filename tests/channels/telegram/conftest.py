"""A Bot API of each test's own, and a channel that calls it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.telegram.sending import Telegram
from bot.config import TelegramAccount
from tests.channels.telegram.little_api import TOKEN, LittleApi


@pytest.fixture
async def api() -> AsyncIterator[LittleApi]:
    """On a free port of this machine."""
    little = LittleApi()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", little.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    little.url = f"http://{host}:{port}"
    yield little
    await runner.cleanup()


@pytest.fixture
def rests() -> list[float]:
    """The seconds waited between parts."""
    return []


@pytest.fixture
async def telegram(api: LittleApi, rests: list[float]) -> AsyncIterator[Telegram]:
    """A channel that waits for nothing."""

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    account = TelegramAccount(token=SecretStr(TOKEN), api_base=f"{api.url}/bot")
    channel = Telegram(account, rest=rest)
    await channel.open()
    yield channel
    await channel.close()
