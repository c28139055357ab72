"""A first message is the form: what it says becomes answers, and only the rest is asked.

Every reader reads once. Digits that one reader has taken are hidden from the next: a phone number
is no room, a room is no date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.understand.clock import Reading, read_time
from handlers.understand.kind import KindReading, KindWords, read_kind
from handlers.understand.normal import fold, visible
from handlers.understand.people import read_people
from handlers.understand.phone import Nothing, PhoneReading, read_phone
from handlers.understand.place import Place, read_place

#: Longer messages are kept whole for people to read; the beginning says what is wanted.
_LONGEST = 1000
_WORDS_LENGTH = 60
_HIDDEN = "\ue000"  # no reader and no person uses this character
_GREETING = re.compile(
    r"(?:您好|你好|大家好|[早中下晚][上午]?好|喂|在吗|在不在|在么|有人吗|有人在吗|有人么"
    r"|哈[喽罗啰]|嗨|请问|社区的?|同志"
    r"|邻里|打扰了|hello|hi|hey|good (?:morning|afternoon|evening)|[啊呀吗呢哦诶哎]|[\s,.。!?~、…]"
    r"|[\U0001f300-\U0001faff])+",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:喂|您好|你好|hello|hi|社区的?同志|同志|请问|在吗|麻烦问下|[吗啊呀,，.。!！?？~、\s])+",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(
    r"(?:我们?家?住在?|我?家?住在?|我?家?在|地址是?|电话是?|手机号?是?|号码是?)?[:：\s]*"
    rf"(?:[\u4e00-\u9fff]{{2,4}}街道)?(?={_HIDDEN})"
)
_SEAMS = re.compile(rf"[\s,，、。;:：]*{_HIDDEN}[\s,，、。;:：]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message says. `words` is the wish itself, without greeting, place and phone."""

    kind: KindReading | None
    time: Reading
    place: Place | None
    phone: PhoneReading
    people: int | None
    greeting_only: bool
    words: str


def read_draft(
    text: str, said_at: datetime, kinds: Sequence[KindWords], area_code: str = ""
) -> Draft:
    """Read one message with every reader."""
    shown = visible(text)[:_LONGEST].strip()
    plain = fold(shown)
    rest, taken = plain, []
    phone = read_phone(rest, area_code)
    if not isinstance(phone, Nothing):
        taken.append(phone.at)
        rest = _hide(rest, phone.at)
    placed = read_place(rest)
    if placed and (placed[0].building or placed[0].room):
        taken.append(placed[1])
        rest = _hide(rest, placed[1])
    time = read_time(rest, said_at)
    return Draft(
        kind=read_kind(plain, kinds),
        time=time,
        place=placed[0] if placed else None,
        phone=phone,
        people=read_people(rest),
        greeting_only=is_greeting(text),
        words=_wish(shown, taken),
    )


def is_greeting(text: str) -> bool:
    """Whether a message says hello and nothing else."""
    plain = fold(visible(text)[:_LONGEST].strip())
    return bool(plain) and _GREETING.fullmatch(plain) is not None


def _hide(text: str, at: tuple[int, int]) -> str:
    return text[: at[0]] + _HIDDEN * (at[1] - at[0]) + text[at[1] :]


def _wish(shown: str, taken: list[tuple[int, int]]) -> str:
    for at in taken:
        shown = _hide(shown, at)
    shown = re.sub(f"{_HIDDEN}+", _HIDDEN, shown)
    shown = _SEAMS.sub("，", _LEFT_OVER.sub("", shown)).strip("，, ")
    return _OPENING.sub("", shown)[:_WORDS_LENGTH].strip()
