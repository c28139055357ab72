"""Files at WeChat: fetched by their media_id within three days, and kept there to be sent."""

import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from bot.channels.connections import TooLarge
from bot.channels.contract import SendError, Trouble
from bot.channels.stored import MediaFile
from bot.channels.wechat.calling import Calling
from bot.channels.wechat.errors import ApiError, Meaning
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.wire import NotSent, Unknown

#: what WeChat takes as a picture, and as sound
IMAGE_BYTES = 10 * 1024 * 1024
VOICE_BYTES = 2 * 1024 * 1024
_IMAGES = {"image/jpeg": "photo.jpg", "image/png": "photo.png"}
_VOICES = {"audio/amr": "voice.amr", "audio/mpeg": "voice.mp3"}
#: the file is not to be had, ever
_FOR_GOOD = (Meaning.REJECTED, Meaning.GONE, Meaning.CLOSED)

#: makes one customer message, without whom it is for
Part = Callable[[], Awaitable[dict[str, Any]]]


async def fetch_file(api: Calling, source: str, most: int) -> bytes:
    """The bytes behind what a message named (inbound.py).

    Raises SendError: REJECTED for what WeChat does not have any more, or is too long.
    """
    try:
        media_id = str(json.loads(source)["media_id"])
    except (ValueError, TypeError, KeyError):
        raise SendError(Trouble.REJECTED) from None
    try:
        return await api.download(media_id, most)
    except TooLarge:
        raise SendError(Trouble.REJECTED) from None
    except ApiError as error:
        passes = api.meaning(error) not in _FOR_GOOD
        raise SendError(Trouble.BUSY if passes else Trouble.REJECTED) from None
    except (NotSent, Unknown, NoToken):
        raise SendError(Trouble.BUSY) from None


def parts_of(api: Calling, texts: Sequence[str], files: Sequence[MediaFile | None]) -> list[Part]:
    """The messages of one bubble: its pages, then what WeChat can show of its files."""
    parts: list[Part] = [partial(_text, each) for each in texts]
    known = (each for each in files if each is not None and _way(each))
    return [*parts, *(partial(_file, api, each) for each in known)]


async def _text(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


async def _file(api: Calling, file: MediaFile) -> dict[str, Any]:
    """Kept at WeChat first. Raises what a call raises."""
    way, content_type = _way(file), _plain_type(file)
    name = (_IMAGES | _VOICES)[content_type]
    media_id = await api.upload(way, name, content_type, file.data)
    return {"msgtype": way, way: {"media_id": media_id}}


def _way(file: MediaFile) -> str:
    """ "image", "voice", or "" for what WeChat does not take."""
    content_type = _plain_type(file)
    if content_type in _IMAGES and len(file.data) <= IMAGE_BYTES:
        return "image"
    return "voice" if content_type in _VOICES and len(file.data) <= VOICE_BYTES else ""


def _plain_type(file: MediaFile) -> str:
    return file.content_type.partition(";")[0].strip()
