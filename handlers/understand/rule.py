"""On which day something comes again: 每月第一个周六, 每月5号, 3月5日, 农历九月初九."""

import re
from dataclasses import dataclass

from handlers.understand.normal import fold
from handlers.understand.numerals import number

_N = r"(?:\d{1,2}|[一二三四五六七八九十廿初]{1,3})"
_NTH = re.compile(rf"第\s*({_N})\s*个?\s*(?:星期|周|礼拜)\s*([一二三四五六日天])")
_LAST = re.compile(r"最后一?个?\s*(?:星期|周|礼拜)\s*([一二三四五六日天])")
_MONTH_DAY = re.compile(rf"({_N})月({_N})[日号]?")
_DAY = re.compile(rf"({_N})[日号]")
_LAST_DAY = re.compile(r"最后一天|月底|月末")
_LUNAR = re.compile(rf"(?:农历|阴历|旧历)\s*(腊|正|{_N})月({_N})")
_WEEKDAYS = "一二三四五六日"
_MONTH_NAMES = {"正": 1, "腊": 12}
_ENGLISH = re.compile(
    r"(first|second|third|fourth|last)\s+(mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE
)
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the calendar keeps it (models/activity_rule.py)."""

    kind: str
    month: int | None = None
    day: int = 0
    nth: int = 0
    weekday: int = 0


def read_rule(text: str) -> Rule | None:
    """The rule of these words; None when they name none."""
    words = fold(text)
    found = _lunar(words) or _nth(words)
    if found is not None:
        return found
    if match := _MONTH_DAY.search(words):
        month, day = number(match[1]), _day(match[2])
        is_week = "周" in words[match.end() :] or "星期" in words[match.end() :]
        kind = "week" if is_week else "date"
        return Rule(kind, month, day) if month and 1 <= month <= 12 and 1 <= day <= 31 else None
    if _LAST_DAY.search(words):
        return Rule("date", day=-1)
    if match := _DAY.search(words):
        day = _day(match[1])
        return Rule("date", day=day) if 1 <= day <= 31 else None
    return None


def _nth(words: str) -> Rule | None:
    if match := _LAST.search(words):
        return Rule("weekday", nth=-1, weekday=_weekday(match[1]))
    if match := _NTH.search(words):
        nth = number(match[1]) or 0
        return Rule("weekday", nth=nth, weekday=_weekday(match[2])) if 1 <= nth <= 4 else None
    if match := _ENGLISH.search(words):
        day = _ENGLISH_DAYS.index(match[2].lower())
        return Rule("weekday", nth=_ORDER[match[1].lower()], weekday=day)
    return None


def _lunar(words: str) -> Rule | None:
    match = _LUNAR.search(words)
    if match is None:
        return None
    month = _MONTH_NAMES.get(match[1]) or number(match[1])
    day = _day(match[2])
    return Rule("lunar", month, day) if month and 1 <= month <= 12 and 1 <= day <= 30 else None


def _weekday(name: str) -> int:
    return 6 if name in "日天" else _WEEKDAYS.index(name)


def _day(words: str) -> int:
    """九, 初九, 十五, 廿三, 9."""
    plain = words.removeprefix("初").replace("廿", "二十")
    return number(plain) or 0
