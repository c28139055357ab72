"""One bot put together: it finds its way in by itself, whatever Telegram does at the start."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette
from telegram import User, WebhookInfo
from telegram.error import InvalidToken, RetryAfter

from bot.channels.telegram.hook import webhook_secret
from bot.channels.telegram.inbound import ALLOWED_UPDATES
from bot.channels.telegram.service import MAX_CONNECTIONS, is_as_wanted
from models.account import Account
from models.group_chat import GroupChat
from models.outbox import OutboxState
from tests.channels.telegram.arriving import settle
from tests.channels.telegram.process import KEY, LAST, Process, Server, methods
from tests.telegram_api import BotApi, Group, Person, Rates, Wrong
from tests.telegram_api import Setup as ApiSetup
from tests.transcript import World


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
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    made.public_url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    made.service = made.make()
    app = Starlette(routes=made.service.routes())
    server = Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    await made.open()
    yield made
    await made.close()
    server.should_exit = True
    await serving


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
    await api.until(lambda: methods(api, LAST) == 2, "never published")
    assert process.username == "linli_bot"


async def test_by_webhook_the_reply_rides_in_the_answer(
    hooked: Process, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooked.delivery.pacer, "take", lambda *_given: True)
    ming = Person(api, 1001, "明华")
    await hooked.service.start()
    await api.until(lambda: methods(api, "setWebhook") == 1, "no webhook was set")
    ming.start()
    await ming.reads("您好")
    await api.calm()
    assert methods(api, "getUpdates") == 0
    await hooked.close()
    assert hooked.states() == [OutboxState.ANSWERED]
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
    await api.until(lambda: methods(api, LAST) == 2, "never published")
    again = hooked.make()
    await again.start()
    await api.until(lambda: methods(api, LAST) == 4, "never asked")
    await again.stop()
    assert (methods(api, "getWebhookInfo"), methods(api, "setWebhook")) == (2, 1)


async def test_a_webhook_without_a_public_address_is_said_and_not_set(
    small_world: World, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    process = Process(small_world, api, mode="webhook")
    await process.open()
    await process.service.start()
    await api.until(lambda: methods(api, LAST) == 2, "never published")
    await process.close()
    assert "public_url" in capsys.readouterr().out
    assert methods(api, "setWebhook") == 0


async def test_telegram_may_be_away_at_the_start(process: Process, api: BotApi) -> None:
    api.faults.add(Wrong.BROKEN, method="getMe", times=3)
    process.service = process.make(wait=process.clock.wait)
    await process.service.start()
    for wait in (1, 2, 4):
        await api.until(lambda: bool(process.clock.sleeping), "never waited")
        await process.clock.run(wait * 1.25)
    await api.until(lambda: process.username == "linli_bot", "never learnt")


async def test_a_wrong_token_and_a_wish_to_wait_are_heard_at_the_start(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.service = process.make(wait=process.clock.wait)
    answers: list[Any] = [InvalidToken(), RetryAfter(17), User(9, "邻里", True, username="new_bot")]

    async def get_me() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    bot: Any = type("Bot", (), {"get_me": staticmethod(get_me)})
    monkeypatch.setattr(process.service, "_bot", bot)
    introducing = asyncio.create_task(process.service._introduce())
    await process.clock.run(320)
    assert process.clock.waits[:2] == [300, 17]
    assert process.username == "new_bot"
    introducing.cancel()
    await asyncio.gather(introducing, return_exceptions=True)


async def test_a_setting_that_telegram_refuses_does_not_stop_the_rest(
    process: Process, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.faults.add(Wrong.BAD, method="getMe", description="BOT_INVALID")
    await process.service.start()
    await api.until(lambda: methods(api, LAST) == 2, "never published")
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
