"""Days that have a name: festivals by the sun and by the moon, and dates of the lunar calendar.

Lunar months and solar terms come from borax; everything else is fixed. A festival that is over
this year is meant for the next.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from borax.calendars.lunardate import LunarDate, TermUtils

_NUMERALS = {name: value for value, name in enumerate("一二三四五六七八九十", start=1)}
#: month and day by the sun
_SOLAR = {
    "元旦": (1, 1),
    "妇女": (3, 8),
    "三八": (3, 8),
    "学雷": (3, 5),
    "雷锋": (3, 5),
    "植树": (3, 12),
    "劳动": (5, 1),
    "五一": (5, 1),
    "青年": (5, 4),
    "五四": (5, 4),
    "儿童": (6, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "建党": (7, 1),
    "八一": (8, 1),
    "建军": (8, 1),
    "教师": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "志愿": (12, 5),
    "平安": (12, 24),
    "圣诞": (12, 25),
    "跨年": (12, 31),
}
#: month and day by the moon; the eve of the new year is told apart, its month has 29 or 30 days
_LUNAR = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "过年": (1, 1),
    "元宵": (1, 15),
    "龙抬": (2, 2),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中元": (7, 15),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
    "小年": (12, 23),
}
_EVES = ("除夕", "年三", "大年三", "大年夜", "年夜")
#: numbers of the solar terms as borax counts them, 小寒 is 0
_TERMS = {"清明": 6, "冬至": 23, "立春": 2}
#: how many days belong to a festival when 期间 or 假期 is said
_LASTS = {"国庆": 7, "春节": 7, "五一": 5, "劳动": 5}
_MONTHS = {"正": 1, "冬": 11, "腊": 12} | _NUMERALS | {"十一": 11, "十二": 12}


def festival(name: str, today: date) -> date | None:
    """The coming day of this name, today included; None for a name that is none."""
    of_year = _festival_of(name)
    return None if of_year is None else _coming(today, of_year)


def _festival_of(name: str) -> Callable[[int], date] | None:
    if name.startswith(_EVES):
        return lambda year: _lunar(year, 1, 1) - timedelta(1)
    for key, (month, day) in _LUNAR.items():
        if name.startswith(key):
            return partial(_lunar, month=month, day=day)
    if name[:2] in _TERMS:
        return partial(_term, number=_TERMS[name[:2]])
    if name[:2] in _SOLAR:
        return partial(_solar, date_of=_SOLAR[name[:2]])
    return None


def lasts(name: str) -> int:
    """How many days a festival has when all of them are meant."""
    return _LASTS.get(name[:2], 1)


def lunar_day(month: str, day: str, today: date) -> date | None:
    """腊月 and 二十三 as the coming day; "" for the month means the next such day at all."""
    number = _day_number(day)
    if number is None:
        return None
    months = [_MONTHS[month]] if month in _MONTHS else list(range(1, 13)) if not month else []
    days = [
        found
        for year in (today.year - 1, today.year, today.year + 1)
        for each in months
        if (found := _safe_lunar(year, each, number)) is not None and found >= today
    ]
    return min(days, default=None)


def new_year(today: date) -> date:
    """The coming first day of the lunar year."""
    return _coming(today, lambda year: _lunar(year, 1, 1))


def _day_number(words: str) -> int | None:
    words = words.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = words.partition("十")
    if not ten:
        return _NUMERALS.get(words)
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(units, 0)


def _coming(today: date, of_year: Callable[[int], date]) -> date:
    days = (of_year(year) for year in (today.year - 1, today.year, today.year + 1))
    return next(day for day in days if day >= today)


def _solar(year: int, date_of: tuple[int, int]) -> date:
    return date(year, *date_of)


def _term(year: int, number: int) -> date:
    day: date = TermUtils.nth_term_day(year, number)
    return day


def _lunar(year: int, month: int, day: int) -> date:
    found: date = LunarDate(year, month, day, 0).to_solar_date()
    return found


def _safe_lunar(year: int, month: int, day: int) -> date | None:
    try:
        return _lunar(year, month, day)
    except (ValueError, KeyError):
        return None
