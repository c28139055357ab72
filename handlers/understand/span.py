"""What a reading of time can be: found, past, impossible, nothing.

`at` is where the words stand in the normalised text, so that no other reader takes them again.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["minute", "part", "day", "range"]
Bound = Literal["", "before", "after"]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When help is wanted, in the community's own time; never before it was said.

    `part` names the part of the day (上午 …) when one was said without a clock time. `bound` tells
    a deadline (before: any time until `end`) or an opening (after: `start` or later).
    """

    start: datetime
    end: datetime | None
    precision: Precision
    words: str
    part: str = ""
    bound: Bound = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A time that lies ahead.

    `form` is "now" for 赶紧 and "any" for 什么时候都行; `has_day` tells whether a day was named.
    """

    span: TimeSpan
    at: tuple[int, int]
    form: Literal["", "now", "any"] = ""
    has_day: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """A time that is over: `said` is its day, `nearest` the coming one to be asked about."""

    words: str
    said: date
    nearest: TimeSpan
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Impossible:
    """A time no calendar or clock has: 25:00, 2月30日."""

    words: str
    why: Literal["hour", "minute", "day", "month"]
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No time was said."""


Reading = Found | Past | Impossible | Nothing
