"""What is made to go wrong, by plan, and the list of what did."""

from dataclasses import dataclass, field
from enum import StrEnum


class Wrong(StrEnum):
    """Kinds of mishap."""

    # calls, not carried out
    BUSY = "-1"
    DAY = "45009"
    MINUTE = "45011"
    CLOSED = "45015"
    USED_UP = "45047"
    EXPIRED = "42001"
    BAD_TOKEN = "40001"
    NOT_LISTED = "40164"
    NO_TEMPLATE = "40037"
    NOT_ALLOWED = "48001"
    NOBODY = "40003"
    TOO_LONG = "45002"
    OTHER_FIELDS = "47003"
    #: the same of WeCom's
    NOT_TRUSTED = "60020"
    BROKEN = "500"
    #: read, not carried out, closed
    DROPPED = "dropped"
    #: not carried out; no answer until the caller gives up
    HELD = "time-out"
    # calls, carried out
    #: then the connection is closed instead of an answer
    LOST = "lost answer"
    # posts
    #: the same post once more, although it was answered
    TWICE = "duplicate"
    #: the desk's answer is not heard: nothing of it is shown, and it is posted again
    UNHEARD = "answer unheard"


CODES = {each: int(each.value) for each in Wrong if each.value.lstrip("-").isdigit()}
del CODES[Wrong.BROKEN]
#: the caller cannot know whether they were carried out
DOUBTFUL = frozenset({Wrong.DROPPED, Wrong.HELD, Wrong.LOST})
#: struck before anything is carried out
BEFORE = frozenset({*CODES, Wrong.BROKEN, Wrong.DROPPED, Wrong.HELD})
OF_POSTS = frozenset({Wrong.TWICE, Wrong.UNHEARD})


@dataclass(slots=True)
class Fault:
    """One mishap. `every` second try is struck, from the first on; 0: only `times` of them."""

    kind: Wrong
    path: str = "message/custom/send"
    to: str = ""
    times: int = 1
    every: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    struck: int = 0

    def strikes(self, path: str, to: str) -> bool:
        """Count one, and say whether it is hit."""
        if path != self.path or self.to not in ("", to):
            return False
        n = self.seen[to] = self.seen.get(to, 0) + 1
        hit = n % self.every == 1 % self.every if self.every else self.struck < self.times
        self.struck += hit
        return hit


@dataclass(slots=True)
class Faults:
    """The mishaps of one stand-in."""

    planned: list[Fault] = field(default_factory=list)
    injected: list[Wrong] = field(default_factory=list)

    def add(self, kind: Wrong, **more: object) -> Fault:
        """Plan one; posts are asked for by the path `post`."""
        path = {"path": "post"} if kind in OF_POSTS else {}
        planned = Fault(kind, **{**path, **more})  # type: ignore[arg-type]
        self.planned.append(planned)
        return planned

    def strike(self, path: str, to: str) -> Wrong | None:
        """The first mishap that hits."""
        for each in self.planned:
            if each.strikes(path, to):
                self.injected.append(each.kind)
                return each.kind
        return None

    def count(self, *kinds: Wrong) -> int:
        """How many of these kinds happened."""
        return sum(each in kinds for each in self.injected)
