"""What a message of a person says: the payload of the inbox, and what is still to be fetched."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.accepting import WantedMedia
from bot.channels.telegram.raw import count_of, part, whole, words
from handlers.engine.said import KEPT_TEXT

#: what a bot may fetch
LARGEST_FILE = 20 * 1024 * 1024
LONGEST_ID = 300
LONGEST_NAME = 200
LONGEST_SECONDS = 24 * 60 * 60
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<code>.*))?", re.DOTALL)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TO_A_BOT = re.compile(r"(?P<command>/\w{1,32})@(?P<bot>\w{1,64})(?=\s|$)")
_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,48}")
#: said without words: it is answered like a greeting
_WORDLESS = ("sticker", "dice", "story", "game", "poll", "checklist", "paid_media", "rich_message")

Kind = Literal["photo", "voice", "file"]


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said. `payload` as handlers/engine/said.py reads it, its media yet without."""

    payload: dict[str, Any]
    media: tuple[WantedMedia, ...] = ()


def read_message(message: dict[str, Any], sender: int) -> Words | None:
    """What the user `sender` says with it; None for service messages and what makes no sense."""
    text = message.get("text")
    if isinstance(text, str):
        return Words(_spoken(words(text, KEPT_TEXT)))
    for name, read in _READERS.items():
        if name in message:
            return read(message, sender)
    if any(name in message for name in _WORDLESS):
        return Words({"kind": "text", "text": ""})
    return None


def addressed_to(text: Any, username: str) -> bool:
    """Whether it is a command that names the bot of this name, as in /help@LinliBot."""
    found = _TO_A_BOT.match(text) if isinstance(text, str) and username else None
    return found is not None and found["bot"].lower() == username.lower()


def _spoken(text: str) -> dict[str, Any]:
    if not text.startswith("/"):
        return {"kind": "text", "text": text}
    started = _START.fullmatch(text)
    if started is not None:
        code = (started["code"] or "").strip()
        return {"kind": "start", "data": {"code": code if _CODE.fullmatch(code) else ""}}
    return {"kind": "text", "text": _TO_A_BOT.sub(r"\g<command>", text, count=1)}


def _contact(message: dict[str, Any], sender: int) -> Words:
    """A shared contact. Its phone is hers only when it is her own card that she shares."""
    contact = part(message, "contact")
    names = (words(contact.get(each), LONGEST_NAME) for each in ("first_name", "last_name"))
    data = {"name": " ".join(each for each in names if each)}
    if whole(contact.get("user_id")) == sender:
        data["phone"] = words(contact.get("phone_number"), 40)
    return Words({"kind": "contact", "data": data})


def _place(message: dict[str, Any], _sender: int) -> Words | None:
    """A location, or the one of a venue."""
    location = part(message, "location") or part(part(message, "venue"), "location")
    lat, lon = (_degrees(location.get(each)) for each in ("latitude", "longitude"))
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return Words({"kind": "place", "data": {"lat": lat, "lon": lon}})


def _degrees(value: Any) -> float | None:
    """A number that is one: not True, nor beyond any map, nor NaN, which equals nothing."""
    if type(value) not in (int, float) or not -180 <= value <= 180:
        return None
    return float(value)


def _photo(message: dict[str, Any], _sender: int) -> Words | None:
    """The largest of its sizes that a bot may fetch."""
    sizes = message.get("photo")
    if not isinstance(sizes, list):
        return None
    known = [each for each in sizes[:20] if isinstance(each, dict)]
    usable = [each for each in known if not _is_too_large(each)] or known
    if not usable:
        return None
    best = max(usable, key=lambda each: count_of(each.get("width"), 100_000))
    return _with_media(message, "photo", best, "image/jpeg")


def _file(
    name: str, kind: Kind, content_type: str
) -> Callable[[dict[str, Any], int], Words | None]:
    """Reads what stands under `name`; `content_type` where the sender's app told none."""

    def read(message: dict[str, Any], _sender: int) -> Words | None:
        file = message.get(name)
        if not isinstance(file, dict):
            return None
        told = words(file.get("mime_type"), 60).lower()
        known = told if _TYPE.fullmatch(told) else content_type
        is_picture = name == "document" and known in ("image/jpeg", "image/png", "image/webp")
        return _with_media(message, "photo" if is_picture else kind, file, known)

    return read


def _with_media(
    message: dict[str, Any], kind: Kind, file: dict[str, Any], content_type: str
) -> Words | None:
    payload: dict[str, Any] = {"kind": kind, "text": words(message.get("caption"), KEPT_TEXT)}
    data: dict[str, Any] = {}
    if album := words(message.get("media_group_id"), 64):
        data["album"] = album
    if _is_too_large(file):
        return Words({**payload, "data": {**data, "too_large": True}})
    if not words(file.get("file_id"), LONGEST_ID):
        return None
    if data:
        payload["data"] = data
    return Words(payload, (_wanted(kind, file, content_type),))


def _wanted(kind: Kind, file: dict[str, Any], content_type: str) -> WantedMedia:
    source = {
        "file_id": words(file.get("file_id"), LONGEST_ID),
        "unique_id": words(file.get("file_unique_id"), LONGEST_ID),
        "name": words(file.get("file_name"), LONGEST_NAME),
    }
    return WantedMedia(
        kind,
        content_type,
        json.dumps({name: value for name, value in source.items() if value}, ensure_ascii=False),
        count_of(file.get("file_size"), LARGEST_FILE),
        count_of(file.get("duration"), LONGEST_SECONDS),
    )


def _is_too_large(file: dict[str, Any]) -> bool:
    size = file.get("file_size")
    return type(size) is int and size > LARGEST_FILE


#: in this order: a venue carries a location too, an animation a document, a live photo a photo
_READERS: dict[str, Callable[[dict[str, Any], int], Words | None]] = {
    "contact": _contact,
    "venue": _place,
    "location": _place,
    "photo": _photo,
    "voice": _file("voice", "voice", "audio/ogg"),
    "audio": _file("audio", "voice", "audio/mpeg"),
    "video_note": _file("video_note", "file", "video/mp4"),
    "video": _file("video", "file", "video/mp4"),
    "animation": _file("animation", "file", "video/mp4"),
    "document": _file("document", "file", "application/octet-stream"),
}
