"""Reads how long something took: 1小时25分, 一个半小时, 90分钟, 没去."""

import re

from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.understand.normal import normalise
from handlers.understand.numerals import NUMERAL, number
from models.errors import Invalid
from models.words import N_

_N = rf"[{NUMERAL}]+"
_HOURS = re.compile(
    rf"(?P<hours>{_N}(?:\.5)?)?\s*(?:个)?(?P<half>半)?\s*(?:个)?\s*(?:小时|钟头|hours?|hrs?|h)"
    rf"(?P<after>半)?"
)
_MINUTES = re.compile(rf"(?P<minutes>{_N})\s*(?:分钟?|minutes?|mins?|min|m)(?![a-z])")
_QUARTER = re.compile(rf"(?P<quarters>{_N})\s*刻钟?")
LONGEST = 24 * 60


def read_length(text: str) -> int | None:
    """Whole minutes, or None when no length is named."""
    words = normalise(text).lower()
    total, found = 0, False
    hours = _HOURS.search(words)
    if hours is not None and (hours["hours"] or hours["half"]):
        total += _hours(hours)
        words, found = words[hours.end() :], True
        rest = re.match(rf"\s*(?:零|and)?\s*({_N})\s*(?:分|$)", words)
        if rest is not None:
            return total + (number(rest[1]) or 0)
    for pattern, unit in ((_MINUTES, 1), (_QUARTER, 15)):
        match = pattern.search(words)
        value = number(match[1]) if match is not None else None
        if value is not None:
            total, found = total + value * unit, True
    return total if found else None


def _hours(match: re.Match[str]) -> int:
    said = match["hours"] or ""
    half = 30 if match["half"] or match["after"] or said.endswith(".5") else 0
    return (number(said.removesuffix(".5")) or 0) * 60 + half


class Length(Offering[int]):
    """How long it took, in whole minutes; the keys of likely lengths are minutes."""

    def chosen(self, key: str) -> int:
        """Minutes."""
        return int(key)

    def read_words(self, answer: Answer) -> int:
        """Minutes. Raises Invalid for a bare number and for more than a day."""
        minutes = read_length(answer.text)
        if minutes is None:
            raise Invalid(N_("多久没看懂。\n像“1小时25分”“45分钟”这样写。"))
        if minutes > LONGEST:
            raise Invalid(N_("一次不超过 24 小时，\n像“1小时25分”这样写。"))
        return minutes
