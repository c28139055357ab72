"""What the doctor found: one line in plain words, and for what is broken where to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """ok; look: works, and somebody should know; broken: does not work before it is mended."""

    OK = "ok"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `do` says what to do, and names the setting or the command."""

    level: Level
    #: what was looked at, in a word or two
    what: str
    #: how it is
    how: str
    do: str = ""

    def __str__(self) -> str:
        """The line to print."""
        told = f"{self.level.value:<6}  {self.what}: {self.how}"
        return " ".join(_ended(each) for each in (told, self.do) if each)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."


def ok(what: str, how: str) -> Finding:
    """It works."""
    return Finding(Level.OK, what, how)


def look(what: str, how: str, do: str = "") -> Finding:
    """It works, but look at it."""
    return Finding(Level.LOOK, what, how, do)


def broken(what: str, how: str, do: str) -> Finding:
    """It does not work."""
    return Finding(Level.BROKEN, what, how, do)
