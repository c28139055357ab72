"""Updates as Telegram sends them and as it never would: seeded chance, so that one comes again.

`updates.jsonl` has one of each kind, all of it invented. In it 1001 is the person, 1700000000 the
moment, 78 the message that was pressed, and WORDS, TOKEN, QUERY and FILE stand for what differs
from one update to the next.
"""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from random import Random
from time import time
from typing import Any

from tests.acceptance.intakes import STEPS
from tests.acceptance.random_posts import ODD, WORDS

PERSON, MOMENT, PRESSED = 1001, 1_700_000_000, 78
_DAY = 86_400
#: the token of a button, and the message it is on
Button = tuple[str, int]
#: a chain of messages that answer each other, deeper than any
_DEEP: Any = 1
for _ in range(300):
    _DEEP = {"reply_to_message": _DEEP}
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, -(2**53), 2**63, 2**64, 10**300, 0.5, -1e-9,
    float("nan"), float("inf"), "", " ", "0", "x", "\x00", "\ud83d", "\udc00\ud800", "1001",
    "private", "group", "member", "/start", "/help@linli_bot", [], [[]], [None] * 50, {}, {"": ""},
    {"id": {"id": 1}}, _DEEP, *ODD,
)  # fmt: skip


def corpus() -> list[dict[str, Any]]:
    """One update of each kind."""
    lines = (Path(__file__).parent / "updates.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


class Chance:
    """Makes the updates of some people."""

    def __init__(self, seed: str, people: Iterable[int], first: int) -> None:
        """`first` is the number of the first update."""
        self.random = Random(seed)  # noqa: S311 - chance that comes again
        self._people, self._number, self._first = list(people), first, first
        self._corpus = corpus()
        self._steps = dict.fromkeys(self._people, 0)
        self._often = [each for each in self._corpus if _is_plain(each)]

    def update(self, buttons: Callable[[int], list[Button]]) -> tuple[Any, bytes]:
        """The next one, and its bytes; `buttons` are those that somebody has now."""
        some, likely = self.random.choice, self.random.random
        person = some(self._people)
        update = self._fitted(self._line(), person, some(buttons(person) or [("0.0", 1)]))
        if likely() < 0.75:
            for _n in range(some((1, 1, 2, 5))):
                self._mutate(update)
        body = json.dumps(update, ensure_ascii=likely() < 0.5).encode(errors="surrogatepass")
        if likely() < 0.03:
            body = self._torn(body)
        return update, body

    # --- an update of now -------------------------------------------------------------------

    def _line(self) -> Any:
        """Mostly what is said, so that chats get somewhere."""
        often = self.random.random() < 0.5
        return self.random.choice(self._often if often else self._corpus)

    def _fitted(self, line: Any, person: int, button: Button) -> Any:
        self._number += 1
        values: dict[Any, Callable[[], Any]] = {
            PERSON: lambda: person,
            str(PERSON): lambda: str(person),
            MOMENT: lambda: int(time()) - self.random.choice((0, 0, 0, 1, 60, _DAY)),
            "WORDS": lambda: self._words(person),
            "TOKEN": lambda: button[0],
            PRESSED: lambda: button[1],
            "QUERY": lambda: str(self._number * 31),
            "FILE": lambda: f"AgACAgUAAx{self.random.randrange(10**6)}",
        }

        def fit(node: Any) -> Any:
            if isinstance(node, dict):
                return {key: fit(value) for key, value in node.items()}
            if isinstance(node, list):
                return [fit(value) for value in node]
            return values[node]() if isinstance(node, int | str) and node in values else node

        update = fit(line)
        update["update_id"] = self._number
        return update

    def _words(self, person: int) -> str:
        """The next step of an order, or anything."""
        some = self.random.choice
        if self.random.random() < 0.5:
            step = self._steps[person]
            self._steps[person] = (step + 1) % len(STEPS)
            return STEPS[step][0]
        return some((some(WORDS), some(WORDS), some(WORDS), some(ODD), some(WORDS) + some(ODD)))

    # --- and what it never was --------------------------------------------------------------

    def _mutate(self, update: Any) -> None:
        """Change one thing, somewhere."""
        places = list(_places(update))
        if not places:
            return
        holder, key = self.random.choice(places)
        how = (self._odd, self._odd, self._drop, self._retype, self._near, self._borrow)
        self.random.choice(how)(holder, key)
        if self.random.random() < 0.05 and isinstance(update, dict):
            update["update_id"] = self.random.randint(self._first, self._number)

    def _odd(self, holder: Any, key: Any) -> None:
        holder[key] = deepcopy(self.random.choice(_VALUES))

    def _drop(self, holder: Any, key: Any) -> None:
        del holder[key]

    def _retype(self, holder: Any, key: Any) -> None:
        value = holder[key]
        others = (str(value)[:9_000], [value], {"id": value}, bool(value), repr(type(value)))
        holder[key] = deepcopy(self.random.choice(others))

    def _near(self, holder: Any, key: Any) -> None:
        """Another number of the same kind: a chat of somebody else, a moment years away."""
        value = holder[key]
        if type(value) is int:
            by = self.random.choice((1, -1, 7, _DAY * 3, -_DAY * 3, _DAY * 4_000))
            holder[key] = self.random.choice((value + by, -value, *self._people))
        elif isinstance(value, str):
            cut = self.random.randrange(len(value) + 1)
            holder[key] = value[:cut] + self.random.choice(ODD) + value[cut:]

    def _borrow(self, holder: Any, key: Any) -> None:
        """What stands elsewhere, there or in another update."""
        places = list(_places(self.random.choice(self._corpus)))
        other, name = self.random.choice(places)
        holder[key if self.random.random() < 0.5 or isinstance(holder, list) else name] = deepcopy(
            other[name]
        )

    def _torn(self, body: bytes) -> bytes:
        cut = self.random.randrange(len(body))
        tears: tuple[Callable[[], bytes], ...] = (
            lambda: body[:cut],
            lambda: body[:cut] + self.random.randbytes(9) + body[cut:],
            lambda: b"\xff\xfe" + body,
            lambda: body * 2,
            lambda: b"[" + body + b"]",
            lambda: body.replace(b"1", b"9" * 5_000, 1),
        )
        return self.random.choice(tears)()


def _is_plain(update: dict[str, Any]) -> bool:
    """A text, a press, a place or a phone in a private chat."""
    message = update.get("message") or update.get("callback_query", {}).get("message") or {}
    kinds = {"text", "contact", "location"} & message.keys()
    return bool(kinds) and message["chat"]["type"] == "private"


def _places(node: Any) -> Iterable[tuple[Any, Any]]:
    """Everything that can be changed: what holds it, and under which name."""
    keys: Iterable[Any] = ()
    if isinstance(node, dict):
        keys = list(node)
    elif isinstance(node, list):
        keys = range(len(node))
    for key in keys:
        yield node, key
        yield from _places(node[key])
