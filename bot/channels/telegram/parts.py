"""One message as the calls it takes: pictures first, then its words, the keyboard on the last.

Telegram may find fault with marks or with a picture; neither takes the words along.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.stored import MediaFile
from bot.channels.telegram.drawing import Drawn
from bot.channels.telegram.refusals import described, is_about_content
from bot.channels.telegram.splitting import CAPTION, split, units, without_marks
from bot.channels.telegram.uploads import batches, upload

#: returns the id of the message it made, 0 for none; raises telegram.error.TelegramError
Call = Callable[[], Awaitable[int]]
NO_PREVIEW = {"is_disabled": True}
log = structlog.get_logger()


def calls_for(
    bot: Bot, chat_id: int, drawn: Drawn, files: Sequence[MediaFile], *, live: bool
) -> list[Call]:
    """What sends this message, in order; none for a message of nothing.

    A live card must stay a text of its own, because a caption cannot become one.
    """
    albums = batches(files)
    alone = [len(each) for each in albums] == [1]
    if alone and not live and units(drawn.plain) <= CAPTION:
        return [_with_caption(bot, chat_id, albums[0], drawn)]
    parts = split(drawn.html)
    return [
        *(_album(bot, chat_id, each) for each in albums),
        *(_text(bot, chat_id, each, None) for each in parts[:-1]),
        *(_text(bot, chat_id, each, drawn.keyboard) for each in parts[-1:]),
    ]


async def with_marks(
    call: Callable[..., Awaitable[int]], marked: str, extra: dict[str, Any]
) -> int:
    """The call with its marks; when Telegram finds fault with it, once more without them.

    `extra` is what goes with it beside the words, as Telegram names it.
    """
    if "<" in marked:
        try:
            return await call(marked, parse_mode=ParseMode.HTML, api_kwargs=extra)
        except BadRequest as error:
            if not is_about_content(error):
                raise
            log.warning("Telegram refused marks, sending plain", why=described(error))
    return await call(without_marks(marked), api_kwargs=extra)


def beside_text(keyboard: dict[str, Any] | None) -> dict[str, Any]:
    """What goes with every text: no preview of links, and its keyboard."""
    extra: dict[str, Any] = {"link_preview_options": NO_PREVIEW}
    return {**extra, "reply_markup": keyboard} if keyboard else extra


def _text(bot: Bot, chat_id: int, marked: str, keyboard: dict[str, Any] | None) -> Call:
    async def say(text: str, **how: Any) -> int:
        return (await bot.send_message(chat_id, text, **how)).message_id

    return lambda: with_marks(say, marked, beside_text(keyboard))


def _album(bot: Bot, chat_id: int, album: list[MediaFile]) -> Call:
    async def show() -> int:
        try:
            return await upload(bot, chat_id, album)
        except BadRequest as error:
            if not is_about_content(error):
                raise
            log.warning("Telegram refused a picture or a file", why=described(error))
            return 0

    return show


def _with_caption(bot: Bot, chat_id: int, album: list[MediaFile], drawn: Drawn) -> Call:
    extra = {"reply_markup": drawn.keyboard} if drawn.keyboard else {}

    async def show(text: str, **how: Any) -> int:
        return await upload(bot, chat_id, album, text, **how)

    async def show_or_say() -> int:
        try:
            return await with_marks(show, drawn.html, extra)
        except BadRequest as error:
            if not is_about_content(error) or not drawn.plain.strip():
                raise
            log.warning("Telegram refused a picture or a file", why=described(error))
        return await _text(bot, chat_id, drawn.html, drawn.keyboard)()

    return show_or_say
