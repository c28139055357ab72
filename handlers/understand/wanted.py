"""When help is wanted, as the conventions of evaluation have it: `start` and `end` or neither.

`clock.py` reads the words; here a wish without a day of its own (工作日晚上) stays without one, at
once (赶紧) begins now and has no end, and what comes again begins with its first day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.understand.clock import read_time
from handlers.understand.normal import hide
from handlers.understand.repeat import Repeat, read_repeat
from handlers.understand.span import Found, Nothing, TimeSpan

_DAYS_TRIED = 3
_CLAUSE = re.compile(r"[,。;!?]")
_USUALLY = re.compile("老是|总是|经常|常常|平时|每次|一般")
#: behind hours: when she can be reached, or what goes on then
_FITS = re.compile(r"\s?(?:以?后|之后)?(?:都|才)?(?:方便|有空|可以|还有人|还在|就开始)|多还")
_HOURS = re.compile("[点:早午晚夜]|放学|下班|am|pm")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Local times; `rrule` without its name; `words` are hers."""

    start: datetime | None = None
    end: datetime | None = None
    rrule: str = ""
    words: str = ""
    is_deadline: bool = False


def read_wanted(text: str, now: datetime) -> Wanted:
    """The time wanted in a folded text. Nothing read here lies before `now`."""
    repeat = read_repeat(text)
    if repeat is None:
        return _once(text, now)
    start, end = repeat.at
    rest = text[:start] + " " * (end - start) + text[end:]
    if repeat.is_told:
        return _once(rest, now)
    if repeat.days is None:
        once = _once(rest, now)
        return Wanted(
            once.start, once.end, repeat.rrule, once.words or text[start:end], once.is_deadline
        )
    return _again(repeat, rest, text[start:end], now)


def _once(text: str, now: datetime) -> Wanted:
    reading = read_time(text, now)
    if not isinstance(reading, Found) or reading.form == "any":
        return Wanted()
    span = reading.span
    if not reading.has_day and _is_habit(span, text, reading.at):
        return Wanted()
    end = None if reading.form == "now" else span.end
    return Wanted(span.start, end, "", span.words, span.bound == "before")


def _is_habit(span: TimeSpan, text: str, at: tuple[int, int]) -> bool:
    """Hours of no day: 晚上, 晚上八点后方便, 老是写到十点 tell of every day as often as of one."""
    if span.part and span.precision == "part" and not span.bound:
        return True
    clause = _CLAUSE.split(text[: at[0]])[-1]
    return bool(_USUALLY.search(clause) or _FITS.match(text, at[1]))


def _again(repeat: Repeat, rest: str, words: str, now: datetime) -> Wanted:
    """The first day of a rule, with the hours said beside it."""
    if repeat.days is None:
        return Wanted()
    named = read_time(rest, now)
    begins = now.date()
    if isinstance(named, Found) and named.has_day:
        span = named.span
        if _is_beginning(span):
            return _again(repeat, hide(rest, named.at, " "), words, span.start)
        if span.bound == "before" or span.end is None or span.end.date() != span.start.date():
            return Wanted(span.start, span.end, repeat.rrule, span.words, span.bound == "before")
        begins = max(begins, span.start.date())
    for day in _first_days(repeat, begins):
        at = read_time(rest, now, day)
        if isinstance(at, Nothing) or (isinstance(at, Found) and at.form):
            if "DAILY" in repeat.rrule and begins == now.date():
                return Wanted(rrule=repeat.rrule, words=words)
            if day > now.date():
                whole = [
                    datetime.combine(day, each, now.tzinfo) for each in (time(0), time(23, 59))
                ]
                return Wanted(whole[0], whole[1], repeat.rrule, words)
        elif isinstance(at, Found) and at.span.start.date() == day and at.span.start > now:
            return Wanted(at.span.start, at.span.end, repeat.rrule, words)
    return Wanted(rrule=repeat.rrule, words=words)


def _is_beginning(span: TimeSpan) -> bool:
    """从下周一起, 从今天起: a day from which something goes on, without hours of its own."""
    return span.bound == "after" and span.end is None and not _HOURS.search(span.words)


def _first_days(repeat: Repeat, begins: date) -> list[date]:
    days = repeat.days(begins) if repeat.days else iter(())
    return [day for day, _n in zip(days, range(_DAYS_TRIED), strict=False)]
