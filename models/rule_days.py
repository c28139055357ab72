"""On which days a rule of the calendar falls: date, nth weekday, lunar date, week of a year.

A day that is no day of that month (31 April) is left out; -1 is the last. Shifted days stay in
the order of their months, because a shift goes forwards only.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from borax.calendars.lunardate import LCalendars, LunarDate
from dateutil.rrule import MONTHLY, YEARLY, rrule, weekday

from models.activity_rule import ActivityRule
from models.workdays import Workdays

#: a shift leads at most so far, over the longest holiday
FARTHEST_SHIFT = timedelta(days=16)


def days_of(
    rule: ActivityRule, first: date, last: date, workdays: Workdays
) -> list[tuple[date, date]]:
    """(the day the rule stands for, the day it is held) from `first` to `last`, both included.

    Local dates. Exceptions are named by the first of the two, and leave it out or move it.
    """
    found = []
    for day in planned(rule, first - FARTHEST_SHIFT, last):
        held = _held_on(rule, day, workdays)
        if held is not None and first <= held <= last:
            found.append((day, held))
    return found


def planned(rule: ActivityRule, first: date, last: date) -> list[date]:
    """The days the rule itself names, before any shift or exception."""
    if rule.kind == "lunar":
        days = _lunar(rule, first, last)
    elif rule.kind == "week":
        days = _weeks(rule, first, last)
    else:
        days = _gregorian(rule, first, last)
    return sorted(day for day in days if first <= day <= last)


def _gregorian(rule: ActivityRule, first: date, last: date) -> Iterator[date]:
    by: dict[str, Any] = {"bymonth": rule.month} if rule.month else {}
    if rule.kind == "weekday":
        by["byweekday"] = weekday(rule.weekday, rule.nth)
        # with a month named, nth counts within the month
        freq = MONTHLY
    else:
        by["bymonthday"] = rule.day
        freq = YEARLY if rule.month else MONTHLY
    start = date(first.year, 1, 1)
    for each in rrule(freq, dtstart=_noon(start), until=_noon(last), **by):
        yield each.date()


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - calendar days have no zone


def _lunar(rule: ActivityRule, first: date, last: date) -> Iterator[date]:
    """The lunar day in each lunar year (or each month); the last day where -1, or a short month."""
    for year in range(first.year - 1, last.year + 2):
        for month in [rule.month] if rule.month else range(1, 13):
            length = LCalendars.ndays(year, month)
            day = length if rule.day == -1 else rule.day
            if day <= length:
                yield LunarDate(year, month, day).to_solar_date()


def _weeks(rule: ActivityRule, first: date, last: date) -> Iterator[date]:
    """The Monday of the ISO week that holds the date."""
    for year in range(first.year - 1, last.year + 2):
        day = date(year, rule.month or 1, rule.day or 1)
        yield day - timedelta(days=day.weekday())


def _held_on(rule: ActivityRule, day: date, workdays: Workdays) -> date | None:
    iso = day.isoformat()
    if iso in rule.exceptions:
        moved = rule.exceptions[iso]
        return date.fromisoformat(moved) if moved else None
    if rule.shift == "keep":
        return day
    return workdays.next(day, workday=rule.shift == "workday")
