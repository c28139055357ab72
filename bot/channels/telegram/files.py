"""Files at Telegram, fetched by the reference in a message.

The address of a file has the bot's token in it, so no address is ever logged.
"""

import json

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.connections import TooLarge
from bot.channels.contract import SendError, Trouble
from bot.channels.telegram.refusals import described, trouble_of
from bot.channels.telegram.wire import AiohttpRequest

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
