"""How soon somebody has to act, from U0 (danger) to U3 (no hurry), and why."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.understand.intent import Intent
from handlers.understand.normal import plain

#: domain: today, or early tomorrow, is today's; within three days is soon
_SOON = timedelta(days=3)
_EARLY = 9
_HURRY = re.compile(
    "急急|很急|着急(?!.{0,2}[,。]?不)|十万火急|急用|急需|赶紧|赶快|快点|马上|立刻|立马"
    "|越快越好|尽快|等着(?:用|吃)"
    "|断了.{0,2}天|漏得(?:厉害|满)|往外(?:呲|喷|冒|涌)|爆了|漫出来|泡了|urgent|asap|right away"
)
_NO_HURRY = re.compile("不着急|不急|不忙|有空再|什么时候都|啥时候都|哪天都|no hurry|no rush")
#: somebody for whom waiting is worse than for others
_FRAIL = re.compile(
    "残疾人|轮椅坏|轮椅.{0,4}(?:坏|失灵|断)|助听器|断药|停发|冻得|没饭|吃不上|揭不开锅"
    "|奶粉钱|低保户|没(?:厚)?被子|尿管"
)
_WEIGHTY = frozenset(("psych_support", "hardship_aid"))


@dataclass(frozen=True, slots=True)
class Urgency:
    """The level, and the reason in words for whoever looks into a reading."""

    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What urgency depends on: what is wanted, and when (`starts_at`, `ends_at` local or None)."""

    intent: Intent
    kind: str
    default: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_deadline: bool


def read_urgency(text: str, now: datetime, of: Circumstances) -> Urgency:
    """The level of a message that holds no emergency. `of.default` is that of its kind of help."""
    words = plain(text)
    if of.intent is Intent.REPORT:
        return Urgency("U1", "somebody may get hurt")
    if of.intent is not Intent.NEED:
        return Urgency("U3", "nothing has to be done by a day")
    return _by_time(words, now, of) or _by_words(words, of)


def presses(text: str) -> bool:
    """Whether she says herself that it cannot wait."""
    words = plain(text)
    return _HURRY.search(words) is not None and _NO_HURRY.search(words) is None


def _by_time(words: str, now: datetime, of: Circumstances) -> Urgency | None:
    if of.starts_at is None:
        return None
    latest = of.ends_at if of.is_deadline and of.ends_at is not None else of.starts_at
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    is_early = timedelta(0) < latest - midnight < timedelta(hours=_EARLY)
    if latest < midnight or is_early:
        return Urgency("U1", "wanted today or before tomorrow's day begins")
    if _FRAIL.search(words) or of.kind in _WEIGHTY:
        return Urgency("U2", "waiting is worse for this person")
    if latest - midnight < _SOON:
        return Urgency("U2", "wanted within three days")
    return Urgency("U3", "wanted on a later day")


def _by_words(words: str, of: Circumstances) -> Urgency:
    hurry = _HURRY.search(words)
    if hurry is not None and not _NO_HURRY.search(words):
        return Urgency("U1", f"says {hurry.group()}")
    if _FRAIL.search(words):
        return Urgency("U2", "waiting is worse for this person")
    if _NO_HURRY.search(words):
        return Urgency("U3", "says there is no hurry")
    return Urgency(of.default or "U3", "usual for this kind of help")
