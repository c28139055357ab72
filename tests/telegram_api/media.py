"""Files that a call brings or names, and whether Telegram would take them as what they are sent."""

import io
import warnings
from typing import Any

from PIL import Image
from telegram.constants import FileSizeLimit

from tests.telegram_api.chats import Media, StoredFile, World
from tests.telegram_api.refusing import unlucky, wrong
from tests.telegram_api.signatures import Upload

_FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents"}
_LARGEST = {"photo": FileSizeLimit.PHOTOSIZE_UPLOAD.value}
#: a photo's width and height together, and one to the other
_SIDES, _RATIO = 10_000, 20


def media_of(world: World, kind: str, source: Upload | str, duration: int = 0) -> Media:
    """What is to be shown. Raises Refused where Telegram would not take it."""
    if kind not in _FOLDERS:
        raise wrong(f"the stand-in shows no {kind}")
    if isinstance(source, str):
        return Media(kind, _kept(world, kind, source), _about(kind, None, duration))
    largest = _LARGEST.get(kind, FileSizeLimit.FILESIZE_UPLOAD.value)
    if not source.data:
        raise wrong("file must be non-empty")
    if len(source.data) > largest:
        raise wrong("file is too big", f"{len(source.data)} bytes, more than {largest}")
    about = _about(kind, source.data, duration)
    file = world.keep(_FOLDERS[kind], source.name or kind, source.mime, source.data)
    return Media(kind, file, about)


def _kept(world: World, kind: str, file_id: str) -> StoredFile:
    file = world.files.get(file_id)
    if file is None:
        raise wrong("wrong file identifier/HTTP URL specified")
    if not file.path.startswith(_FOLDERS[kind]):
        raise wrong(f"can't use that file as {kind}")
    return file


def _about(kind: str, data: bytes | None, duration: int) -> dict[str, Any]:
    if kind == "voice":
        if data is not None and not _is_voice(data):
            raise wrong("voice must be OGG, MP3 or M4A")
        return {"duration": duration}
    if kind == "photo":
        width, height = (640, 480) if data is None else _size(data)
        return {"width": width, "height": height}
    return {}


def _is_voice(data: bytes) -> bool:
    return data[:4] == b"OggS" or data[:3] == b"ID3" or data[:1] == b"\xff" or data[4:8] == b"ftyp"


def _size(data: bytes) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise wrong("IMAGE_PROCESS_FAILED") from None
    if width + height > _SIDES or max(width, height) > _RATIO * min(width, height):
        raise wrong("PHOTO_INVALID_DIMENSIONS")
    return width, height


def file_json(world: World, file_id: str) -> dict[str, Any]:
    """The answer to getFile. Raises Refused for what is unknown or too big to fetch."""
    file = world.files.get(file_id)
    if file is None:
        raise wrong("invalid file_id")
    if file.size > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise unlucky("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
