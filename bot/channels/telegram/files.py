"""Files at Telegram: fetched by the reference in a message, and read from our own store to be sent.

The address of a file has the bot's token in it, so no address is ever logged.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy import Row, select
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.contract import SendError, Trouble
from bot.channels.telegram.refusals import described, trouble_of
from bot.channels.telegram.uploads import MediaFile
from bot.channels.telegram.wire import AiohttpRequest, TooLarge
from bot.running import Runner
from bot.storage import Storage
from models.database import Database
from models.media import Media, MediaState

#: Telegram says the same of a reference it does not know and of a file it cannot reach now
_MAY_COME_BACK = "temporarily unavailable"
log = structlog.get_logger()


async def fetch_file(bot: Bot, wire: AiohttpRequest, source: str, most: int) -> bytes:
    """The bytes behind what a message named (telegram/message.py); where they lie is asked first.

    Raises SendError: REJECTED for what Telegram does not know, or is longer than `most` bytes.
    """
    try:
        file = await bot.get_file(_file_id(source))
        if (file.file_size or 0) > most:
            raise TooLarge
        return await wire.download(file.file_path or "", most)
    except TooLarge:
        raise SendError(Trouble.REJECTED) from None
    except BadRequest as error:
        log.warning("Telegram does not give a file", why=described(error))
        passes = _MAY_COME_BACK in error.message.lower()
        raise SendError(Trouble.BUSY if passes else Trouble.REJECTED) from None
    except TelegramError as error:
        raise trouble_of(error) from None


def _file_id(source: str) -> str:
    try:
        return str(json.loads(source)["file_id"])
    except (ValueError, TypeError, KeyError):
        raise SendError(Trouble.REJECTED) from None


def stored_media(
    db: Database, runner: Runner, storage: Storage
) -> Callable[[int], Awaitable[MediaFile | None]]:
    """Reads what is kept, by its id, to be sent; whoever asks has made sure who will see it."""

    async def load(media_id: int) -> MediaFile | None:
        row = await runner.read(_find, db, media_id)
        if row is None or row.sha256 is None:
            return None
        try:
            data = await asyncio.to_thread(storage.read, row.sha256)
        except FileNotFoundError:
            log.error("a kept file is not there", media=media_id)
            return None
        return MediaFile(row.kind, row.content_type, data)

    return load


def _find(db: Database, media_id: int) -> Row[str, str, str | None] | None:
    kept = select(Media.kind, Media.content_type, Media.sha256).where(
        Media.id == media_id, Media.state == MediaState.STORED
    )
    with db.read.connect() as connection:
        return connection.execute(kept).first()
