"""Which day is meant. A wish lies ahead: what is gone this year or month is meant for the next.

Weeks begin on Monday; 下周三 is Wednesday of the next calendar week; a weekday alone is the first
one after today.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from handlers.understand.day import Days, Wrong, one
from handlers.understand.named_days import NAMED
from handlers.understand.numerals import number
from handlers.understand.time_words import Word

_OFFSETS = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2}
_WEEKS = {"下": 1, "上": -1, "这": 0, "本": 0}
_WEEKDAYS = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {str(index + 1): index for index in range(6)}
_DAY_NAMES = "mon tue wed thu fri sat sun"
_ENGLISH_DAYS = {name: i for i, name in enumerate(_DAY_NAMES.split())}
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_ENGLISH_MONTHS = {name: i + 1 for i, name in enumerate(_MONTH_NAMES.split())}
_FEW_DAYS = {"明后": (1, 2), "今明": (0, 1), "这两": (0, 1)}
_A_FEW_DAYS = (0, 4)
_YEARS = {"今年": 0, "明年": 1, "后年": 2}


def days_of(word: Word, today: date) -> Days | Wrong | None:
    """The days of one word of time, or None when it names no day."""
    reader = _READERS.get(word.form)
    return None if reader is None else reader(word.pieces, today)


def _ahead(day: date, today: date, nearest: date) -> Days:
    return one(day) if day >= today else Days(nearest, nearest, said=day)


def _relative(pieces: dict[str, str], today: date) -> Days:
    words = pieces["re"]
    days = _OFFSETS[words.removeprefix("大")[0]]
    if words.startswith("大"):
        days += 1 if days > 0 else -1
    return _ahead(today + timedelta(days), today, today + timedelta(1))


def _week_of(which: str) -> int:
    return _WEEKS[which[0]] * (2 if which[:2] in ("下下", "上上") else 1)


def _weekday(pieces: dict[str, str], today: date) -> Days:
    which = pieces.get("wk", "")
    names = [name for name in pieces["wd"] if name in _WEEKDAYS]
    week = None if which == "" or which.startswith("每") else _week_of(which)
    if not names:
        return _weekend(week, today)
    indexes = [_WEEKDAYS[name] for name in names]
    if week is None:
        coming = sorted(_first_after(today, index) for index in indexes)
        whole = not which and coming[-1] - coming[0] == timedelta(len(coming) - 1)
        return Days(coming[0], coming[-1] if whole else coming[0])
    monday = today - timedelta(today.weekday()) + timedelta(7 * week)
    chosen = sorted(monday + timedelta(index) for index in indexes)
    coming = [day for day in chosen if day >= today]
    if not coming:
        nearest = _first_after(today, indexes[0])
        return Days(nearest, nearest, said=chosen[0])
    whole = coming[-1] - coming[0] == timedelta(len(coming) - 1)
    return Days(coming[0], coming[-1] if whole else coming[0])


def _first_after(today: date, index: int) -> date:
    return today + timedelta((index - today.weekday() - 1) % 7 + 1)


def _weekend(week: int | None, today: date) -> Days:
    saturday = today - timedelta(today.weekday()) + timedelta(5 + 7 * (week or 0))
    if week is None and today.weekday() == 6:
        saturday += timedelta(7)
    sunday = saturday + timedelta(1)
    if sunday < today:
        coming = today - timedelta(today.weekday()) + timedelta(5)
        return Days(max(coming, today), coming + timedelta(1), said=saturday, is_weekend=True)
    return Days(max(saturday, today), sunday, is_weekend=True)


def _week(pieces: dict[str, str], today: date) -> Days:
    monday = today - timedelta(today.weekday())
    first = monday + timedelta(7 * _week_of(pieces["we"]))
    if first < monday:
        return Days(today, monday + timedelta(6), said=first)
    return Days(max(first, today), first + timedelta(6))


def _few_days(pieces: dict[str, str], today: date) -> Days:
    first, last = _FEW_DAYS.get(pieces["fd"][:2], _A_FEW_DAYS)
    return Days(today + timedelta(first), today + timedelta(last))


def _safe_date(year: int, month: int, day: int) -> date | Wrong:
    if not 1 <= month <= 12:
        return Wrong("month")
    try:
        return date(year, month, day)
    except ValueError:
        return Wrong("day")


def _of_year(month: int, day: int, today: date) -> Days | Wrong:
    gone = (month, day) < (today.month, today.day)
    found = _safe_date(today.year + gone, month, day)
    return found if isinstance(found, Wrong) else one(found)


def _dated(year: int, month: int, day: int, today: date) -> Days | Wrong:
    """A date whose year was said: it may be over."""
    found = _safe_date(year, month, day)
    if isinstance(found, Wrong):
        return found
    nearest = _of_year(month, day, today)
    return _ahead(found, today, found if isinstance(nearest, Wrong) else nearest.first)


def _iso(pieces: dict[str, str], today: date) -> Days | Wrong:
    return _dated(int(pieces["iso_y"]), int(pieces["iso_m"]), int(pieces["iso_d"]), today)


def _month_day(pieces: dict[str, str], today: date) -> Days | Wrong | None:
    month, day = number(pieces["md_m"]), number(pieces["md_d"])
    if month is None or day is None:
        return None
    if "md_y" in pieces:
        return _dated(today.year + _YEARS[pieces["md_y"]], month, day, today)
    return _of_year(month, day, today)


def _slash(pieces: dict[str, str], today: date) -> Days | Wrong:
    return _of_year(int(pieces["sl_m"]), int(pieces["sl_d"]), today)


def _months_on(today: date, months: int) -> date:
    """The first day of the month that lies so many months ahead."""
    count = today.year * 12 + today.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _day_number(pieces: dict[str, str], today: date) -> Days | None:
    day = number(pieces["dn"])
    if day is None or not 1 <= day <= 31:
        return None
    for months in range(3):
        first = _months_on(today, months)
        if day <= _month_end(first).day and first.replace(day=day) >= today:
            return one(first.replace(day=day))
    return None


def _month_word(pieces: dict[str, str], today: date) -> Days | Wrong | None:
    which, day = pieces["mw"], number(pieces["mw_d"])
    if day is None:
        return None
    months = _WEEKS[which[0]] * (2 if which.startswith("下下") else 1)
    first = _months_on(today, months)
    found = _safe_date(first.year, first.month, day)
    if isinstance(found, Wrong):
        return found
    coming = _day_number({"dn": str(day)}, today)
    return _ahead(found, today, coming.first if coming else today)


def _month(pieces: dict[str, str], today: date) -> Days:
    part = pieces.get("mo_p") or pieces.get("mo_e", "月")[1:]
    months = 1 if pieces.get("mo", "").startswith("下") else 0
    if pieces.get("mo_e") == "年底":
        months = 12 - today.month
    if "mo_n" in pieces:
        months = ((number(pieces["mo_n"]) or today.month) - today.month) % 12
    first = _months_on(today, months)
    last = _month_end(first)
    if part == "初":
        last = first + timedelta(6)
    elif part == "中旬":
        first, last = first + timedelta(10), first + timedelta(19)
    elif part == "底":
        first = last - timedelta(5)
    if last < today:
        return _month({"mo": "下个月", "mo_p": part}, today)
    return Days(max(first, today), last)


def _later(pieces: dict[str, str], today: date) -> Days | None:
    """三天后; hours and minutes are the clock's."""
    count, unit = number(pieces["la_n"]), pieces["la_u"][-1]
    if count is None:
        return None
    if unit == "天":
        return one(today + timedelta(count))
    if unit in "周期拜":
        return one(today + timedelta(7 * count))
    if unit == "月":
        first = _months_on(today, count)
        return one(first.replace(day=min(today.day, _month_end(first).day)))
    return None


