"""What is made to go wrong, by plan or by chance, and the list of what did.

Chance is drawn from the seed, the method, the chat and how often that chat was looked at, so one
chat's luck does not depend on when others call.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b


class Wrong(StrEnum):
    """Kinds of mishap."""

    # calls
    TOO_MANY = "429"
    FORBIDDEN = "403"
    BAD = "400"
    BROKEN = "500"
    GATEWAY = "502"
    #: not carried out; no answer until the caller gives up
    HELD = "time-out"
    #: carried out, then the connection is closed instead of an answer
    LOST = "lost answer"
    #: read, not carried out, closed
    DROPPED = "dropped"
    #: closed before the call's body is read
    UNREAD = "dropped unread"  # whatever the chat, which nobody knows yet
    #: carried out at once, answered late
    SLOW = "slow"
    # getUpdates alone
    #: the batch before comes again, although it was confirmed
    REPEATED = "repeated"
    # updates by webhook
    TWICE = "duplicate"
    TWICE_LATER = "duplicate later"
    #: the chat's next update goes first
    SWAPPED = "reorder"
    #: the desk's 2xx is not heard: what it says is not carried out, and it is posted again
    UNHEARD = "answer unheard"
    DELAYED = "delayed"


#: how long what is slow or delayed takes where nothing else is said, in seconds
MOMENT = 0.05

#: mishaps after which the caller of a send cannot know whether it was carried out
DOUBTFUL = frozenset({Wrong.HELD, Wrong.LOST, Wrong.DROPPED, Wrong.UNREAD})
OF_UPDATES = frozenset(
    {Wrong.TWICE, Wrong.TWICE_LATER, Wrong.SWAPPED, Wrong.UNHEARD, Wrong.DELAYED}
)
OF_CALLS = frozenset(Wrong) - OF_UPDATES - {Wrong.REPEATED, Wrong.UNREAD}
#: the method name of a file's download, for faults
DOWNLOAD = "download"


@dataclass(slots=True)
class Fault:
    """One mishap, and when it strikes."""

    kind: Wrong
    #: "" is every send, edit and answer; "*" every call; updates and downloads have names too
    method: str = ""
    chat: int = 0
    #: strikes at the n-th that fits, from 1; 0 is any
    nth: int = 0
    share: float = 1.0
    #: how often at most; 0 without end; -1 is once for a sure one, without end for a share
    times: int = -1
    retry_after: int = 1
    #: for 429: the whole bot is to wait, not the chat alone
    whole_bot: bool = False
    #: how long something is slow or delayed, or held where that is to end by itself
    seconds: float = 0
    #: the words of a 400 or 403
    description: str = ""
    fitted: int = 0
    struck: int = 0
    _looks: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def _most(self) -> int:
        if self.times >= 0:
            return self.times
        return 1 if self.share >= 1 else 0

    def strikes(self, seed: str, method: str, chat: int) -> bool:
        """Count one that fits, and say whether it is hit."""
        if self._most and self.struck >= self._most:
            return False
        self.fitted += 1
        if self.nth and self.fitted != self.nth:
            return False
        if self.share < 1 and not self._unlucky(seed, method, chat):
            return False
        self.struck += 1
        return True

    def _unlucky(self, seed: str, method: str, chat: int) -> bool:
        self._looks[method, chat] += 1
        drawn = f"{seed}/{self.kind}/{method}/{chat}/{self._looks[method, chat]}"
        number = int.from_bytes(blake2b(drawn.encode(), digest_size=8).digest())
        return number < self.share * 2**64


@dataclass(frozen=True, slots=True)
class Injected:
    """One mishap that happened. `carried_out` says whether the call took effect all the same."""

    kind: Wrong
    method: str
    chat: int
    at: float
    carried_out: bool


class Faults:
    """The mishaps of one stand-in."""

    def __init__(self, seed: int = 0) -> None:
        """Nothing goes wrong yet."""
        self.seed = seed
        self.planned: list[Fault] = []
        self.injected: list[Injected] = []

    def add(self, kind: Wrong | str, **more: object) -> Fault:
        """Plan one mishap, with the fields of Fault; returns it, so that a test can count it."""
        planned = Fault(Wrong(kind), **more)  # type: ignore[arg-type]
        self.planned.append(planned)
        return planned

    def clear(self) -> None:
        """Nothing goes wrong from now on; what was injected stays listed."""
        self.planned.clear()

    def strike(
        self, method: str, chat: int, among: frozenset[Wrong] = OF_CALLS, *, paced: bool = False
    ) -> Fault | None:
        """The first mishap that hits; `paced` says that it is a send, an edit or an answer."""
        for number, each in enumerate(self.planned):
            if each.kind not in among or (each.chat and each.chat != chat):
                continue
            fits = each.method in {"*", method} or (not each.method and paced)
            if fits and each.strikes(f"{self.seed}/{number}", method, chat):
                return each
        return None

    def note(self, fault: Fault, method: str, chat: int, at: float, carried_out: bool) -> None:
        """It happened."""
        self.injected.append(Injected(fault.kind, method, chat, at, carried_out))

    @property
    def doubtful(self) -> list[Injected]:
        """Calls of which the caller cannot know whether they were carried out."""
        return [each for each in self.injected if each.kind in DOUBTFUL]

    def count(self, *kinds: Wrong | str) -> int:
        """How many of these kinds happened; of any kind when none is named."""
        wanted = {Wrong(each) for each in kinds} or set(Wrong)
        return sum(each.kind in wanted for each in self.injected)
