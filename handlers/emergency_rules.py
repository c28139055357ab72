"""Whom to ring in an emergency, and how long the desk waits for its own people.

Set once when the process starts, before anything is heard; in force even without a database.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the country and the place; `lift` is the local lift rescue, "" for none."""

    fire: str = "119"
    medical: str = "120"
    police: str = "110"
    talk: str = "12356"
    lift: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Every number there is, each once."""
        there = (self.fire, self.medical, self.police, self.talk, self.lift)
        return tuple(dict.fromkeys(each for each in there if each))


@dataclass(frozen=True, slots=True)
class Rules:
    """`next_after`: who does not press is followed by the next; `again_after`: all once more."""

    numbers: Numbers = Numbers()
    next_after: timedelta = timedelta(minutes=3)
    again_after: timedelta = timedelta(minutes=10)


class _InForce:
    rules = Rules()


def rules() -> Rules:
    """What is in force in this process."""
    return _InForce.rules


def use(new: Rules) -> None:
    """Let these be in force from now on."""
    _InForce.rules = new
