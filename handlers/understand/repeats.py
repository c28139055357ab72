"""How often something comes: 每周二来一次, 隔周, 每月5号, every Tuesday; as RFC 5545 and back."""

import re
from datetime import date

from handlers.language import _, language
from handlers.understand.normal import fold
from handlers.understand.numerals import NUMERAL, number

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CHINESE = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NTH = {"第一": 1, "第二": 2, "第三": 3, "第四": 4, "最后一": -1}
_TWO_WEEKS = r"(?:隔|每隔一|每两|每二|每2)个?(?:周|星期|礼拜)|every (?:other|second) week"
_IN_MONTH = re.compile(
    r"每个?月(?:的)?(?P<nth>第[一二三四]|最后一)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
)
_OF_MONTH = re.compile(rf"每个?月(?:的)?(?P<day>[{NUMERAL}]+)[号日]")
_EVERY = re.compile(
    rf"(?:(?P<two>{_TWO_WEEKS})|每个?(?:周|星期|礼拜))(?:的)?"
    r"(?P<days>[一二三四五六日天末](?:(?:[和、,]|还有)?(?:周|星期|礼拜)?[一二三四五六日天])*"
    r"(?![次个回趟]))?"
)
_EVERY_EN = re.compile(
    r"every (?P<two>other |second )?(?P<days>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"(?:(?:,| and) (?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)*)"
)
_DAILY = re.compile(r"每天(?:都)?来|天天来|every day|daily")
_WEEKLY_EN = re.compile(r"every week|weekly")
_MONTHLY = re.compile(r"每个?月|every month|monthly")


def read_repeats(text: str, on: date | None = None) -> str | None:
    """The rule these words name; without a weekday or a date that of `on`. None for no rule."""
    words = fold(text).lower()
    if match := _IN_MONTH.search(words):
        nth = _NTH[match["nth"]]
        return f"FREQ=MONTHLY;BYDAY={nth}{DAYS[_CHINESE[match['day']]]}"
    if match := _OF_MONTH.search(words):
        day = number(match["day"]) or 0
        return f"FREQ=MONTHLY;BYMONTHDAY={day}" if 1 <= day <= 31 else None
    for pattern in (_EVERY_EN, _EVERY):
        if match := pattern.search(words):
            return _weekly(_days(match["days"] or ""), on, two=bool(match["two"]))
    if _WEEKLY_EN.search(words):
        return _weekly([], on, two=bool(re.search(_TWO_WEEKS, words)))
    if re.search(_TWO_WEEKS, words):
        return _weekly([], on, two=True)
    if _DAILY.search(words):
        return "FREQ=DAILY"
    if _MONTHLY.search(words) and on is not None:
        return f"FREQ=MONTHLY;BYMONTHDAY={on.day}"
    return None


def _days(words: str) -> list[int]:
    english = [n for n, name in enumerate(_ENGLISH) if name in words]
    return english or sorted({_CHINESE[each] for each in words if each in _CHINESE})


def _weekly(days: list[int], on: date | None, *, two: bool) -> str | None:
    if not days and on is None:
        return None
    named = days or [on.weekday() if on else 0]
    each = ";INTERVAL=2" if two else ""
    return f"FREQ=WEEKLY{each};BYDAY=" + ",".join(DAYS[day] for day in named)


def say_repeats(rule: str) -> str:
    """每周二, 每两周的周二, 每月5号: the rules that are read here, in words."""
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts["FREQ"] == "DAILY":
        return _("每天")
    if "BYMONTHDAY" in parts:
        return _("每月{day}号").format(day=parts["BYMONTHDAY"])
    days = parts["BYDAY"].split(",")
    if parts["FREQ"] == "MONTHLY":
        nth, day = int(days[0][:-2]), days[0][-2:]
        if nth < 0:
            return _("每月最后一个{day}").format(day=_name(day))
        return _("每月第{n}个{day}").format(n=nth, day=_name(day))
    names = _("、").join(_name(each) for each in days)
    if parts.get("INTERVAL") == "2":
        return _("每两周的{days}").format(days=names)
    return _("每{days}").format(days=names)


def _name(day: str) -> str:
    n = DAYS.index(day)
    english = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return english[n] if language() == "en" else "周" + "一二三四五六日"[n]
