"""What somebody wants with a message: help, to help, to know, to report, to complain, to thank.

Cues (asking, thanking, a shared place …) and what the message is like are weighed together by what
thousands of examples taught (likeness.py). The cues found are kept as reasons with their weights,
so that a wrong reading is traced to the words that caused it.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.understand.intent_words import ABOUT_RUNNING, CUES
from handlers.understand.likeness import features, learned
from handlers.understand.normal import plain


class Intent(StrEnum):
    """The words for it that reports and evaluation use."""

    NEED = "need"
    OFFER = "offer"
    QUERY = "query"
    REPORT = "report"
    COMPLAINT = "complaint"
    FEEDBACK = "feedback"
    CHITCHAT = "chitchat"
    EMERGENCY = "emergency"


#: what words about a running order count as when only these eight are told apart
_RUNNING = {
    "cancel": Intent.QUERY,
    "change": Intent.QUERY,
    "where": Intent.QUERY,
    "late": Intent.CHITCHAT,
    "arrived": Intent.CHITCHAT,
    "finished": Intent.FEEDBACK,
}
#: a longer message tells of something new, whatever else it mentions
_LONGEST_ABOUT_RUNNING = 40
#: with equal weight the earlier is meant
_ORDER = (
    Intent.NEED,
    Intent.REPORT,
    Intent.QUERY,
    Intent.OFFER,
    Intent.COMPLAINT,
    Intent.FEEDBACK,
    Intent.CHITCHAT,
)
_ASKING = frozenset(("asks", "can_you", "wants_somebody", "who_can", "come", "english"))


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason: which intent it speaks for, its name, where it stands, and what it weighs."""

    intent: Intent
    name: str
    words: str
    at: tuple[int, int]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class IntentReading:
    """The intent and its reasons. `running` is what is said of an order that runs already:
    "cancel", "change", "where", "late", "arrived", "finished" or ""."""

    intent: Intent
    cues: tuple[Cue, ...] = ()
    running: str = ""
    #: how far the next intent is behind
    lead: float = 0.0

    @property
    def asks(self) -> bool:
        """Whether help is asked for in words, not only told to be lacking."""
        return any(cue.intent is Intent.NEED and cue.name in _ASKING for cue in self.cues)


def read_intent(text: str) -> IntentReading:
    """The likeliest intent, with the cues that were found and what each weighs."""
    words = plain(text)
    found = _found(words)
    scores = learned("intent").scores(_weighed(words, found))
    has_words = any(map(str.isalpha, words))
    best = max(_ORDER, key=scores.__getitem__) if has_words else Intent.CHITCHAT
    behind = max(score for intent, score in scores.items() if intent != best)
    running = next((cue.name for cue in found if cue.name in _RUNNING), "")
    about = running if running and _RUNNING[running] is best else ""
    return IntentReading(best, tuple(map(_with_weight, found)), about, scores[best] - behind)


def seen(words: str) -> frozenset[str]:
    """What is weighed of plain words: their characters and pairs, and the cues in them."""
    return _weighed(words, _found(words))


def _weighed(words: str, found: list[Cue]) -> frozenset[str]:
    return features(words) | {_feature(cue) for cue in found}


def _feature(cue: Cue) -> str:
    return f"#{cue.intent}.{cue.name}"


def _with_weight(cue: Cue) -> Cue:
    return replace(cue, weight=learned("intent").weight(_feature(cue), cue.intent))


def _found(words: str) -> list[Cue]:
    """The cues in plain words, and at most one of what already runs."""
    cues = [(Intent(intent), name, pattern) for intent, name, pattern in CUES]
    found = [cue for each in cues if (cue := _cue(words, *each))]
    if len(words) > _LONGEST_ABOUT_RUNNING:
        return found
    about = (_cue(words, _RUNNING[name], name, pattern) for name, pattern in ABOUT_RUNNING)
    running = next(filter(None, about), None)
    return found if running is None else [*found, running]


def _cue(words: str, intent: Intent, name: str, pattern: re.Pattern[str]) -> Cue | None:
    match = pattern.search(words)
    return None if match is None else Cue(intent, name, match.group()[:20], match.span())
