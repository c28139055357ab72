"""How well messages are understood, field by field, and how long understanding one takes."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench import understanding
from bench.table import Figure
from bench.talk import STEPS, texts
from bench.understanding import Score
from handlers.emergency import scan
from handlers.understand.clock import read_time
from handlers.understand.kind import read_kind, seeded_kinds
from handlers.understand.phone import read_phone
from handlers.understand.place import read_place
from handlers.understand.reading import read

PASSES = 5
CHATS = 100


def measure() -> list[Figure]:
    """The table per field for what was tuned on and what was not, then the times."""
    tuned = understanding.messages_of(understanding.TUNED)
    unseen = understanding.messages_of(understanding.UNSEEN)
    figures = [
        *_scores("tuned on", tuned, "emergencies_tuning", must=False),
        *_scores("unseen", unseen, "emergencies_held_out", must=True),
    ]
    return [*figures, *_speed([*tuned, *unseen])]


def _scores(which: str, messages: list[Any], dangers: str, *, must: bool) -> list[Figure]:
    scores = understanding.judge(messages) | understanding.judge_emergencies(
        understanding.messages_of((dangers,))
    )
    return [_figure(which, score, must=must) for score in scores.values()]


def _figure(which: str, score: Score, *, must: bool) -> Figure:
    share = f"{score.share:.1%} of {score.of:g}"
    bar = f"{'<=' if score.is_most else '>='} {score.bar:.0%}"
    return Figure(f"{which}: {score.name}", share, bar, score.is_met, must=must)


def _speed(messages: list[Any]) -> list[Figure]:
    kinds = seeded_kinds()
    drafts = _times(messages, lambda m: read(m["text"], datetime.fromisoformat(m["now"]), kinds))
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
    kinds = seeded_kinds()
    now = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    def understand(chat_id: int) -> None:
        need, when, place, phone, _confirm, name = said = texts(chat_id)
        for text in said:
            scan(text)
        read(need, now, kinds)
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
