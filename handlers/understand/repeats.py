"""How often a visit comes again: 每周二来一次, 隔周, 每月5号, every Tuesday; as RFC 5545 and back.

What names its days is read by repeat.py, like any wish; here a few words more take the day of the
first time.
"""

import re
from datetime import date

from handlers.language import _, language
from handlers.understand.normal import fold
from handlers.understand.repeat import WEEKDAY_CODES, read_repeat

_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY_EN = re.compile(
    r"every (?P<two>other |second )?(?P<days>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"(?:(?:,| and) (?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)*)"
)
_TWO_WEEKS = re.compile(
    r"(?:隔|每隔一|每两|每二|每2)个?(?:周|星期|礼拜)|every (?:other|second) week"
)
_WEEKLY = re.compile(r"每个?(?:周|星期|礼拜)|every week|weekly")
_DAILY = re.compile(r"每天(?:都)?来|天天来|every day|daily")
_MONTHLY = re.compile(r"每个?月|every month|monthly")
_DAYS_OFF = r"(?:法定)?(?:节假日|假日|节日)"
_NOT_THEN = r"(?:都|就|可以)?(?:不用来|不要来|不来|别来|不用去|除外|休息|歇着|就算了|不算)"
_NOT_ON_HOLIDAYS = re.compile(
    rf"(?:除了?|除开|不含|不算){_DAYS_OFF}|{_DAYS_OFF}{_NOT_THEN}"
    rf"|(?:放假|过节|逢年过节)(?:那天|的时候|期间)?{_NOT_THEN}"
    r"|(?:not on|except(?: on)?|no visits on) (?:public )?holidays"
)
#: Monday to Friday, and no day off by decree
_WORKDAYS = re.compile(
    r"每个?工作日|工作日(?:每天|天天|都来)|every (?:workday|working day|weekday)"
)
#: begins the words of a rule; 下周一到周五 every day is over after a week
_AGAIN = ("每", "隔", "逢")


def read_repeats(text: str, on: date) -> str | None:
    """The rule these words name; without a weekday or a date that of `on`. None for no rule."""
    words = fold(text).lower()
    if _WORKDAYS.search(words):
        return _weekly(list(range(5)), two=False)
    found = read_repeat(words)
    if found is not None and found.days is not None and "DAILY" not in found.rrule:
        is_again = words[slice(*found.at)].startswith(_AGAIN)
        return found.rrule if is_again and not found.is_told else None
    if match := _EVERY_EN.search(words):
        named = [n for n, name in enumerate(_ENGLISH) if name in match["days"]]
        return _weekly(named, two=bool(match["two"]))
    if _TWO_WEEKS.search(words):
        return _weekly([on.weekday()], two=True)
    if _WEEKLY.search(words):
        return _weekly([on.weekday()], two=False)
    if _DAILY.search(words):
        return "FREQ=DAILY"
    return f"FREQ=MONTHLY;BYMONTHDAY={on.day}" if _MONTHLY.search(words) else None


def leaves_out_holidays(text: str) -> bool:
    """Whether these words say that it does not come on days off: 方便时除法定节假日."""
    words = fold(text).lower()
    return any(each.search(words) for each in (_NOT_ON_HOLIDAYS, _WORKDAYS))


def _weekly(days: list[int], *, two: bool) -> str:
    every = ";INTERVAL=2" if two else ""
    return f"FREQ=WEEKLY{every};BYDAY=" + ",".join(WEEKDAY_CODES[day] for day in days)


def say_repeats(rule: str) -> str:
    """每周二, 每两周的周二, 每月5号: the rules that are read here, in words."""
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts["FREQ"] == "DAILY":
        return _("每天")
    if "BYMONTHDAY" in parts:
        days_of_month = _("、").join(parts["BYMONTHDAY"].split(","))
        return _("每月{day}号").format(day=days_of_month)
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
    n = WEEKDAY_CODES.index(day)
    english = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return english[n] if language() == "en" else "周" + "一二三四五六日"[n]
