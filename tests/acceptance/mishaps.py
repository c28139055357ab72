"""Mishaps for a story: one kind at everything that is tried, or a mixture by seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.acceptance.stage import IDS
from tests.telegram_api import BotApi, Fault, Wrong
from tests.telegram_api.record import Call

#: seconds after which the desk gives up waiting for an answer, while `impatient`; and a later one
GIVES_UP = 5.0
TOO_LATE = 8.0
#: what may strike a call
CALLS: dict[str, dict[str, Any]] = {
    "told to wait": {"kind": Wrong.TOO_MANY, "retry_after": 3},
    "all told to wait": {"kind": Wrong.TOO_MANY, "retry_after": 3, "whole_bot": True},
    "marks refused": {"kind": Wrong.BAD},
    "500": {"kind": Wrong.BROKEN},
    "502": {"kind": Wrong.GATEWAY},
    "time-out": {"kind": Wrong.HELD},
    "lost answer": {"kind": Wrong.LOST},
    "answered too late": {"kind": Wrong.SLOW, "seconds": TOO_LATE},
    "slow": {"kind": Wrong.SLOW, "seconds": 3.0},
    "dropped": {"kind": Wrong.DROPPED},
    "dropped unread": {"kind": Wrong.UNREAD},
}
#: nobody can know whether these were carried out
DOUBTFUL = {"time-out", "lost answer", "answered too late", "dropped", "dropped unread"}
#: what may happen to an update on its way to the webhook
POSTS = (Wrong.TWICE, Wrong.TWICE_LATER, Wrong.SWAPPED, Wrong.UNHEARD, Wrong.DELAYED)
#: what may strike the asking for updates
POLLS = (
    *(Wrong.TOO_MANY, Wrong.BROKEN, Wrong.GATEWAY, Wrong.HELD),
    *(Wrong.DROPPED, Wrong.LOST, Wrong.REPEATED),
)


@dataclass(slots=True)
class FirstTries(Fault):
    """Strikes the first try of everything: in each chat the first call of a method, the third...

    Where nobody knows the chat yet, now and then one, so that no message is struck twice. Marks
    are refused wherever there are any.
    """

    calls: Sequence[Call] = field(default_factory=list)

    def strikes(self, seed: str, method: str, chat: int) -> bool:
        """Count one that fits, and say whether it is hit."""
        self._looks[method, chat] += 1
        nth = self._looks[method, chat]
        if self.kind is Wrong.BAD:
            return "parse_mode" in self.calls[-1].params
        return nth % (7 if self.kind is Wrong.UNREAD else 2) == 1


def at_every_first_try(api: BotApi, name: str) -> None:
    """Plan one of CALLS for everything that is sent, changed or answered."""
    api.faults.planned.append(FirstTries(**CALLS[name], calls=api.calls))


def mixed(api: BotApi, seed: int) -> None:
    """Plan some of everything; nothing is struck twice by what leaves the desk in doubt."""
    random = Random(seed)  # noqa: S311 - trouble, not secrets
    kinds = [
        each for name, each in CALLS.items() if name not in {"marks refused", "dropped unread"}
    ]
    for chat in IDS.values():
        for nth in _now_and_then(random):
            api.faults.add(**random.choice(kinds), chat=chat, nth=nth)
    for nth in _now_and_then(random):
        api.faults.add(**random.choice(kinds), method="answerCallbackQuery", nth=nth)
    for kind in (*POSTS, *POSTS):
        api.faults.add(kind, nth=random.randrange(1, 20), seconds=random.choice([0.05, 2.0, 8.0]))
    for kind in POLLS:
        api.faults.add(kind, method="getUpdates", nth=random.randrange(1, 25))


def _now_and_then(random: Random) -> Iterator[int]:
    """Which calls of a chat are struck, with others in between."""
    nth = random.randrange(1, 4)
    while nth < 40:
        yield nth
        nth += random.randrange(3, 7)
