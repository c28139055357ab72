"""One Telegram bot in one process: its way in, put together, started and stopped.

Telegram may be away when the process starts; what has to be told to it waits in the background.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import update
from starlette.routing import BaseRoute, Route
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.alarm import Alarm
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.hook import Hook, webhook_path, webhook_secret
from bot.channels.telegram.inbound import ALLOWED_UPDATES, Source
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.lease import Lease
from bot.channels.telegram.members import Members
from bot.channels.telegram.menu import publish_commands
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.polling import (
    LONGEST_PAUSE_SECONDS,
    POLL_SECONDS,
    UNKNOWN_BOT,
    Poller,
    Wait,
)
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.refusals import described, seconds_of
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.staff_menu import StaffMenu
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.receiving import Receiver
from bot.running import Runner
from bot.traces import trace_of
from models.account import Account
from models.database import Database

#: posts that Telegram may make at once
MAX_CONNECTIONS = 40
log = structlog.get_logger()


@dataclass(frozen=True)
class Setup:
    """What one bot is connected to in this process. `name` is its account row's."""

    name: str
    settings: TelegramAccount
    source: Source
    telegram: Telegram
    receiver: Receiver
    db: Database
    runner: Runner
    around: Surroundings
    owner: str
    public_url: str
    session_key: bytes
    wait: Wait = asyncio.sleep
    poll_seconds: int = POLL_SECONDS
    #: chats that are written to directly while the database is away
    alert: tuple[int, ...] = ()


class TelegramService:
    """The way in of one bot."""

    def __init__(self, setup: Setup) -> None:
        """Nothing runs yet, and nobody has been called."""
        self._setup, self._bot = setup, setup.telegram.bot
        self._errands = Errands()
        self._intake = _intake(setup, self._errands)
        self._poller = _poller(setup, self._intake)
        self._running: list[asyncio.Task[None]] = []

    def routes(self) -> list[BaseRoute]:
        """Where Telegram posts updates; nowhere while we fetch them."""
        if self._poller is not None:
            return []
        setup = self._setup
        hook = Hook(self._intake, setup.telegram, self._secret(), setup.around)
        return [Route(webhook_path(setup.name), hook)]

    async def start(self) -> None:
        """Begin to take updates, with the channel open.

        Waits for nobody: Telegram is told what it must know later.
        """
        self._running = [asyncio.create_task(self._introduce())]
        if self._poller is not None:
            self._running.append(asyncio.create_task(self._poller.run()))

    async def stop(self) -> None:
        """Take what was fetched, confirm it, and see through what was begun."""
        if not self._running:
            return
        introducing, *polling = self._running
        self._running = []
        introducing.cancel()
        if self._poller is not None:
            self._poller.stop()
        await asyncio.gather(introducing, *polling, return_exceptions=True)
        await self._errands.stop()

    # --- what Telegram is told at the start -------------------------------------------------

    async def _introduce(self) -> None:
        """Learn our name, say where updates go to, publish the commands."""
        await self._until_done(self._learn_name)
        if self._poller is None:
            await self._until_done(self._set_webhook)
        await self._until_done(self._publish)

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        """Try again with growing waits; what Telegram refuses for good ends in the log."""
        patience = Patience()
        while True:
            try:
                await step()
                return
            except BadRequest as error:
                self._log(log.error, "Telegram refused a setting", error)
                return
            except InvalidToken:
                log.error(UNKNOWN_BOT, account=self._setup.name)
                pause = LONGEST_PAUSE_SECONDS
            except RetryAfter as error:
                pause = seconds_of(error)
            except TelegramError as error:
                self._log(log.warning, "no word from Telegram at the start", error)
                pause = patience.next()
            except Exception as error:
                name, trace = self._setup.name, trace_of(error)
                log.error("a bot's start is not finished", account=name, trace=trace)
                pause = patience.next()
            await self._setup.wait(pause)

    def _log(self, level: Callable[..., object], event: str, error: TelegramError) -> None:
        level(event, account=self._setup.name, why=described(error))

    async def _learn_name(self) -> None:
        """Links to the bot are made of its name, and commands in groups carry it."""
        username = (await self._bot.get_me()).username or ""
        self._setup.source.username = username
        await self._setup.runner.do(self._keep_name, username)

    def _keep_name(self, username: str, *, patient: bool) -> None:
        engine = self._setup.db.patient if patient else self._setup.db.write
        renamed = update(Account).where(
            Account.id == self._setup.source.account_id, Account.username != username
        )
        with engine.begin() as connection:
            connection.execute(renamed.values(username=username))

    async def _set_webhook(self) -> None:
        """Say where updates go to, unless Telegram knows: it allows few such calls."""
        if not self._setup.public_url:
            log.error(
                'mode = "webhook" needs [web] public_url, an https address that Telegram reaches',
                account=self._setup.name,
            )
            return
        url = self._setup.public_url.rstrip("/") + webhook_path(self._setup.name)
        if is_as_wanted(await self._bot.get_webhook_info(), url):
            return
        await self._bot.set_webhook(
            url,
            max_connections=MAX_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
            secret_token=self._secret(),
        )
        log.info("webhook set", account=self._setup.name)

    async def _publish(self) -> None:
        await publish_commands(self._bot)

    def _secret(self) -> str:
        return webhook_secret(self._setup.settings, self._setup.session_key)


def is_as_wanted(info: WebhookInfo, url: str) -> bool:
    """Whether updates come to `url`, and only those we read.

    Telegram does not tell which secret it has; that we refused a post is the sign of another one.
    """
    asked: Sequence[str] = info.allowed_updates or ()
    return (
        info.url == url
        and set(asked) == set(ALLOWED_UPDATES)
        and info.max_connections == MAX_CONNECTIONS
        and "403" not in (info.last_error_message or "")
    )


def _intake(setup: Setup, errands: Errands) -> Intake:
    intake = Intake(
        setup.source,
        setup.receiver,
        Members(setup.source, setup.db, setup.runner, setup.around),
        Presses(setup.telegram, errands, setup.source),
        Alarm(setup.telegram, errands, setup.alert),
        setup.around,
    )
    menu = StaffMenu(setup.telegram, errands, setup.db, setup.runner, setup.around)
    intake.met = menu.meet
    return intake


def _poller(setup: Setup, intake: Intake) -> Poller | None:
    if setup.settings.mode != "polling":
        return None
    lease = Lease(setup.db, setup.runner, setup.around, setup.source.account_id, setup.owner)
    return Poller(setup.telegram.bot, intake, lease, setup.wait, setup.poll_seconds)
