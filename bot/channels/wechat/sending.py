"""WeChat as a channel: customer messages while a window is open, and what knocks where none is.

What may not be said now waits (SendError CLOSED); the next answer carries it (bot/one_answer.py).
"""

from typing import Any, ClassVar

import structlog

from bot.channels.contract import Channel, Outgoing, Pace, SendError, Trouble
from bot.channels.stored import LoadMedia
from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.api import Api
from bot.channels.wechat.budget import kept_for_more
from bot.channels.wechat.drawing import PAGE_BYTES, first_page, pages
from bot.channels.wechat.errors import ApiError, Meaning, trouble_of
from bot.channels.wechat.files import fetch_file, parts_of
from bot.channels.wechat.knocking import Agreements, Knocking
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.windows import Windows
from bot.channels.wechat.wire import NotSent, Unknown
from bot.config_wechat import WeChatAccount
from handlers.content import Content
from models.push_window import Opens
from models.reaches import Reaches

#: WeChat hangs up after five seconds, and posts three times in all; where we may write later, a
#: turn of more than three is answered by a message
ANSWER_SECONDS = 3.0
LAST_ANSWER_SECONDS = 12.0
log = structlog.get_logger()


class WeChat(Channel):
    """One Official Account."""

    name: ClassVar[str] = "wechat"
    answer_bytes: ClassVar[int] = PAGE_BYTES
    numbers: ClassVar[bool] = True
    reaches: ClassVar[Reaches] = Reaches.IN_WINDOW

    def __init__(
        self,
        account: WeChatAccount,
        windows: Windows,
        agreements: Agreements,
        load_media: LoadMedia,
    ) -> None:
        """`load_media` reads what was stored, by its id."""
        self.settings, self.abilities = account, ABILITIES[account.account]
        self.api = Api(account)
        self._windows, self._load_media = windows, load_media
        self._knocking = Knocking(account, self.api, agreements)
        self.answer_seconds = ANSWER_SECONDS if self.abilities.custom else LAST_ANSWER_SECONDS
        self.pace = Pace(calls=account.pace, chat=0, group=0)

    async def open(self) -> None:
        """Get ready to call; WeChat itself may be out of reach."""
        await self.api.wire.open()

    async def close(self) -> None:
        """Close the connections."""
        await self.api.wire.close()

    def riding(self, address: str, content: Content) -> dict[str, Any] | None:
        """The answer to her own post: one page, or what fits where nothing else can be sent."""
        texts = pages(content, links=self.abilities.links)
        if self.abilities.custom:
            return {"text": texts[0]} if len(texts) == 1 and not content.media else None
        return {"text": first_page("\n".join(texts))} if texts else None

    async def send(self, message: Outgoing) -> str:
        """Say it in customer messages. Raises SendError."""
        if not self.abilities.custom:
            raise SendError(Trouble.CLOSED)
        content = message.content
        files = [await self._load_media(each) for each in content.media]
        parts = parts_of(self.api, pages(content, links=self.abilities.links), files)
        if not parts:
            raise SendError(Trouble.REJECTED)
        taken = await self._windows.take(
            message.contact_id, len(parts), kept_for_more(message.kind)
        )
        if taken is None:
            await self._knocking.knock(message)
            raise SendError(Trouble.CLOSED)
        for n, part in enumerate(parts):
            try:
                said = await part()
                await self.api.post("message/custom/send", {"touser": message.address, **said})
            except (ApiError, NotSent, NoToken, Unknown) as error:
                raise await self._trouble(error, message, taken[n:], begun=n > 0) from None
        return str(message.outbox_id)

    async def fetch(self, source: str, most: int) -> bytes:
        """What somebody sent to this account within the last three days. Raises SendError."""
        return await fetch_file(self.api, source, most)

    async def _trouble(
        self, error: Exception, message: Outgoing, left: list[Opens], *, begun: bool
    ) -> SendError:
        """`left` was taken and has not gone; `begun`: a part of it has arrived."""
        if isinstance(error, Unknown):
            return SendError(Trouble.UNCERTAIN)
        if isinstance(error, ApiError) and error.meaning is Meaning.CLOSED:
            await self._windows.shut(message.contact_id)
            if not begun:
                await self._knocking.knock(message)
        else:
            await self._windows.give_back(message.contact_id, left)
        trouble = trouble_of(error) if isinstance(error, ApiError) else SendError(Trouble.BUSY)
        if trouble.trouble is Trouble.REJECTED:
            log.warning("WeChat refused a message", outbox=message.outbox_id, why=str(error))
        if begun and trouble.trouble in (Trouble.BUSY, Trouble.CLOSED):
            return SendError(Trouble.UNCERTAIN, trouble.retry_after)
        return trouble
