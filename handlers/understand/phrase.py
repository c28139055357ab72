"""Words of time that belong together: 11月28日 周六 上午9点到11点 is one phrase.

What stands between two words tells how they belong: nothing much, 到, 或. A bound (前, 以后)
closes a phrase. A later phrase without a day borrows the day of the one before it.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from handlers.understand.day import Days, Wrong
from handlers.understand.days import days_of
from handlers.understand.hours import Clock, clock_of, part_of
from handlers.understand.numerals import number
from handlers.understand.telling import tells_a_story
from handlers.understand.time_words import Word, words_of_time

_Join = Literal["near", "to", "or", "far"]

_TO = re.compile(r"\s*起?(?:到|至|直到|-|~|to|until|till)\s*", re.IGNORECASE)
_OR = re.compile(r"\s*(?:或者?|和|跟|、|还有|及|要么|or|and)\s*", re.IGNORECASE)
_NEAR = re.compile(r"[\s,()的在就那是]{0,3}(?:来|at|on|from|in the|between)?\s*", re.IGNORECASE)
_ABOUT = re.compile(r"\s?(?:左右|前后|上下|来钟|多钟?)")
_BEFORE = re.compile(r"\s?(?:以前|之前|前(?![天儿面边头排门年台些几两后院任夫])|为止|截止)")
_AFTER = re.compile(r"\s?(?:以后|之后|后(?![天日儿面边院门勤排来])|起(?![床来]))")
_BEFORE_WORD = re.compile(r"(?:最晚|最迟|不晚于|\bbefore|\bby)\s*$", re.IGNORECASE)
_AFTER_WORD = re.compile(r"(?:不早于|过了|过完|等过|\bafter)\s*$", re.IGNORECASE)
_WEEKDAYS = ("weekday", "en_day")


@dataclass
class Phrase:
    """One time as said, not yet weighed against the moment of saying."""

    start: int
    end: int
    days: Days | None = None
    form: str = ""
    part: str = ""
    until_part: str = ""
    clocks: list[tuple[Clock, str]] = field(default_factory=list)
    bound: Literal["", "before", "after"] = ""
    wrong: Wrong | None = None
    in_minutes: int | None = None
    #: whether the day was said elsewhere in the message
    is_borrowed: bool = False
    #: whether the words tell what happened, not what is wished for
    is_story: bool = False
    #: whether it is surely the time of something else
    is_event: bool = False

    @property
    def has_content(self) -> bool:
        """Whether anything was understood."""
        return bool(self.days or self.part or self.clocks or self.wrong or self.in_minutes)


def phrases_of(text: str, today: date) -> list[Phrase]:
    """All phrases of time in a text, in order."""
    phrases: list[Phrase] = []
    for phrase in _cut(text, today):
        if not phrase.has_content or _is_a_little(phrase, text):
            continue
        _bind(phrase, text)
        phrase.is_story, phrase.is_event = tells_a_story(text, phrase.start, phrase.end)
        _lean_on(phrases, phrase)
    _lean_back(phrases)
    return phrases


def _lean_back(phrases: list[Phrase]) -> None:
    """上午十点以后，周四或周五: hours said before their day."""
    for before, after in itertools.pairwise(phrases):
        has_hours = bool(before.clocks or before.part) and before.days is None
        is_day = bool(after.days) and not (after.clocks or after.part or after.is_borrowed)
        if has_hours and is_day and after.days and not after.days.said and not after.is_story:
            before.days, before.form = after.days, after.form


def _cut(text: str, today: date) -> Iterator[Phrase]:
    phrase: Phrase | None = None
    for word in words_of_time(text):
        join = "far" if phrase is None else _join(text, phrase.end, word.start)
        if phrase is None or join == "far" or not _add(phrase, word, join, today):
            if phrase is not None:
                yield phrase
            phrase = Phrase(word.start, word.start)
            _add(phrase, word, "near", today)
        phrase.end = word.end
        about = _ABOUT.match(text, phrase.end)
        phrase.end = about.end() if about else phrase.end
    if phrase is not None:
        yield phrase


def _join(text: str, end: int, start: int) -> _Join:
    if _TO.fullmatch(text, end, start):
        return "to"
    if _OR.fullmatch(text, end, start):
        return "or"
    if _BEFORE.match(text, end) or _AFTER.match(text, end):
        return "far"
    return "near" if _NEAR.fullmatch(text, end, start) else "far"


def _add(phrase: Phrase, word: Word, join: _Join, today: date) -> bool:
    """Take the word into the phrase, or say that it does not belong."""
    if phrase.wrong or phrase.in_minutes:
        return False
    days = days_of(word, today)
    if days is None:
        return _add_hours(phrase, word, join)
    if isinstance(days, Wrong):
        if phrase.has_content:
            return False
        phrase.wrong = days
        return True
    if not _add_days(phrase, days, word.form, join):
        return False
    phrase.part = phrase.part or part_of(word)
    return True


def _add_days(phrase: Phrase, days: Days, form: str, join: _Join) -> bool:
    if phrase.days is None:
        if join == "near":
            phrase.days, phrase.form = days, form
        return join == "near"
    if phrase.clocks or phrase.part:
        return form in _WEEKDAYS and join == "near" and phrase.form not in _WEEKDAYS
    if join == "to":
        phrase.days, is_range = _stretched(phrase.days, days, form)
        return is_range
    if join == "or" or (form in _WEEKDAYS and phrase.form in _WEEKDAYS):
        if days.first == phrase.days.last + timedelta(1):
            phrase.days = replace(phrase.days, last=days.last)
        return True
    if form in _WEEKDAYS:
        return True
    if phrase.form in _WEEKDAYS and form in ("daynum", "monthday", "slash", "iso"):
        phrase.days, phrase.form = days, form
        return True
    if form == phrase.form and days.first == phrase.days.last + timedelta(1):
        phrase.days = replace(phrase.days, last=days.last)  # 7号8号, 初一初二
        return True
    return False


def _stretched(days: Days, until: Days, form: str) -> tuple[Days, bool]:
    """周五到周日; a weekday that comes sooner is the one of the week after."""
    last = until.last
    if last < days.first and form in _WEEKDAYS:
        last += timedelta(7)
    if last < days.first:
        return days, False
    return replace(days, last=last), True


def _add_hours(phrase: Phrase, word: Word, join: _Join) -> bool:
    part = part_of(word)
    if part:
        return _add_part(phrase, part, join)
    if word.form == "later":
        return _add_later(phrase, word)
    clock = clock_of(word)
    if isinstance(clock, Wrong):
        phrase.wrong = clock
        return True
    if clock is None:
        return not phrase.has_content
    if not phrase.clocks:
        phrase.clocks.append((clock, phrase.part))
        return True
    if len(phrase.clocks) == 1 and (join == "to" or phrase.until_part):
        phrase.clocks.append((clock, phrase.until_part or phrase.part))
        return True
    return join == "or"


def _add_part(phrase: Phrase, part: str, join: _Join) -> bool:
    if not phrase.part and not phrase.clocks:
        phrase.part = part
        return True
    if join == "to" and phrase.clocks and not phrase.until_part:
        phrase.until_part = part  # 下午1点到下午5点
        return True
    is_pair = join in ("to", "or") or (join == "near" and not phrase.clocks)
    if is_pair and part != phrase.part and not phrase.until_part:
        phrase.until_part = part
        return True
    return False


def _add_later(phrase: Phrase, word: Word) -> bool:
    """半小时后, 两个小时以后."""
    if phrase.has_content:
        return False
    count, unit = word.pieces["la_n"], word.pieces["la_u"]
    size = 1 if unit == "分钟" else 60
    phrase.in_minutes = size // 2 if count == "半" else (number(count) or 0) * size
    return True


def _bind(phrase: Phrase, text: str) -> None:
    before, after = _BEFORE.match(text, phrase.end), _AFTER.match(text, phrase.end)
    if found := before or after:
        phrase.bound = "before" if before else "after"
        phrase.end = found.end()
        return
    ahead = text[max(0, phrase.start - 8) : phrase.start]
    if _BEFORE_WORD.search(ahead):
        phrase.bound = "before"
    elif _AFTER_WORD.search(ahead):
        phrase.bound = "after"


def _is_a_little(phrase: Phrase, text: str) -> bool:
    """快一点, 有一点漏: an amount, unless something else says that it is a time."""
    said = text[phrase.start : phrase.end]
    if said != "一点" or len(text.strip(" ,。!?吧")) == len(said):
        return False
    return not re.match(r"\s?(?:左右|以?之?前|以?之?后|来吧?|到|行|可以)", text[phrase.end :])


def _lean_on(phrases: list[Phrase], phrase: Phrase) -> None:
    """Give a phrase without a day the day said before it, and keep it."""
    last = phrases[-1] if phrases else None
    if last and last.days and phrase.days is None and not phrase.wrong and not last.is_story:
        _borrow(last, last.days, phrase)
        if _closes(last, phrase):
            last.clocks.append(phrase.clocks[0])
            last.end = phrase.end
            return
    phrases.append(phrase)


def _borrow(last: Phrase, days: Days, phrase: Phrase) -> None:
    if days.said or last.bound or phrase.in_minutes or days.first != days.last:
        return
    phrase.days, phrase.is_borrowed = days, True
    if phrase.clocks and not phrase.part:
        phrase.part = last.part
        phrase.clocks = [(clock, part or last.part) for clock, part in phrase.clocks]


def _closes(last: Phrase, phrase: Phrase) -> bool:
    """明天六点半…七点二十前: the deadline closes what the first time opened."""
    return (
        phrase.is_borrowed
        and phrase.bound == "before"
        and len(last.clocks) == len(phrase.clocks) == 1
    )
