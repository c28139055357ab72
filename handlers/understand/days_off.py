"""Days off by decree, as the State Council's notice or a coordinator writes them.

2月15日（周日）至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。Dates are gathered
until a word says whether they are off or worked.
"""

import re
from datetime import date, timedelta

from handlers.understand.normal import fold

_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_TOKEN = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)(?P<day>\d{1,2})[日号]?"
    r"(?:\s*(?:至|到|-|~|—)\s*(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})[日号]?)?"
    r"|(?P<y>20\d\d)年|(?P<rest>放假|调休|休息|休)|(?P<work>上班|补班|班)"
)
#: the notice on next year comes from this month on
NOTICE_FROM = 10
#: no holiday is longer; a longer span was misread
LONGEST_DAYS = 16


def read_days_off(text: str, today: date) -> list[tuple[date, str]]:
    """(day, "rest" or "work") in the order written; the year to come where none is named.

    Raises ValueError for a date that no calendar has, or a span longer than any holiday.
    """
    found: dict[date, str] = {}
    waiting: list[date] = []
    year = 0
    for match in _TOKEN.finditer(_ASIDE.sub("", fold(text))):
        if match["y"]:
            year = int(match["y"])
        elif match["month"]:
            year = int(match["year"] or year)
            waiting += _span(match, year or _meant(int(match["month"]), today))
        elif waiting:
            kind = "rest" if match["rest"] else "work"
            found.update(dict.fromkeys(waiting, kind))
            waiting = []
    return list(found.items())


def _meant(month: int, today: date) -> int:
    """From October on it is next year's notice, but for the months that still lie ahead."""
    return today.year + (today.month >= NOTICE_FROM and month < today.month)


def _span(match: re.Match[str], year: int) -> list[date]:
    first = date(year, int(match["month"]), int(match["day"]))
    if not match["last_day"]:
        return [first]
    last = date(year, int(match["last_month"] or match["month"]), int(match["last_day"]))
    if last < first:  # over the end of the year
        last = last.replace(year=year + 1)
    long = (last - first).days + 1
    if long > LONGEST_DAYS:
        raise ValueError(f"{long} days off in a row")
    return [first + timedelta(days=n) for n in range(long)]
