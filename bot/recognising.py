"""What somebody sent, by its bytes alone: a picture, sound, or something that is only passed on."""

import re
from dataclasses import dataclass

from bot.pictures import CONTENT_TYPE, NotAPicture, Undrawable, redrawn

MAX_VOICE = 5 * 1024 * 1024
#: of whatever we do not know: browsers offer it to be saved and open nothing
UNKNOWN = "application/octet-stream"
#: pictures that we cannot draw anew: kept as they are, they would tell where they were taken
_OTHER_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_MORE_PICTURES = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ", b"\x00\x00\x00\x0cjP  ", b"8BPS")
_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
#: a track of an MP4 file that is to be seen
_SEEN = re.compile(rb"hdlr.{8}(?:vide|pict)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is kept. `kind` is "photo", "voice" or "file"."""

    kind: str
    content_type: str
    data: bytes


def recognise(data: bytes) -> File:
    """The file as it may be kept, whatever it was said to be.

    Raises Undrawable for a picture that cannot be kept without what it tells besides.
    """
    try:
        return File("photo", CONTENT_TYPE, redrawn(data))
    except NotAPicture:
        if _is_another_picture(data):
            raise Undrawable from None
    sound = sound_type(data)
    if sound and len(data) <= MAX_VOICE:
        return File("voice", sound, data)
    return File("file", UNKNOWN, data)


def sound_type(data: bytes) -> str:
    """The type of a recording as phones, Telegram and WeChat make it; "" for anything else."""
    if data.startswith(b"OggS"):
        return "audio/ogg"
    if data[4:8] == b"ftyp":
        return "" if _SEEN.search(data) else "audio/mp4"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "audio/wav"
    if data.startswith(b"#!AMR"):
        return "audio/amr"
    if data[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "audio/aac"
    return "audio/mpeg" if data.startswith(b"ID3") or _is_mpeg_frame(data[:4]) else ""


def _is_mpeg_frame(head: bytes) -> bool:
    """A header of layer II or III whose fields are all possible."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer in (1, 2) and 0 < bit_rate < 15 and sample_rate != 3


def _is_another_picture(data: bytes) -> bool:
    if data.startswith((*_OTHER_PICTURES, *_MORE_PICTURES)):
        return True
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return True
    if data[4:8] != b"ftyp":
        return False
    brands = data[8 : min(int.from_bytes(data[:4]), 256)]
    return any(brands[n : n + 4] in _BRANDS for n in range(0, len(brands), 4))
