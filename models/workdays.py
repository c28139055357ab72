"""Days off and days worked: the community's own word, else the decree, else Monday to Friday.

The State Council says each November which days of the next year are off and which weekends are
worked instead; the library knows only the years that were published when it was released.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar import CalendarOverride
from models.errors import Refused
from models.words import N_

REST, WORK = "rest", "work"
#: from this month on the next year should be known
ASKED_FROM_MONTH = 11
#: so many days of a year in the table and it counts as imported: New Year's Day alone is none
ENOUGH_DAYS = 10
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayTold:
    """One day that is off ("rest") or worked ("work"), and by whose word."""

    day: date
    kind: str
    source: str = ""


class Workdays:
    """The calendar of one community; reads the table once."""

    def __init__(self, session: Session, community_id: int) -> None:
        """Everything the table holds: a handful of days a year."""
        rows = select(CalendarOverride.day, CalendarOverride.kind).filter_by(
            community_id=community_id
        )
        self._told = {day: kind for day, kind in session.execute(rows)}  # noqa: C416 - rows, not pairs

    def is_workday(self, day: date) -> bool:
        """Whether people go to work on this local day."""
        told = self._told.get(day)
        if told is not None:
            return told == WORK
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < 5

    def is_holiday(self, day: date) -> bool:
        """Whether this local day is off for more than a weekend: 春节, 国庆, with its Sundays."""
        first, last = day, day
        while not self.is_workday(first):
            first -= timedelta(days=1)
        while not self.is_workday(last):
            last += timedelta(days=1)
        free = (first + timedelta(days=n) for n in range(1, (last - first).days))
        return any(each.weekday() < SATURDAY for each in free)

    def next(self, day: date, *, workday: bool) -> date:
        """This day, or the first after it that is worked, or off."""
        while self.is_workday(day) is not workday:
            day += timedelta(days=1)
        return day

    def knows(self, year: int) -> bool:
        """Whether the decree for this year has been read: from the table or the library."""
        told = sum(day.year == year for day in self._told)
        if told >= ENOUGH_DAYS:
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True


def add_workdays(session: Session, community_id: int, day: date, n: int) -> date:
    """The `n`-th working day after `day`, or before it when `n` is negative."""
    workdays = Workdays(session, community_id)
    step, left = timedelta(days=1 if n > 0 else -1), abs(n)
    while left:
        day += step
        left -= workdays.is_workday(day)
    return day


def is_next_year_missing(session: Session, community_id: int, today: date) -> bool:
    """Whether it is November or later, and next year's days off are not known yet."""
    if today.month < ASKED_FROM_MONTH:
        return False
    return not Workdays(session, community_id).knows(today.year + 1)


def tell_days(session: Session, community_id: int, days: Iterable[DayTold]) -> int:
    """Write days off and days worked down, over what stood there; returns how many."""
    told = 0
    for each in days:
        row = session.scalar(
            select(CalendarOverride).filter_by(community_id=community_id, day=each.day)
        )
        if row is None:
            row = CalendarOverride(community_id=community_id, day=each.day)
            session.add(row)
        row.kind, row.source = each.kind, each.source[:80]
        told += 1
    session.flush()
    return told


def check_year(days: Iterable[DayTold], at: datetime) -> None:
    """Raise Refused for days that cannot be meant: long gone, or years ahead."""
    for each in days:
        if not at.year - 1 <= each.day.year <= at.year + 2:
            raise Refused(
                N_("{year} 年太远了。\n只记今年和明后年的。"), ask="days", year=each.day.year
            )
