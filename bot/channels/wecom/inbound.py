"""What a post of WeCom means to us: something said, a press, news of a member, or nothing.

Whatever stands in a post, reading it raises nothing: what makes no sense is nothing of ours.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from bot.accepting import Inbound, WantedMedia
from bot.channels.wechat.ground import to_world

Fields = Mapping[str, str]
#: posts come within seconds, and again within half a minute; an older moment is not believed
OLDEST_SECONDS = 2 * 24 * 60 * 60
LONGEST_TEXT = 20_000
LONGEST_CODE = 512
#: the member's id in the company; a bar would be read as a separator of ids
_MEMBER = re.compile(r"[A-Za-z0-9_.@-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
#: between a button's token and its label, in the key that comes back with a press
BETWEEN = " "
#: behind the second it was sent in, the part of a message's own number that tells the order
_ORDER_BITS = 31


@dataclass(frozen=True, slots=True)
class Source:
    """The app that a post came to, as our row and as WeCom's number."""

    account_id: int
    community_id: int
    agentid: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something, or chose it in the menu."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button of a card.

    `code` changes that card once, within 72 hours. `label` is what stands on the button.
    """

    inbound: Inbound
    task: str
    code: str
    label: str

    @property
    def is_answer(self) -> bool:
        """It answers a question: the token ends in the number of the option."""
        return "." in self.inbound.payload["token"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Since `at` the app is open to this member, or not any more. `inbound` greets."""

    address: str
    may_write: bool
    at: datetime
    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Entered:
    """A member opened the app. `inbound` greets whom we have not met."""

    inbound: Inbound


Event = Entered | Heard | Pressed | Standing


def read(fields: Fields, source: Source, now: datetime) -> Event | None:
    """What the post means, or None; `now` stands in for a moment that is missing or absurd."""
    sender, agent = fields.get("FromUserName", ""), fields.get("AgentID", "")
    if _MEMBER.fullmatch(sender) is None or agent not in ("", str(source.agentid)):
        return None
    kind = fields.get("MsgType", "")
    if kind == "event":
        return _event(fields, _inbound(fields, source, now, {}))
    said = _READERS[kind](fields) if kind in _READERS else None
    if said is None or _NUMBER.fullmatch(fields.get("MsgId", "")) is None:
        return None
    inbound = _inbound(fields, source, now, said[0])
    return Heard(replace(inbound, media=said[1]))


# --- what members say ---------------------------------------------------------------------------

_Said = tuple[dict[str, Any], tuple[WantedMedia, ...]]


def _text(fields: Fields) -> _Said:
    return {"kind": "text", "text": fields.get("Content", "")[:LONGEST_TEXT]}, ()


def _link(fields: Fields) -> _Said:
    parts = (fields.get(name, "") for name in ("Title", "Description", "Url"))
    return {"kind": "text", "text": "\n".join(part for part in parts if part)[:LONGEST_TEXT]}, ()


def _place(fields: Fields) -> _Said | None:
    """`Location_X` is the latitude; both are of the map that China uses."""
    lat, lon = (_degrees(fields.get(name, "")) for name in ("Location_X", "Location_Y"))
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    lat, lon = to_world(lat, lon)
    return {"kind": "place", "data": {"lat": lat, "lon": lon}}, ()


def _degrees(value: str) -> float | None:
    return float(value) if _DEGREES.fullmatch(value) else None


def _media(
    kind: Literal["photo", "voice", "file"], content_type: str
) -> Callable[[Fields], _Said | None]:
    def read(fields: Fields) -> _Said | None:
        media_id = fields.get("MediaId", "")
        if not 0 < len(media_id) <= LONGEST_CODE:
            return None
        source = json.dumps({"media_id": media_id})
        return {"kind": kind, "text": ""}, (WantedMedia(kind, content_type, source),)

    return read


_READERS: dict[str, Callable[[Fields], _Said | None]] = {
    "text": _text,
    "image": _media("photo", "image/jpeg"),
    "voice": _media("voice", "audio/amr"),
    "video": _media("file", "video/mp4"),
    "location": _place,
    "link": _link,
}


# --- events -------------------------------------------------------------------------------------


def _event(fields: Fields, inbound: Inbound) -> Event | None:
    match fields.get("Event", ""):
        case "subscribe" | "subscribe_scan":
            return Standing(inbound.address, True, inbound.said_at, _greeting(inbound))
        case "unsubscribe":
            return Standing(inbound.address, False, inbound.said_at, _greeting(inbound))
        case "enter_agent":
            return Entered(_greeting(inbound))
        case "click" if fields.get("EventKey"):
            return Heard(replace(inbound, payload={"kind": "text", "text": fields["EventKey"]}))
        case "template_card_event":
            return _pressed(fields, inbound)
        case _:
            return None


def _greeting(inbound: Inbound) -> Inbound:
    return replace(inbound, payload={"kind": "start", "data": {"code": ""}})


def _pressed(fields: Fields, inbound: Inbound) -> Event | None:
    token, _mark, label = fields.get("EventKey", "").partition(BETWEEN)
    code = fields.get("ResponseCode", "")
    if not 0 < len(token) <= 64 or len(code) > LONGEST_CODE:
        return None
    inbound = replace(inbound, payload={"kind": "press", "token": token, "data": {}})
    return Pressed(inbound, fields.get("TaskId", "")[:128], code, label)


# --- whose, which and when ----------------------------------------------------------------------


def _inbound(fields: Fields, source: Source, now: datetime, payload: dict[str, Any]) -> Inbound:
    return Inbound(
        source.account_id,
        source.community_id,
        fields["FromUserName"],
        _key(fields),
        _order(fields, now),
        _moment(fields.get("CreateTime", ""), now),
        payload,
    )


def _key(fields: Fields) -> str:
    """The message's number; an event has none, and is what it says, by whom and when."""
    if fields.get("MsgType") != "event":
        return f"m{fields.get('MsgId', '')}"
    names = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ResponseCode")
    told = "\0".join(fields.get(name, "") for name in names)
    return "e" + hashlib.sha256(told.encode(errors="replace")).hexdigest()[:40]


def _order(fields: Fields, now: datetime) -> int:
    """By the second, and within one by the message's number, which grows."""
    seconds = int(_moment(fields.get("CreateTime", ""), now).timestamp())
    number = fields.get("MsgId", "")
    behind = int(number) if _NUMBER.fullmatch(number) else 0
    return seconds << _ORDER_BITS | behind & ((1 << _ORDER_BITS) - 1)


def _moment(told: str, now: datetime) -> datetime:
    """WeCom's moment in UTC, unless it lies ahead of our clock or too far back."""
    latest = now.timestamp()
    if _NUMBER.fullmatch(told) is None or not latest - OLDEST_SECONDS <= int(told) <= latest:
        return now
    return datetime.fromtimestamp(int(told), UTC)
