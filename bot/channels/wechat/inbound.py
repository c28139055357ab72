"""What a post of WeChat means to us: something said, somebody gone, a yes or no, or nothing.

Whatever stands in a post, reading it raises nothing: what makes no sense is nothing of ours.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.accepting import Inbound, WantedMedia
from bot.channels.wechat.ground import to_world
from models.push_window import Opens

#: WeChat posts again for some seconds; an older moment is not to be believed
OLDEST = timedelta(days=2)
_ADDRESS = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_TEMPLATE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SCENE = re.compile(r"[A-Za-z0-9-]{1,64}")
_LONGEST_KEY = 128
#: events that bring somebody in: following, by a code or not, and scanning one later
_ARRIVALS = ("subscribe", "subscribe_scan", "scan")


#: somebody answered where they were asked, or changed it in their settings
_AGREEING = ("subscribe_msg_popup_event", "subscribe_msg_change_event")
_ITEM = re.compile(r"List\.\d+\.TemplateId")


@dataclass(frozen=True, slots=True)
class Source:
    """The account a post came to."""

    account_id: int
    community_id: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something, and that opens a window."""

    inbound: Inbound
    opens: Opens


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody does not follow us any more."""

    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """Somebody said to which templates they agree (订阅通知), and to which they do not any more."""

    address: str
    at: datetime
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    payload: dict[str, Any]
    media: tuple[WantedMedia, ...] = ()
    opens: Opens = Opens.MESSAGE


def read(fields: dict[str, str], source: Source, now: datetime) -> Heard | Left | Agreed | None:
    """What it means; `now` stands in for a moment that is missing or absurd."""
    address = fields.get("FromUserName", "")
    if _ADDRESS.fullmatch(address) is None:
        return None
    at = _moment(fields.get("CreateTime", ""), now)
    kind = fields["MsgType"].lower()
    event = fields.get("Event", "").lower() if kind == "event" else ""
    if event == "unsubscribe":
        return Left(address, at)
    if event in _AGREEING:
        return _agreed(address, at, fields)
    words = _event(fields) if kind == "event" else _message(kind, fields)
    if words is None:
        return None
    inbound = Inbound(
        source.account_id,
        source.community_id,
        address,
        _key(kind, fields),
        _order(fields, at),
        at,
        words.payload,
        words.media,
    )
    return Heard(inbound, words.opens)


def _message(kind: str, fields: dict[str, str]) -> _Words | None:
    match kind:
        case "text":
            # a tap on a line counts as a press in the menu, not as a message
            opens = Opens.TAP if "bizmsgmenuid" in fields else Opens.MESSAGE
            return _Words(_text(fields.get("Content", "")), opens=opens)
        case "image":
            return _media("photo", "image/jpeg", fields)
        case "voice":
            return _media("voice", "audio/amr", fields, fields.get("Recognition", ""))
        case "video" | "shortvideo":
            return _media("file", "video/mp4", fields)
        case "location":
            return _place(fields)
        case "link":
            lines = (fields.get(each, "") for each in ("Title", "Description", "Url"))
            return _Words(_text("\n".join(each for each in lines if each)))
        case _:
            return _Words(_text(""))  # a sticker, a file: answered like a greeting


def _event(fields: dict[str, str]) -> _Words | None:
    name, key = fields.get("Event", "").lower(), fields.get("EventKey", "")
    if name in _ARRIVALS:
        code = key if _SCENE.fullmatch(key) else ""
        return _Words({"kind": "start", "data": {"code": code}}, opens=Opens.TAP)
    if name == "click" and key:
        return _Words(_text(key), opens=Opens.TAP)
    return None


def _agreed(address: str, at: datetime, fields: dict[str, str]) -> Agreed:
    said: dict[str, list[str]] = {"accept": [], "reject": []}
    for name, template in fields.items():
        if _ITEM.fullmatch(name) and _TEMPLATE.fullmatch(template):
            status = fields.get(name.replace("TemplateId", "SubscribeStatusString"), "").lower()
            said.get(status, []).append(template)
    return Agreed(address, at, tuple(said["accept"]), tuple(said["reject"]))


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text}


def _media(kind: Any, content_type: str, fields: dict[str, str], text: str = "") -> _Words | None:
    media_id = fields.get("MediaId", "")
    if _ID.fullmatch(media_id) is None:
        return None
    wanted = WantedMedia(kind, content_type, json.dumps({"media_id": media_id}))
    return _Words({"kind": kind, "text": text}, (wanted,))


def _place(fields: dict[str, str]) -> _Words | None:
    """`Location_X` is the latitude; both are of the map that China uses."""
    lat, lon = (
        _degrees(fields.get("Location_X", ""), 90),
        _degrees(fields.get("Location_Y", ""), 180),
    )
    if lat is None or lon is None:
        return None
    lat, lon = to_world(lat, lon)
    return _Words({"kind": "place", "data": {"lat": lat, "lon": lon}})


def _degrees(text: str, most: int) -> float | None:
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", text) is None:
        return None
    value = float(text)
    return value if abs(value) <= most else None


def _key(kind: str, fields: dict[str, str]) -> str:
    """The platform's own key: MsgId, or of an event who, when and what (events have none)."""
    message_id = fields.get("MsgId", "")
    if kind != "event" and re.fullmatch(r"[0-9]{1,24}", message_id):
        return f"m{message_id}"
    parts = ("FromUserName", "CreateTime", "Event", "EventKey", "MsgType")
    key = ":".join(fields.get(each, "") for each in parts)
    if len(key) < _LONGEST_KEY:
        return f"e{key}"
    return "h" + hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _order(fields: dict[str, str], at: datetime) -> int:
    """By the second, and within one by MsgId, which grows; events, which have none, go first."""
    message_id = fields.get("MsgId", "")
    within = int(message_id) // 10**10 % 10**9 if re.fullmatch(r"[0-9]{1,24}", message_id) else 0
    return int(at.timestamp()) * 10**9 + within


def _moment(text: str, now: datetime) -> datetime:
    """The platform's moment in UTC, unless it lies ahead of our clock or too far back."""
    if re.fullmatch(r"[0-9]{1,12}", text) is None:
        return now
    seconds, latest = int(text), now.timestamp()
    if not latest - OLDEST.total_seconds() <= seconds <= latest:
        return now
    return datetime.fromtimestamp(seconds, UTC)
