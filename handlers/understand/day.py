"""The days that words of time can mean."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Days:
    """The days meant; `said` is set when the words named a day that is over."""

    first: date
    last: date
    said: date | None = None
    is_deadline: bool = False
    is_weekend: bool = False
    #: the first day after a festival of several days
    after: date | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """No calendar or clock has this."""

    why: Literal["hour", "minute", "day", "month"]


def one(day: date) -> Days:
    """A single day."""
    return Days(day, day)
