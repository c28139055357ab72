"""How long understanding one message takes, over the sample messages of the tests."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.table import Figure
from bench.talk import STEPS, texts
from handlers.emergency import scan
from handlers.understand.clock import read_time
from handlers.understand.draft import read_draft
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.phone import read_phone
from handlers.understand.place import read_place

SAMPLES = Path(__file__).parent.parent / "tests/handlers/understand/need_messages.jsonl"
PASSES = 5
CHATS = 100


def measure() -> list[Figure]:
    """Figures for the draft and the emergency scan."""
    messages = [json.loads(line) for line in SAMPLES.read_text("utf-8").splitlines() if line]
    rows = json.loads(resources.files("models").joinpath("need_kinds.json").read_text("utf-8"))
    kinds = [KindWords(row["code"], tuple(row["words"])) for row in rows]
    drafts = _times(
        messages, lambda m: read_draft(m["text"], datetime.fromisoformat(m["now"]), kinds)
    )
    scans = _times(messages, lambda m: scan(m["text"]))
    p50, p99 = _share(drafts, 0.5), _share(drafts, 0.99)
    alarm = _share(scans, 0.99)
    return [
        Figure("understanding one message, p50", f"{p50:.2f} ms", "<= 2 ms", p50 <= 2),
        Figure("understanding one message, p99", f"{p99:.2f} ms", "<= 5 ms", p99 <= 5),
        Figure("emergency scan, p99", f"{alarm:.3f} ms", "<= 0.1 ms", alarm <= 0.1),
    ]


def per_update() -> float:
    """What understanding costs in each update of the intake, in ms of CPU, emergency scan and all.

    The desk reads every message once for what it is about; words that answer an open question
    are read for that, too.
    """
    rows = json.loads(resources.files("models").joinpath("need_kinds.json").read_text("utf-8"))
    kinds = tuple(KindWords(row["code"], tuple(row["words"])) for row in rows)
    now = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    def understand(chat_id: int) -> None:
        need, when, place, phone, _confirm, name = said = texts(chat_id)
        for text in said:
            scan(text)
        read_draft(need, now, kinds)
        read_time(when, now)
        read_place(place)
        read_phone(phone)
        read_kind(name, kinds)

    understand(0)
    began = time.process_time()
    for chat_id in range(CHATS):
        understand(chat_id)
    return (time.process_time() - began) * 1000 / CHATS / STEPS


def _times(messages: list[Any], work: Callable[[Any], object]) -> list[float]:
    """The middle of several passes for each message, in ms, sorted; the first pass warms up."""
    found = []
    for message in messages:
        work(message)
        passes = []
        for _n in range(PASSES):
            began = time.perf_counter()
            work(message)
            passes.append((time.perf_counter() - began) * 1000)
        found.append(statistics.median(passes))
    return sorted(found)


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
