"""Free hours as people say them: 周六上午、周三晚上, 周末, 平时白天, weekends."""

import re
from collections.abc import Iterable

from handlers.language import _
from models.volunteer_profile import PARTS, WEEKDAYS
from models.words import N_

_NUMBERS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_SETS = {
    "末": (5, 6),
    "周末": (5, 6),
    "weekend": (5, 6),
    "平时": (0, 1, 2, 3, 4),
    "平日": (0, 1, 2, 3, 4),
    "工作日": (0, 1, 2, 3, 4),
    "weekday": (0, 1, 2, 3, 4),
    "每天": tuple(range(7)),
    "天天": tuple(range(7)),
    "随时": tuple(range(7)),
    "every day": tuple(range(7)),
    "any time": tuple(range(7)),
}
_PART_WORDS = {
    "上午": ("am",),
    "早上": ("am",),
    "下午": ("pm",),
    "晚上": ("eve",),
    "傍晚": ("eve",),
    "白天": ("am", "pm"),
    "全天": ("am", "pm", "eve"),
    "morning": ("am",),
    "afternoon": ("pm",),
    "evening": ("eve",),
}
_DAY = "(?:周|星期|礼拜)([一二三四五六日天末])"
_TOKEN = re.compile(
    rf"{_DAY}(?:[到至\-]{_DAY})?|({'|'.join(key for key in _SETS if len(key) > 1)})s?"
    rf"|\b({'|'.join(WEEKDAYS)})[a-z]*|({'|'.join(_PART_WORDS)})s?"
)
#: how days and parts of days are called
DAY_LABELS = dict(
    zip(
        WEEKDAYS,
        (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日")),
        strict=True,
    )
)
PART_LABELS = {"am": N_("上午"), "pm": N_("下午"), "eve": N_("晚上")}


def read_slots(text: str) -> list[str]:
    """The parts of the week these words name, in the order of the week; none when none is named.

    Days without a part of the day are daytime; parts without a day are every day.
    """
    found: set[str] = set()
    days: list[int] = []
    parts: list[str] = []
    for token in _TOKEN.finditer(text.lower()):
        of_day, of_part = _meaning(token)
        if of_day and parts:
            found |= _slots(days, parts)
            days, parts = [], []
        days.extend(of_day)
        parts.extend(of_part)
    if days or parts:
        found |= _slots(days, parts)
    return [slot for slot in ALL if slot in found]


ALL = [f"{day}_{part}" for day in WEEKDAYS for part in PARTS]


def _meaning(token: re.Match[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    first, last, many, english, part = token.groups()
    if part:
        return (), _PART_WORDS[part]
    if many or english:
        return (_SETS[many] if many else (WEEKDAYS.index(english),)), ()
    if last and last != "末" and first != "末":
        return tuple(range(_NUMBERS[first], _NUMBERS[last] + 1)), ()
    return (_SETS["末"] if first == "末" else (_NUMBERS[first],)), ()


def _slots(days: Iterable[int], parts: Iterable[str]) -> set[str]:
    on = list(days) or list(range(7))
    at = list(parts) or ["am", "pm"]
    return {f"{WEEKDAYS[day]}_{part}" for day in on for part in at}


def say_slots(slots: Iterable[str]) -> str:
    """周三晚上、周六上午, in the order of the week."""
    known = set(slots)
    return _("、").join(
        _("{day}{part}").format(day=_(DAY_LABELS[day]), part=_(label))
        for day in WEEKDAYS
        for part, label in PART_LABELS.items()
        if f"{day}_{part}" in known
    )
