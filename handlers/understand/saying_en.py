"""How a span of time is said in English: Tue 24 Nov, 9 to 11 am.

Written for English readers, not translated: the day first, no leading zeros, noon is noon.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from handlers.understand.span import TimeSpan

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = ("today", "tomorrow")
_MIDNIGHT, _NOON, _END_OF_DAY = time(0), time(12), time(23, 59)
_DayForm = Callable[[date, datetime], str]


def say_span_en(span: TimeSpan, now: datetime) -> str:
    """The card form; the year is added when it is another one."""
    return _say(span, now, _card_day)


def say_day_en(span: TimeSpan, now: datetime) -> str:
    """The talk form: tomorrow (Tue 24 Nov), 9 to 11 am."""
    return _say(span, now, _talk_day)


def say_moment_en(moment: datetime, now: datetime) -> str:
    """A moment soon to come: 1 pm today, 10 am tomorrow (Tue 24 Nov), 9 am on Thu 26 Nov."""
    distance = (moment.date() - now.date()).days
    day = _talk_day(moment.date(), now)
    if distance == 0:
        return f"{say_clock_en(moment.time())} today"
    return f"{say_clock_en(moment.time())} {'' if distance == 1 else 'on '}{day}"


def say_clock_en(moment: time) -> str:
    """2 pm, 9:30 am, noon."""
    if moment in (_NOON, _MIDNIGHT):
        return "noon" if moment == _NOON else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'pm' if moment.hour >= 12 else 'am'}"


def _say(span: TimeSpan, now: datetime, day_form: _DayForm) -> str:
    if span.bound == "before" and span.end:
        return _say_before(span.end, now, day_form)
    day = day_form(span.start.date(), now)
    if span.bound == "after":
        is_day = span.start.time() == _MIDNIGHT or span.start == now
        return f"{day} or later" if is_day else f"{day}, after {say_clock_en(span.start.time())}"
    if span.end is None:
        return f"{day}, {say_clock_en(span.start.time())}"
    is_midnight = span.end.time() == _MIDNIGHT and span.end > span.start
    last = (span.end - timedelta(1) if is_midnight else span.end).date()
    if last != span.start.date():
        return _say_days(span, f"{day} to {day_form(last, now)}")
    if span.end.time() == _END_OF_DAY and not span.part:
        return day
    return f"{day}, {_hours(span.start.time(), span.end.time())}"


def _say_before(end: datetime, now: datetime, day_form: _DayForm) -> str:
    day = day_form(end.date(), now)
    if end.time() == _END_OF_DAY:
        return f"by {day}"
    return f"before {day}" + ("" if end.time() == _MIDNIGHT else f", {say_clock_en(end.time())}")


def _say_days(span: TimeSpan, days: str) -> str:
    if span.end is None or span.end.time() in (_END_OF_DAY, _MIDNIGHT):
        return days
    if span.part:
        return f"{days}, {_hours(span.start.time(), span.end.time())}"
    return f"{days}, before {say_clock_en(span.end.time())}"


def _hours(start: time, end: time) -> str:
    first, last = say_clock_en(start), say_clock_en(end)
    half = first[-3:]
    if half in (" am", " pm") and last.endswith(half):
        first = first.removesuffix(half)
    return f"{first} to {last}"


def _card_day(day: date, now: datetime) -> str:
    year = "" if day.year == now.year else f" {day.year}"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def _talk_day(day: date, now: datetime) -> str:
    distance = (day - now.date()).days
    if 0 <= distance < len(_NEAR):
        return f"{_NEAR[distance]} ({_card_day(day, now)})"
    return _card_day(day, now)
