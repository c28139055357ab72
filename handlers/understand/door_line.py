"""The one line a worker writes at a door: 6号楼3门102 张德福 想理发 下不了床 这周都行.

Every reader reads once; what one has taken is hidden from the next. What is left are the words of
whoever lives there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.understand.called import read_called
from handlers.understand.clock import read_time
from handlers.understand.health import read_health
from handlers.understand.kind import BY_WORDS_ALONE, KindWords, read_kind
from handlers.understand.normal import hide, normalise
from handlers.understand.phone import Found as Phone
from handlers.understand.phone import read_phone
from handlers.understand.place import Place, read_place
from handlers.understand.span import Found

Outcome = Literal["", "nobody_home", "no_need", "said_no"]

#: the word that begins a line, and what may stand behind it
_WORD = re.compile(r"^\s*(?:开门询单|询单|楼门|/doors?|doors|door visit)[\s:：,，]*", re.IGNORECASE)
_BLANK = " "
#: blanks part Chinese words, but not English ones
_PARTS = re.compile(r"[,，、。;；\n]+|(?<![A-Za-z'])\s+|\s+(?![A-Za-z'])")
_WISHES = re.compile(r"^(?:她|他)?(?:想要|想|需要|要|请人|找人|请|麻烦|帮忙|帮)+(?:[有让]?个?人)?")
_IDLE = re.compile(r"^(?:都行|都可以|随时|没电话|没有电话|没手机|不会用手机|一个人住)$")
#: what is no longer wanted
_NO_MORE = re.compile(r"^(?:不|别|不是|不要).*了$")
_SHORT = 12
_OUTCOMES: dict[str, Outcome] = {
    **dict.fromkeys(("没人", "家里没人", "没在家", "不在家", "没开门", "没应"), "nobody_home"),
    **dict.fromkeys(("没事", "没有事", "没啥事", "都好", "不需要", "不用帮忙"), "no_need"),
    **dict.fromkeys(("不同意", "不愿意", "没同意"), "said_no"),
    "nobody home": "nobody_home",
    "no need": "no_need",
    "said no": "said_no",
}


@dataclass(frozen=True, slots=True)
class DoorLine:
    """What one line says. `words` are hers, without door, name and phone; `wish` is what to do."""

    place: Place | None
    name: str
    outcome: Outcome
    words: str
    wish: str
    #: digits only
    phone: str = ""


def read_door_line(text: str, said_at: datetime, kinds: Sequence[KindWords]) -> DoorLine:
    """Read one line. `said_at` is local, for the words of time in it."""
    rest = _WORD.sub("", normalise(text))
    placed = read_place(rest)
    place = placed[0] if placed and (placed[0].unit or placed[0].room) else None
    if placed and place is not None:
        rest = hide(rest, placed[1], _BLANK)
    phone = read_phone(rest)
    if isinstance(phone, Phone):
        rest = hide(rest, phone.at, _BLANK)
    time = read_time(rest, said_at)
    timeless = hide(rest, time.at, _BLANK) if isinstance(time, Found) else rest
    name = read_called(timeless) or ""
    words = "，".join(_parts(rest.replace(name, _BLANK, 1) if name else rest))
    parts = _parts(timeless.replace(name, _BLANK, 1) if name else timeless)
    digits = phone.digits if isinstance(phone, Phone) else ""
    return DoorLine(place, name, _outcome(parts, kinds), words, _wish(parts, kinds), digits)


def _parts(text: str) -> list[str]:
    return [each for part in _PARTS.split(text) if (each := part.strip())]


def _outcome(parts: list[str], kinds: Sequence[KindWords]) -> Outcome:
    """Nobody, nothing or a no; not when something is wanted all the same."""
    if any(read_kind(part, kinds, BY_WORDS_ALONE) for part in parts):
        return ""
    found = (_OUTCOMES.get(part.lower()) for part in parts)
    return next((outcome for outcome in found if outcome), "")


def _wish(parts: list[str], kinds: Sequence[KindWords]) -> str:
    """The words of a known kind of help, else the first that want something, without 想 and 要;
    "" when they say too much to be read out."""
    wanted = [part for part in parts if not _IDLE.match(part) and not _NO_MORE.match(part)]
    named = (part for part in wanted if read_kind(part, kinds, BY_WORDS_ALONE))
    others = [part for part in wanted if not read_health(part)]
    asked = (part for part in others if _WISHES.match(part))
    said = next(named, None) or next(asked, None) or next(iter(others), "")
    wish = _WISHES.sub("", said)
    return wish if len(wish) <= _SHORT else ""
