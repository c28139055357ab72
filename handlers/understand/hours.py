"""Parts of the day and clock times, in minutes after the day's midnight.

An hour without a part of the day is one at which people visit: 3点 is 15:00, 8点 is 8:00.
"""

from dataclasses import dataclass

from handlers.understand.day import Wrong
from handlers.understand.numerals import number
from handlers.understand.time_words import Word

MIDNIGHT = 24 * 60
END_OF_DAY = MIDNIGHT - 1
#: 别太晚: before dusk.
NOT_LATE = 18 * 60

#: 下班前: before six
_CLOSING = 18
#: From and to, in minutes after midnight.
PARTS = {
    "凌晨": (0, 360),
    "早上": (360, 540),
    "上午": (480, 720),
    "中午": (690, 810),
    "下午": (840, 1080),
    "放学后": (990, 1080),
    "傍晚": (1020, 1140),
    "晚上": (1080, 1260),
    "夜里": (1260, END_OF_DAY),
    "白天": (480, 1080),
}
_PART_WORDS = {
    "早上": (
        "早上",
        "早晨",
        "大清早",
        "一清早",
        "清早",
        "一大早",
        "一早",
        "大早",
        "清晨",
        "早",
        "晨",
    ),
    "上午": ("上午", "上半天", "上半日", "前晌", "头晌", "午前", "morning"),
    "中午": ("中午", "晌午", "正午", "noon"),
    "下午": ("下午", "下半天", "下半日", "后半晌", "午后", "后晌", "afternoon"),
    "放学后": ("放学后", "放学以后", "放学", "after school"),
    "傍晚": ("傍晚", "擦黑", "黄昏"),
    "晚上": ("晚上", "晚间", "晚", "下班后", "下班以后", "evening", "晚饭后", "吃完晚饭"),
    "夜里": ("夜里", "半夜", "大半夜", "深夜", "夜"),
    "凌晨": ("凌晨",),
    "白天": ("白天", "大白天"),
}
_PART_OF = {word: part for part, words in _PART_WORDS.items() for word in words}
_QUARTERS = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as said. `until` is the second hour of 六七点 or 9-11点."""

    hour: int
    minute: int = 0
    until: int | None = None
    is_24: bool = False


def part_of(word: Word) -> str:
    """The part of the day that a word names, or nothing."""
    if word.form == "en_word":
        said = word.pieces["ew"].lower()
        return "晚上" if said == "tonight" else _PART_OF.get(said.removeprefix("this "), "")
    return _PART_OF.get((word.pieces.get("pa") or word.pieces.get("ep", "")).lower(), "")


def clock_of(word: Word) -> Clock | Wrong | None:
    """The clock time of one word, or None when it is none."""
    pieces = word.pieces
    if word.form == "colon":
        is_24 = int(pieces["co_h"]) > 12 or pieces["co_h"].startswith("0")
        return _checked(Clock(int(pieces["co_h"]), int(pieces["co_m"]), is_24=is_24))
    if word.form == "pair":
        return _checked(Clock(int(pieces["p1"]), until=int(pieces["p2"])))
    if word.form == "closing":
        return Clock(_CLOSING, is_24=True)
    if word.form == "en_clock":
        hour = int(pieces["ec_h"]) % 12 + (12 if pieces["ec_p"].lower() == "pm" else 0)
        return _checked(Clock(hour, int(pieces.get("ec_m", "0")), is_24=True))
    return _point(pieces) if word.form == "point" else None


def minutes_of(clock: Clock, part: str) -> int:
    """Minutes after the day's midnight; 晚上12点 and 夜里1点 belong to the night that follows."""
    return _minutes(clock.hour, clock.minute, "24" if clock.is_24 else part)


def until_of(clock: Clock, part: str) -> int | None:
    """The end of 六七点, or None."""
    return None if clock.until is None else _minutes(clock.until, 0, part)


def is_open(clock: Clock, part: str) -> bool:
    """Whether the hour could as well be twelve hours later."""
    return not part and not clock.is_24 and 1 <= clock.hour <= 11


def _minutes(hour: int, minute: int, part: str) -> int:
    if part in ("下午", "傍晚", "放学后") and hour < 12:
        hour += 12
    elif part in ("晚上", "夜里"):
        hour += _to_night(hour)
    elif (part == "中午" and hour < 4) or (part in ("", "白天") and 1 <= hour <= 6):
        hour += 12
    elif part == "凌晨" and hour == 12:
        hour = 0
    return hour * 60 + minute


def _to_night(hour: int) -> int:
    if hour == 0 or hour > 12:
        return 24 if hour == 0 else 0
    return 12 if hour == 12 or hour >= 5 else 24


def _checked(clock: Clock) -> Clock | Wrong:
    if clock.hour > 24 or (clock.hour == 24 and clock.minute > 0) or (clock.until or 0) > 24:
        return Wrong("hour")
    return Wrong("minute") if clock.minute > 59 else clock


def _point(pieces: dict[str, str]) -> Clock | Wrong | None:
    hours, rest = pieces["po_h"], pieces.get("po_m", "")
    hour, until = _hour(hours)
    if hour is None:
        return None
    minute = _QUARTERS.get(rest)
    if minute is None:
        minute = number(rest.removesuffix("分")) if rest else 0
    return None if minute is None else _checked(Clock(hour, minute, until))


def _hour(words: str) -> tuple[int | None, int | None]:
    """The hour; 七八 and 十一二 are two hours, not 78 and 112."""
    if (
        not words.isascii()
        and words[-1] not in "十廿"
        and len(words) > 1
        and words[-2] not in "十廿〇零○"
    ):
        first, second = number(words[:-1]), number(words[-1])
        if first is not None and second is not None and first % 10 + 1 == second:
            return first, first + 1
        return None, None
    return number(words), None
