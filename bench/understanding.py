"""How well messages are understood: each field against what people wrote down beforehand.

A message is a line of JSON with id, now, text and what should be understood from it; what is left
out is null. Only `held_out.jsonl` and `emergencies_held_out.jsonl` were never tuned on.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.emergency import hear, perhaps
from handlers.understand.kind import seeded_kinds
from handlers.understand.line import line_of

SETS = Path(__file__).parent.parent / "tests" / "understand"
TUNED = ("samples", "tuning")
UNSEEN = ("held_out",)
#: what may become an order without asking once more
NEEDS = ("need", "emergency")

Message = dict[str, Any]


@dataclass
class Score:
    """Right and wrong of one field, and the messages that were wrong."""

    name: str
    bar: float
    #: whether the bar is the most that may go wrong
    is_most: bool = False
    hits: float = 0
    of: float = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, is_hit: bool, message: Message, note: object = "") -> None:
        """One more message; a field of which less is better counts what went wrong."""
        self.of += 1
        self.hits += is_hit
        if is_hit == self.is_most:
            self.wrong.append(f"{message['id']} {message['text'][:60]} :: {note}")

    @property
    def share(self) -> float:
        """0 to 1; nothing to count is perfect."""
        return self.hits / self.of if self.of else float(not self.is_most)

    @property
    def is_met(self) -> bool:
        """Whether the bar is reached."""
        return self.share <= self.bar if self.is_most else self.share >= self.bar


def messages_of(names: Iterable[str]) -> list[Message]:
    """The messages of these sets."""
    return [
        json.loads(line)
        for name in names
        for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
        if line
    ]


def judge(messages: list[Message]) -> dict[str, Score]:
    """Every field over these messages."""
    kinds = seeded_kinds()
    scores = {
        "orders": Score("order from a non-need", 0.05, is_most=True),
        "intent": Score("intent", 0.92),
        "kind": Score("kind of help", 0.85),
        "day": Score("right day", 0.90),
        "minute": Score("right minute", 0.80),
        "confident": Score("wrong but confident time", 0.01, is_most=True),
        "address": Score("address parts, F1", 0.90),
        "people": Score("people", 0.90),
        "phone": Score("phone", 1.0),
        "rrule": Score("recurrence", 0.80),
        "urgency": Score("urgency", 0.70),
    }
    for message in messages:
        _judge(message, line_of(message["id"], message["text"], message["now"], kinds), scores)
    return scores


def _judge(gold: Message, line: Message, scores: dict[str, Score]) -> None:
    if gold["intent"] not in NEEDS:
        scores["orders"].count(line["order_created"], gold, line["intent"])
    note = f"{gold['intent']} <> {line['intent']}"
    scores["intent"].count(line["intent"] == gold["intent"], gold, note)
    kind = gold.get("need_type")
    if kind:
        scores["kind"].count(line["need_type"] == kind, gold, f"{kind} <> {line['need_type']}")
        scores["urgency"].count(line["urgency"] == gold.get("urgency"), gold, line["urgency"])
    _judge_time(gold, line, scores)
    _judge_address(gold.get("address", {}), line, gold, scores["address"])
    for name, key in (("people", "people_needed"), ("phone", "phone"), ("rrule", "rrule")):
        if gold.get(key) or line[key]:
            scores[name].count(line[key] == gold.get(key), gold, f"{gold.get(key)} <> {line[key]}")


def _judge_time(gold: Message, line: Message, scores: dict[str, Score]) -> None:
    wanted, found = [(of.get("start"), of.get("end")) for of in (gold, line)]
    note = f"{wanted} <> {found} ({line['time_expr']})"
    days = [[each and each[:10] for each in pair] for pair in (wanted, found)]
    is_named = bool(wanted[0]) and gold["intent"] in ("need", "offer", "query")
    if is_named:
        scores["day"].count(days[0] == days[1], gold, note)
        scores["minute"].count(wanted == found, gold, note)
    is_wrong = bool(found[0]) and days[0][0] != days[1][0]
    scores["confident"].count(is_wrong, gold, note)


def _judge_address(wanted: Message, line: Message, gold: Message, score: Score) -> None:
    found = {part: words for part, words in line["address"].items() if words}
    right = sum(found.get(part) == words for part, words in wanted.items())
    score.hits += 2 * right
    score.of += len(wanted) + len(found)
    if wanted != found:
        score.wrong.append(f"{gold['id']} {gold['text'][:60]} :: {wanted} <> {found}")


def judge_emergencies(messages: list[Message]) -> dict[str, Score]:
    """Whether danger is heard, and daily life left alone."""
    recall = Score("emergency heard", 0.97)
    alarms = Score("false alarm", 0.05, is_most=True)
    classes = Score("class of emergency", 0.85)
    for message in messages:
        found = hear(message["text"]) or perhaps(message["text"])
        wanted = message.get("emergency_class")
        kind = found.code if found else None
        if wanted:
            recall.count(kind is not None, message, wanted)
            classes.count(kind == wanted, message, f"{wanted} <> {kind}")
        else:
            alarms.count(kind is not None, message, kind)
    return {"recall": recall, "alarms": alarms, "classes": classes}
