"""A process that serves one bot: everything real but Telegram and the time of day."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from pydantic import SecretStr
from sqlalchemy import select

from bot.channels.telegram.inbound import Source
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.service import Setup, TelegramService
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.delivery import Delivery
from bot.receiving import Receiver
from bot.running import Runner
from bot.turns import Turns
from handlers.desk import LinliDesk
from models.account import Account, ensure_account
from models.community import home_community
from models.outbox import Outbox, OutboxState
from tests.channels.telegram.arriving import Clock
from tests.telegram_api import BotApi
from tests.transcript import World

#: asked for at the end, in each language
LAST = "getMyShortDescription"
KEY = b"a key of this installation"


class Server(uvicorn.Server):
    """Leaves signals to the tests' own process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Process:
    """A process that serves one bot, beside a stand-in for Telegram."""

    def __init__(self, world: World, api: BotApi, mode: str = "polling") -> None:
        self.world, self.api, self.clock = world, api, Clock()
        settings: Any = {"token": SecretStr(api.token), "api_base": api.base, "mode": mode}
        self.settings = TelegramAccount(**settings, chat_pace=0, overseas_notice=False)
        around = Surroundings()
        with world.db.session() as session:
            account = ensure_account(session, home_community(session), "telegram", "main")
            self.account_id = account.id
        self.telegram, self.runner = Telegram(self.settings), Runner(world.db)
        channels = {self.account_id: self.telegram}
        self.delivery = Delivery(world.db, self.runner, channels, around, "p1")
        turns = Turns(world.db, LinliDesk(), around, "p1")
        self.receiver = Receiver(world.db, self.runner, turns, self.delivery, around)
        self.around, self.public_url = around, ""
        self.delivering: asyncio.Task[None] | None = None
        self.service = self.make()

    def make(self, **other: Any) -> TelegramService:
        source = Source(self.account_id, self.world.community_id)
        named = {"public_url": self.public_url, "session_key": KEY, **other}
        return TelegramService(
            Setup(
                "main",
                self.settings,
                source,
                self.telegram,
                self.receiver,
                self.world.db,
                self.runner,
                self.around,
                "p1",
                **named,
            )
        )

    async def open(self) -> None:
        await self.telegram.open()
        self.delivering = asyncio.create_task(self.delivery.run())

    async def close(self) -> None:
        await self.service.stop()
        if self.delivering is not None:
            await self.delivery.stop(self.delivering)
        await self.telegram.close()
        self.runner.close()

    def states(self) -> list[OutboxState]:
        """Of every message to people."""
        with self.world.db.reading() as session:
            return list(session.scalars(select(Outbox.state)))

    @property
    def username(self) -> str:
        with self.world.db.reading() as session:
            return session.get_one(Account, self.account_id).username


def methods(api: BotApi, name: str) -> int:
    """How often it was called."""
    return sum(call.method == name for call in api.calls)
