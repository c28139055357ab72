"""Telegram as a channel: sends, edits, and says in the channel's words what went wrong.

Pace, repetition and order are delivery's. Only what one message needs lies here: it may have to
go as several, and the second of them waits as long as the chat's pace asks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import structlog
from telegram import Bot
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.contract import Channel, Outgoing, Pace, SendError, Trouble
from bot.channels.stored import LoadMedia, MediaFile
from bot.channels.telegram.drawing import draw
from bot.channels.telegram.files import fetch_file
from bot.channels.telegram.parts import NO_PREVIEW, Call, beside_text, calls_for, with_marks
from bot.channels.telegram.refusals import (
    changes_nothing,
    described,
    seconds_of,
    trouble_of,
)
from bot.channels.telegram.splitting import TEXT, cut, split, units
from bot.channels.telegram.wire import AiohttpRequest
from bot.config import TelegramAccount
from handlers.content import Content

POPUP = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
#: in the middle of a message in several parts, or for a question's buttons, no longer is waited
LONGEST_REST_SECONDS = 15.0
log = structlog.get_logger()


class Telegram(Channel):
    """One bot."""

    name: ClassVar[str] = "telegram"
    edits: ClassVar[bool] = True
    pace: Pace

    def __init__(
        self,
        account: TelegramAccount,
        load_media: LoadMedia | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`load_media` reads what was stored, by its id; `rest` waits between parts."""
        self._load_media, self._rest = load_media, rest
        #: waits until one more call may go; delivery sees to it for the first call of a message
        self.turn: Callable[[], Awaitable[None]] = _at_once
        #: notes that a chat is to be left alone, when that was said at a call beside delivery's
        self.told_to_wait: Callable[[str, float], Awaitable[None]] = _unheeded
        #: waits until one more call may go to a chat; False when it rests for more seconds
        self.may_call: Callable[[str, float], Awaitable[bool]] = _at_any_time
        self._refused = False
        self.pace = Pace(
            calls=account.pace,
            chat=1 / account.chat_pace if account.chat_pace else 0,
            group=60 / account.group_pace,
        )
        self._wires = AiohttpRequest(), AiohttpRequest()
        self.bot = Bot(
            account.token.get_secret_value(),
            base_url=account.api_base,
            base_file_url=account.file_base,
            request=self._wires[0],
            get_updates_request=self._wires[1],
        )

    async def open(self) -> None:
        """Get ready to call; Telegram itself may be out of reach."""
        for wire in self._wires:
            await wire.initialize()

    async def close(self) -> None:
        """Close the connections."""
        for wire in self._wires:
            await wire.shutdown()

    async def send(self, message: Outgoing) -> str:
        """Send, in parts where it must be; returns the id of the last message. Raises SendError."""
        content = message.content
        drawn = draw(content, private=not message.group_id)
        files = await self._files(content) if content.media else []
        chat_id, live = int(message.address), bool(content.subject)
        sent = 0
        for n, call in enumerate(calls_for(self.bot, chat_id, drawn, files, live=live)):
            try:
                sent = await (self._after_rest(call, message) if n else call()) or sent
            except TelegramError as error:
                raise self._trouble(error, message, begun=sent > 0) from None
        if not sent:
            raise SendError(Trouble.REJECTED)
        self._refused = False
        return str(sent)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change the message where it stands; buttons it no longer has go. Raises SendError.

        REJECTED also when it is not there any more. What does not fit into one is cut off.
        """
        drawn = draw(message.content, private=False)
        parts = split(drawn.html)
        if not parts:
            raise SendError(Trouble.REJECTED)

        async def change(text: str, **how: Any) -> int:
            chat_id, message_id = int(message.address), int(platform_id)
            await self.bot.edit_message_text(text, chat_id, message_id, **how)
            return message_id

        try:
            await with_marks(change, parts[0], beside_text(drawn.keyboard))
        except BadRequest as error:
            if not changes_nothing(error):
                raise self._trouble(error, message) from None
        except TelegramError as error:
            raise self._trouble(error, message) from None

    async def fetch(self, source: str, most: int) -> bytes:
        """What somebody sent to this bot. Raises SendError."""
        await self.turn()
        return await fetch_file(self.bot, self._wires[0], source, most)

    def riding(self, address: str, content: Content) -> dict[str, Any] | None:
        """The call as a webhook's answer: plain words and buttons, nothing that can be refused."""
        if content.subject or content.media:
            return None
        drawn = draw(content, private=not address.startswith("-"))
        if not drawn.plain.strip() or units(drawn.plain) > TEXT:
            return None
        call = {
            "method": "sendMessage",
            "chat_id": int(address),
            "text": drawn.plain,
            "link_preview_options": NO_PREVIEW,
        }
        return {**call, "reply_markup": drawn.keyboard} if drawn.keyboard else call

    async def answer_press(self, callback_id: str, text: str = "", url: str = "") -> bool:
        """Let the pressed button rest, with a pop-up or a page to open.

        Never fails; False when another try may succeed.
        """
        await self.turn()
        try:
            await self.bot.answer_callback_query(
                callback_id,
                text=cut(text, POPUP) or None,
                show_alert=True if text else None,
                url=url or None,
            )
        except TelegramError as error:
            log.debug("a press was not answered", why=described(error))
            return trouble_of(error).trouble not in (Trouble.BUSY, Trouble.UNCERTAIN)
        return True

    async def drop_keyboard(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off a message, unless the chat is to be left in peace. Never fails."""
        if not await self.may_call(str(chat_id), LONGEST_REST_SECONDS):
            return
        try:
            await self.bot.edit_message_reply_markup(chat_id, message_id)
        except RetryAfter as error:
            await self.told_to_wait(str(chat_id), seconds_of(error))
        except TelegramError as error:
            log.debug("buttons stay where they were", why=described(error))

    async def _files(self, content: Content) -> list[MediaFile]:
        """What can still be found of it."""
        if self._load_media is None:
            return []
        found = [await self._load_media(each) for each in content.media]
        return [each for each in found if each is not None]

    async def _after_rest(self, call: Call, message: Outgoing) -> int:
        """A further part, at the chat's pace; a short wait that Telegram asks for is granted."""
        await self._rest(self.pace.group if message.group_id else self.pace.chat)
        await self.turn()
        try:
            return await call()
        except RetryAfter as error:
            seconds = seconds_of(error)
            if seconds > LONGEST_REST_SECONDS:
                raise
            await self._rest(seconds)
            return await call()

    def _trouble(
        self, error: TelegramError, message: Outgoing, *, begun: bool = False
    ) -> SendError:
        """`begun`: a part of it has arrived, so another try would say that part twice."""
        trouble = trouble_of(error)
        if isinstance(error, InvalidToken):
            self._say_refused()
        elif trouble.trouble is Trouble.REJECTED:
            log.warning(
                "Telegram refused a message", outbox=message.outbox_id, why=described(error)
            )
        if begun and trouble.trouble is Trouble.BUSY:
            return SendError(Trouble.UNCERTAIN, trouble.retry_after)
        return trouble

    def _say_refused(self) -> None:
        """For the operator, once until a message goes out again."""
        if not self._refused:
            number = self.bot.token.partition(":")[0]
            log.error("Telegram does not know this bot: mend its token or api_base", bot=number)
        self._refused = True


async def _at_once() -> None:
    """Nobody else calls."""


async def _at_any_time(_address: str, _seconds: float) -> bool:
    """Nobody knows of a rest."""
    return True


async def _unheeded(_address: str, _seconds: float) -> None:
    """Nobody else writes."""
