"""Photos, voice and files on their way out: alone, or as albums.

Telegram lets photos stand together, and files, but never both, and a voice message only alone."""

import mimetypes
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.constants import FileSizeLimit, MediaGroupLimit

from bot.channels.stored import MediaFile

MOST_IN_ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
PHOTO_BYTES = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
FILE_BYTES = int(FileSizeLimit.FILESIZE_UPLOAD)
#: what plays as a voice message; anything else goes as a file
_VOICE_TYPES = ("audio/ogg", "audio/mpeg", "audio/mp4")
_PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")


def batches(files: Iterable[MediaFile]) -> list[list[MediaFile]]:
    """Neighbours of one way together, at most an album each; what is too large is left out."""
    fitting = (file for file in files if len(file.data) <= FILE_BYTES)
    made: list[list[MediaFile]] = []
    for way, group in groupby(fitting, _way):
        together = list(group)
        size = 1 if way == "voice" else MOST_IN_ALBUM
        made.extend(together[n : n + size] for n in range(0, len(together), size))
    return made


async def upload(
    bot: Bot, chat_id: int, batch: Sequence[MediaFile], caption: str = "", **how: Any
) -> int:
    """Send one batch; returns the id of its last message. Raises telegram.error.TelegramError.

    Only one that is alone takes a caption, and `how` it is sent: parse_mode, api_kwargs.
    """
    if len(batch) > 1:
        album = [_in_album(file) for file in batch]
        return (await bot.send_media_group(chat_id, album))[-1].message_id
    (file,) = batch
    sends = {"photo": bot.send_photo, "voice": bot.send_voice, "document": bot.send_document}
    send: Any = sends[_way(file)]
    message = await send(chat_id, file.data, caption=caption or None, filename=_name(file), **how)
    return int(message.message_id)


def _way(file: MediaFile) -> str:
    plain_type = file.content_type.partition(";")[0].strip()
    if file.kind == "photo" and plain_type in _PHOTO_TYPES and len(file.data) <= PHOTO_BYTES:
        return "photo"
    return "voice" if file.kind == "voice" and plain_type in _VOICE_TYPES else "document"


def _in_album(file: MediaFile) -> InputMediaPhoto | InputMediaDocument:
    way = InputMediaPhoto if _way(file) == "photo" else InputMediaDocument
    return way(file.data, filename=_name(file))


def _name(file: MediaFile) -> str:
    ending = mimetypes.guess_extension(file.content_type.partition(";")[0].strip()) or ""
    return file.name or file.kind + ending
