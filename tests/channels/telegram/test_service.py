"""One bot put together: it finds its way in by itself, whatever Telegram does at the start."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette
from telegram import WebhookInfo

from bot.channels.telegram.hook import webhook_secret
from bot.channels.telegram.inbound import ALLOWED_UPDATES, Source
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.service import MAX_CONNECTIONS, Setup, TelegramService, is_as_wanted
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.delivery import Delivery
from bot.receiving import Receiver
from bot.running import Runner
from bot.turns import Turns
from handlers.desk import LinliDesk
from models.account import Account, ensure_account
from models.community import home_community
from models.group_chat import GroupChat
from tests.channels.telegram.arriving import Clock, settle
from tests.telegram_api import BotApi, Fault, Group, Person, Rates, Wrong
from tests.telegram_api import Setup as ApiSetup
from tests.transcript import World

KEY = b"a key of this installation"


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

    @property
    def username(self) -> str:
        with self.world.db.reading() as session:
            return session.get_one(Account, self.account_id).username


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram, as fast as we like."""
    async with BotApi(ApiSetup(rates=Rates.high())) as made:
        yield made


@pytest.fixture
async def process(small_world: World, api: BotApi) -> AsyncIterator[Process]:
    """A process that polls, not started yet."""
    made = Process(small_world, api)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def hooked(small_world: World, api: BotApi) -> AsyncIterator[Process]:
    """A process with a webhook behind a real server."""
    made = Process(small_world, api, mode="webhook")
    config = uvicorn.Config(Starlette(), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    made.public_url = f"http://127.0.0.1:{port}/"
    made.service = made.make()
    config.loaded_app.app = Starlette(routes=made.service.routes())
    await made.open()
    yield made
    await made.close()
    server.should_exit = True
    await serving


def methods(api: BotApi, name: str) -> int:
    return sum(call.method == name for call in api.calls)


async def test_by_polling_a_person_is_answered_and_the_end_leaves_nothing_behind(
    process: Process, api: BotApi
) -> None:
    ming = Person(api, 1001, "明华")
    await process.service.start()
    ming.start()
    await ming.reads("您好")
    assert process.service.routes() == []
    await process.service.stop()
    assert api.state.updates.pending == {}
    with process.world.db.reading() as session:
        assert session.get_one(Account, process.account_id).lease_owner is None
    assert api.violations == []


async def test_the_name_is_learnt_and_the_commands_are_published(
    process: Process, api: BotApi
) -> None:
    await process.service.start()
    await api.until(lambda: methods(api, "setMyShortDescription") == 2, "never published")
    assert process.username == "linli_bot"


async def test_by_webhook_the_reply_rides_in_the_answer(hooked: Process, api: BotApi) -> None:
    ming = Person(api, 1001, "明华")
    await hooked.service.start()
    await api.until(lambda: methods(api, "setWebhook") == 1, "no webhook was set")
    ming.start()
    await ming.reads("您好")
    await api.calm()
    assert methods(api, "getUpdates") == 0
    hook = api.webhook.hook
    assert hook is not None
    assert hook.url == f"{hooked.public_url}telegram"
    assert (hook.secret, hook.connections) == (webhook_secret(hooked.settings, KEY), 40)
    assert api.webhook.last_error == ""
    assert api.violations == []


async def test_a_webhook_that_is_as_it_should_be_is_left_alone(
    hooked: Process, api: BotApi
) -> None:
    await hooked.service.start()
    await api.until(lambda: methods(api, "setMyShortDescription") == 2, "never published")
    again = hooked.make()
    await again.start()
    await api.until(lambda: methods(api, "getMyShortDescription") == 4, "never asked")
    await again.stop()
    assert (methods(api, "getWebhookInfo"), methods(api, "setWebhook")) == (2, 1)


async def test_a_webhook_without_a_public_address_is_said_and_not_set(
    small_world: World, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    process = Process(small_world, api, mode="webhook")
    await process.open()
    await process.service.start()
    await api.until(lambda: methods(api, "setMyShortDescription") == 2, "never published")
    await process.close()
    assert "public_url" in capsys.readouterr().out
    assert methods(api, "setWebhook") == 0


async def test_telegram_may_be_away_at_the_start(process: Process, api: BotApi) -> None:
    fault = Fault(Wrong.BROKEN, "getMe", times=3)
    api.faults.add(fault)
    process.service = process.make(wait=process.clock.wait)
    await process.service.start()
    for wait in (1, 2, 4):
        await api.until(lambda: bool(process.clock.sleeping), "never waited")
        await process.clock.run(wait * 1.25)
    await api.until(lambda: process.username == "linli_bot", "never learnt")


async def test_a_setting_that_telegram_refuses_does_not_stop_the_rest(
    process: Process, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.faults.add(Fault(Wrong.BAD, "getMe", description="BOT_INVALID"))
    await process.service.start()
    await api.until(lambda: methods(api, "setMyShortDescription") == 2, "never published")
    assert "Telegram refused a setting" in capsys.readouterr().out


async def test_a_group_that_adds_us_has_its_row(process: Process, api: BotApi) -> None:
    ming = Person(api, 1001, "明华")
    group = Group(api, -500, "3号楼", ming)
    await process.service.start()
    group.add_bot(ming)
    moved = group.migrate()
    await api.calm()
    with process.world.db.reading() as session:
        row = session.scalars(select(GroupChat)).one()
    assert (row.address, row.title, row.left_at) == (str(moved), "3号楼", None)


async def test_a_bug_at_the_start_is_tried_again(
    process: Process, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.service = process.make(wait=process.clock.wait)
    keep = process.service._keep_name

    def breaks(*_given: Any, **_how: Any) -> None:
        raise LookupError

    monkeypatch.setattr(process.service, "_keep_name", breaks)
    await process.service.start()
    await api.until(lambda: bool(process.clock.sleeping), "never waited")
    monkeypatch.setattr(process.service, "_keep_name", keep)
    await process.clock.run(2)
    await api.until(lambda: process.username == "linli_bot", "never learnt")
    await settle()


@pytest.mark.parametrize(
    ("change", "is_wanted"),
    [
        ({}, True),
        ({"url": "https://elsewhere/telegram"}, False),
        ({"allowed_updates": ["message"]}, False),
        ({"allowed_updates": None}, False),
        ({"max_connections": 100}, False),
        ({"last_error_message": "Wrong response from the webhook: 403 Forbidden"}, False),
        ({"last_error_message": "Connection timed out"}, True),
    ],
)
def test_the_webhook_is_as_wanted_or_set_anew(change: dict[str, Any], is_wanted: bool) -> None:
    url = "https://desk/telegram"
    known = {
        "url": url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": MAX_CONNECTIONS,
        "allowed_updates": sorted(ALLOWED_UPDATES),
    }
    assert is_as_wanted(WebhookInfo(**{**known, **change}), url) is is_wanted
