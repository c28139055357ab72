"""The examples: what people write, by what they want, by the kind of help, and by danger.

`examples/*.txt` hold one message a line below the [label] it belongs to. The messages that readers
were tuned on (tests/understand/tuning.jsonl and its like) are examples, too; those that judge are
not.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from handlers.understand.kind import is_plain_word
from handlers.understand.meanings import told_meanings
from models.need_kind import seed_rows

HERE = Path(__file__).parent / "examples"
_JUDGED = Path(__file__).parent.parent / "tests" / "understand"
_TUNED = ("samples", "tuning", "emergencies_tuning")
#: labels that say how a message sounds, and nothing of what is wanted
DANGERS = ("fire_119", "medical_120", "police_110", "selfharm_12356")
SOFT = ("selfharm_soft", "welfare_check")
CALM = "calm"
NEED = "need"

Example = tuple[str, str]


def examples() -> list[Example]:
    """Every (label, text): "need:haircut", "offer", "fire_119", "calm" …"""
    return [*_written(), *_tuned()]


def mark() -> str:
    """Changes when an example, a label, a word of a kind or a meaning changes."""
    whole = hashlib.sha256()
    for label, text in [*examples(), *of_kinds([]), *told_meanings()]:
        whole.update(f"{label}\t{text}\n".encode())
    return whole.hexdigest()[:16]


def of_intents(told: list[Example]) -> Iterator[Example]:
    """What each message wants; danger is told apart elsewhere and before."""
    for label, text in told:
        intent = NEED if label.startswith(NEED) or label in SOFT else label
        if intent not in (*DANGERS, CALM):
            yield intent, text


def of_kinds(told: list[Example]) -> Iterator[Example]:
    """Which kind of help; the words by which a kind is known are the shortest examples."""
    for label, text in told:
        if label.startswith(f"{NEED}:"):
            yield label.partition(":")[2], text
        elif label == "report":
            yield "public_hazard", text
    for row in seed_rows():
        for word in filter(is_plain_word, row["words"]):
            yield row["code"], word


def of_danger(told: list[Example]) -> Iterator[Example]:
    """Which danger; everything else is daily life."""
    for label, text in told:
        yield label if label in DANGERS or label in SOFT else CALM, text


def _written() -> Iterator[Example]:
    for path in sorted(HERE.glob("*.txt")):
        label = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("["):
                label = line.strip("[]")
            elif line and not line.startswith("#"):
                yield label, line.strip()


def _tuned() -> Iterator[Example]:
    for name in _TUNED:
        for line in (_JUDGED / f"{name}.jsonl").read_text("utf-8").splitlines():
            message = json.loads(line)
            yield _label(message), message["text"]


def _label(message: dict[str, str]) -> str:
    danger, intent = message.get("emergency_class"), message.get("intent")
    if intent is None or danger in (*DANGERS, "welfare_check"):
        return danger or CALM
    return f"{NEED}:{message.get('need_type') or 'other'}" if intent == NEED else intent
