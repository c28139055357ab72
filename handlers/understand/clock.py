"""When help is wanted: a resident's words and the moment of saying become a span of time.

Future first: nothing read here lies before it was said. What was said of a day or an hour that is
over comes back as Past, with the nearest coming one to be asked about.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from handlers.understand.day import Days, one
from handlers.understand.hours import (
    END_OF_DAY,
    MIDNIGHT,
    NOT_LATE,
    PARTS,
    is_open,
    minutes_of,
    until_of,
)
from handlers.understand.normal import plain
from handlers.understand.phrase import Phrase, phrases_of
from handlers.understand.saying import say_day, say_span
from handlers.understand.saying_en import say_day_en, say_span_en
from handlers.understand.span import (
    Found,
    Impossible,
    Nothing,
    Past,
    Precision,
    Reading,
    TimeSpan,
)
from handlers.understand.telling import is_wished
from handlers.understand.time_words import words_of_time

__all__ = [
    "Found",
    "Impossible",
    "Nothing",
    "Past",
    "Reading",
    "TimeSpan",
    "read_time",
    "say_day",
    "say_day_en",
    "say_span",
    "say_span_en",
]

#: A wish for help is a line; longer texts are left to people.
_LONGEST = 1000
#: nobody names more times in one message
_MOST = 40
#: a day that is told but cannot be read; hours beside it are not of the next day
_ADRIFT = re.compile(
    "[节假](?:后|期)的?第?[一二]?天|开春|[暑寒]假(?:里|期间|后)|开学后|等.{1,6}回来"
    "|那几天|到时候|除了.{1,8}以外"
)
#: an answer to 什么时候 is shorter; in a message what is told is not meant
_ANSWER = 12
#: hours of no day in particular
_FLEXIBLE = re.compile("工作日|平时|平日|平常")
_ANY_TIME_DAYS = 6
_NOT_TOO_LATE = re.compile(r"(?:别|不要|不能)太[晚黑]|别晚了")
_WORK_DAYS = re.compile(r"(?:工作日|平时|每天|天天)[的,\s]*$")
# What may stand beside a past day when the message is nothing but an answer to 什么时候.
_FILLERS = re.compile(r"[\s,。!?~.吧呢啊呀哦嗯的行可以方便都来好就是在说那]")


@dataclass(frozen=True, slots=True)
class _Minutes:
    """From and to in minutes after midnight; `end` may lie in the next day."""

    start: int
    end: int | None
    can_shift: bool = False


def read_time(text: str, said_at: datetime, day: date | None = None) -> Reading:
    """The time wanted. `day` is one already agreed on, for words that name none (下午)."""
    text = plain(text[:_LONGEST])
    today = said_at.date()
    best: Reading = Nothing()
    best_score = -100
    is_long = len(text) > _ANSWER
    for phrase in phrases_of(text, today)[:_MOST]:
        wished = is_wished(text, phrase.start, phrase.end)
        if is_long and _is_told(phrase, text, today, day, is_wished=wished):
            continue
        if _WORK_DAYS.search(text[: phrase.start]) or _is_idle_past(phrase, text):
            continue
        reading = _reading(phrase, text, said_at, day)
        score = _score(phrase, reading) + wished
        if score > best_score:
            best, best_score = reading, score
    if isinstance(best, Found):
        return _not_too_late(best, text)
    return best if not isinstance(best, Nothing) else _at_once_or_any(text, said_at)


def _is_told(
    phrase: Phrase, text: str, today: date, agreed: date | None, *, is_wished: bool
) -> bool:
    """Whether these words tell what happens to somebody, and no wish is fixed to them."""
    if phrase.days is None:
        of_no_day = _ADRIFT.search(text) or _FLEXIBLE.search(text)
        is_adrift = agreed is None and of_no_day is not None
        return phrase.is_story or not is_wished or is_adrift
    is_today = phrase.days.first == today and phrase.part != "" and not phrase.bound
    return phrase.is_event or (is_today and not is_wished)


def _is_idle_past(phrase: Phrase, text: str) -> bool:
    """昨晚绊倒了人 tells a story; only as an answer of its own is it a slip to ask about."""
    if phrase.days is None or phrase.days.said is None:
        return False
    return len(_FILLERS.sub("", text[: phrase.start] + text[phrase.end :])) > 2


def _score(phrase: Phrase, reading: Reading) -> int:
    if isinstance(reading, Found):
        score = 10 + 2 * bool(phrase.days) + 2 * bool(phrase.clocks) + bool(phrase.part)
        score += 2 * bool(phrase.bound) - 2 * (phrase.form in ("festival", "new_year"))
        return score - 8 * phrase.is_story
    return 2 * isinstance(reading, Past)


def _reading(phrase: Phrase, text: str, now: datetime, day: date | None) -> Reading:
    words, at = text[phrase.start : phrase.end], (phrase.start, phrase.end)
    if phrase.wrong:
        return Impossible(words, phrase.wrong.why, at)
    if phrase.in_minutes is not None:
        start = now + timedelta(minutes=phrase.in_minutes)
        return Found(TimeSpan(start, None, "minute", words), at)
    is_free = phrase.days is None and day is None
    days = phrase.days or one(max(day or now.date(), now.date()))
    span = _span(phrase, days, now, words)
    if days.said is not None:
        nearest = span or _span(phrase, _moved(days, 1), now, words)
        return Past(words, days.said, nearest, at) if nearest else Nothing()
    has_begun = bool(phrase.clocks) and _hours_span(phrase, days, now, words).start < now
    if span is not None and (phrase.bound or not (is_free and has_begun)):
        return Found(span, at, has_day=not is_free)
    later = _span(phrase, _moved(days, 1), now, words)
    if later is None:
        return Nothing()
    return Found(later, at) if is_free else Past(words, days.first, later, at)


def _moved(days: Days, count: int) -> Days:
    return replace(days, first=days.last + timedelta(count), last=days.last + timedelta(count))


def _span(phrase: Phrase, days: Days, now: datetime, words: str) -> TimeSpan | None:
    """The span on these days, cut off at now; None when all of it is over."""
    if phrase.clocks or phrase.part:
        span = _hours_span(phrase, days, now, words)
    else:
        span = _days_span(phrase, days, now, words)
    is_open_ended = span.bound == "after" and span.end is None
    if (span.end or span.start) <= now and not (is_open_ended or span.end == span.start == now):
        return None
    return replace(span, start=max(span.start, now))


def _days_span(phrase: Phrase, days: Days, now: datetime, words: str) -> TimeSpan:
    start, end = _at(days.first, 0, now), _at(days.last, END_OF_DAY, now)
    if phrase.bound == "after":
        begins = _at(days.after, 0, now) if days.after is not None else start
        return TimeSpan(max(begins, now), None, "range", words, bound="after")
    if phrase.bound == "before" or days.is_deadline:
        is_outside = phrase.bound == "before" and (days.first == days.last or days.is_weekend)
        end = _at(days.first, 0, now) if is_outside and days.first > now.date() else end
        return TimeSpan(now, max(end, now), "range", words, bound="before")
    precision: Precision = "day" if days.first == days.last else "range"
    return TimeSpan(start, max(end, now), precision, words)


def _hours_span(phrase: Phrase, days: Days, now: datetime, words: str) -> TimeSpan:
    minutes = _clock_minutes(phrase) if phrase.clocks else _part_minutes(phrase)
    minutes = _shifted(minutes, days, now)
    start = _at(days.first, minutes.start, now)
    end = None if minutes.end is None else _at(days.last, minutes.end, now)
    if phrase.bound == "before":
        return TimeSpan(now, end or start, "range", words, bound="before")
    if phrase.bound == "after":
        return TimeSpan(start, end, "range", words, bound="after")
    if phrase.clocks:
        return TimeSpan(start, end, "minute" if end is None else "range", words)
    part = phrase.part if not phrase.until_part else ""
    is_part = days.first == days.last and part != ""
    return TimeSpan(start, end, "part" if is_part else "range", words, part=part)


def _part_minutes(phrase: Phrase) -> _Minutes:
    start, end = PARTS[phrase.part]
    if phrase.part == "放学后" and not phrase.until_part:
        return _Minutes(0 if phrase.bound == "before" else start, None)
    if phrase.until_part:
        end = max(end, PARTS[phrase.until_part][1])
    if phrase.bound == "before":
        return _Minutes(0, start)
    return _Minutes(start, None if phrase.bound == "after" else end)


def _clock_minutes(phrase: Phrase) -> _Minutes:
    clock, part = phrase.clocks[0]
    start, end = minutes_of(clock, part), until_of(clock, part)
    if len(phrase.clocks) > 1:
        end = minutes_of(*phrase.clocks[1])
    elif phrase.until_part:
        end = PARTS[phrase.until_part][1]
    if end is not None and end <= start:
        end = end + 720 if end + 720 > start else None
    is_evening_hour = phrase.days is not None or clock.hour <= 7
    can_shift = is_open(clock, part) and is_evening_hour and phrase.bound != "after"
    if phrase.bound == "before":
        return _Minutes(start, end or start, can_shift)
    if phrase.bound == "after":
        end = None
    return _Minutes(start, end, can_shift)


def _shifted(minutes: _Minutes, days: Days, now: datetime) -> _Minutes:
    """今天8点, said at ten in the morning, is eight in the evening; 8点 alone is tomorrow's."""
    end = minutes.start if minutes.end is None else minutes.end
    late = end + 720
    is_over = days.first == now.date() and _at(days.first, end, now) <= now
    if not (minutes.can_shift and is_over and late < MIDNIGHT):
        return minutes
    if _at(days.first, late, now) <= now:
        return minutes
    return _Minutes(minutes.start + 720, None if minutes.end is None else late)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    days, rest = divmod(minutes, MIDNIGHT)
    clock = time(rest // 60, rest % 60)
    return datetime.combine(day + timedelta(days), clock, tzinfo=now.tzinfo)


def _not_too_late(found: Found, text: str) -> Found:
    span = found.span
    if span.end is None or span.end.time() != time(23, 59) or not _NOT_TOO_LATE.search(text):
        return found
    end = _at(span.end.date(), NOT_LATE, span.end)
    return replace(found, span=replace(span, end=end)) if end > span.start else found


def _at_once_or_any(text: str, now: datetime) -> Reading:
    """赶紧 is today, from now on; 什么时候都行 is the coming week."""
    for word in words_of_time(text):
        if word.form in ("now", "any"):
            day = now.date() + timedelta(_ANY_TIME_DAYS if word.form == "any" else 0)
            end = max(_at(day, END_OF_DAY, now), now)
            words = text[word.start : word.end]
            form: Literal["now", "any"] = "any" if word.form == "any" else "now"
            return Found(TimeSpan(now, end, "range", words), (word.start, word.end), form)
    return Nothing()