def _within(pieces: dict[str, str], today: date) -> Days | None:
    count = number(pieces["wi_n"])
    if count is None:
        return None
    days = count if pieces["wi_u"] == "天" else 7 * count
    return Days(today, today + timedelta(days), is_deadline=True)


def _english_day(pieces: dict[str, str], today: date) -> Days:
    week = {"this": "这", "next": "下", "last": "上"}.get(pieces.get("ed_w", "").lower(), "")
    name = "一二三四五六日"[_ENGLISH_DAYS[pieces["ed"].lower()]]
    return _weekday({"wk": week, "wd": name}, today)


def _english_date(pieces: dict[str, str], today: date) -> Days | Wrong:
    month = pieces.get("e_m") or pieces["e_m2"]
    day = pieces.get("e_d") or pieces["e_d2"]
    return _of_year(_ENGLISH_MONTHS[month.lower()], int(day), today)


def _english_word(pieces: dict[str, str], today: date) -> Days:
    word = pieces["ew"].lower()
    if "week" in word and "end" not in word:
        return _week({"we": "下" if word.startswith("next") else "这"}, today)
    if "weekend" in word:
        return _weekend(0 if word.startswith("this") else None, today)
    offset = 2 if word.startswith("day after") else 1 if word == "tomorrow" else 0
    return one(today + timedelta(offset))


_READERS: dict[str, Callable[[dict[str, str], date], Days | Wrong | None]] = {
    "iso": _iso,
    "monthday": _month_day,
    "monthword": _month_word,
    "slash": _slash,
    "later": _later,
    "within": _within,
    "daynum": _day_number,
    "fewdays": _few_days,
    "relative": _relative,
    "weekday": _weekday,
    "week": _week,
    "month": _month,
    **NAMED,
    "en_day": _english_day,
    "en_date": _english_date,
    "en_word": _english_word,
}
