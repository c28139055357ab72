"""Opens one account: how it speaks, and how it listens once it is known for which row."""

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
from starlette.routing import BaseRoute, Route

from bot.channels.registry import Ears, Line, Tools
from bot.channels.stored import stored_media
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.hook import Hook
from bot.channels.wechat.inbound import Source
from bot.channels.wechat.intake import Intake
from bot.channels.wechat.seal import Seal
from bot.channels.wechat.sending import WeChat
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.tokens import Tokens
from bot.channels.wechat.windows import Windows
from bot.clock import Surroundings
from bot.config import FurtherWeChat, WeChatAccount
from bot.storage import Storage
from models.access_token import Holder

#: between two looks at what came while the database was away
TAKE_UP_SECONDS = 10.0
log = structlog.get_logger()


class WeChatService:
    """The way in of one account: WeChat posts, nothing has to be asked for."""

    def __init__(self, name: str, hook: Hook, intake: Intake, around: Surroundings) -> None:
        """`name` is the account row's."""
        self._name, self._hook, self._intake, self._around = name, hook, intake, around
        self._taking_up: asyncio.Task[None] | None = None

    def routes(self) -> Sequence[BaseRoute]:
        """Where WeChat posts; the first account has the short address."""
        return [Route(callback_path(self._name), self._hook)]

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


def callback_path(name: str) -> str:
    """The path of the callback address of the account of this name."""
    return "/wechat" if name == "main" else f"/wechat/{name}"


def envelope_of(account: WeChatAccount) -> Envelope:
    """The envelope of an account's posts. Raises ValueError for a key that is none."""
    keys = (account.encoding_aes_key, account.previous_aes_key)
    given = [each.get_secret_value() for each in keys if each.get_secret_value()]
    return Envelope(Seal(account.token.get_secret_value(), given, account.appid), account.mode)


def open_account(tools: Tools, name: str, account: WeChatAccount) -> Line:
    """The account of the row `name`."""
    storage = Storage(tools.settings.storage.path, tools.db.vault)
    load = stored_media(tools.db, tools.runner, storage)
    windows = Windows(tools.db, tools.runner, tools.around)
    speaking = WeChat(account, windows, load)

    def listen(ears: Ears) -> WeChatService:
        holder = Holder(ears.community_id, ears.account_id, ears.owner)
        api = speaking.api
        api.tokens = Tokens(tools.db, tools.runner, tools.around, holder, api.fetch_token)
        source = Source(ears.account_id, ears.community_id)
        intake = Intake(source, speaking, ears.receiver, tools.db, tools.runner)
        intake.spool = Spool(tools.settings.storage.path, f"wechat-{name}", tools.db.vault)
        take = partial(intake.take, around=tools.around)
        hook = Hook(envelope_of(account), take, intake.rode, tools.around)
        return WeChatService(name, hook, intake, tools.around)

    community = account.community if isinstance(account, FurtherWeChat) else ""
    return Line(speaking, community, listen)
