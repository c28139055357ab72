"""The last day of something: 到12月31日, 到2027年6月, 年底."""

import calendar
import re
from datetime import date, datetime

from handlers.understand.clock import read_time
from handlers.understand.normal import fold
from handlers.understand.span import Found

_MONTH = re.compile(r"(?:(?P<year>20\d\d)年|(?P<next>明年))?(?P<month>\d{1,2})月(?:底|份)?")
_YEAR = re.compile(r"(?P<year>20\d\d)年底?")


def read_until(text: str, now: datetime) -> date | None:
    """The day these words name, the last of a month or year that has no day; None for no day."""
    words = fold(text).strip().removeprefix("到").strip()
    today = now.date()
    if match := _MONTH.fullmatch(words):
        return _end_of_month(match, today)
    if match := _YEAR.fullmatch(words):
        return date(int(match["year"]), 12, 31)
    reading = read_time(words, now)
    if not isinstance(reading, Found):
        return None
    return (reading.span.end or reading.span.start).date()


def _end_of_month(match: re.Match[str], today: date) -> date | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    year = int(match["year"]) if match["year"] else today.year + bool(match["next"])
    if not match["year"] and not match["next"] and month < today.month:
        year += 1
    return date(year, month, calendar.monthrange(year, month)[1])
