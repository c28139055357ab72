"""What somebody wants with a message: help, to help, to know, to report, to complain, to thank.

Every cue found adds its weight to one intent, and so does what the message is like (likeness.py);
the heaviest intent is meant. The cues found are kept as reasons, so that a wrong reading is traced
to the words that caused it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handlers.understand.intent_words import ABOUT_RUNNING, CUES
from handlers.understand.likeness import Likeness, features, learned
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
#: what such words weigh: much, and a plain request weighs more
_OF_RUNNING = 6.5
#: a kind of help that is named without a word of asking is still a wish for it
_KIND_NAMED = 2.0
_HAZARD = "public_hazard"
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
_LEAST = 1.5
#: found by trying on messages of a hand that nothing was learned from
_OF_LIKENESS = 2.5
_ASKING = frozenset(("asks", "can_you", "wants_somebody", "who_can", "come", "english"))
_ONLY_QUESTIONS = frozenset(("asks_what", "yes_or_no", "question", "how_or_where"))


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason: which intent it speaks for, its name and weight, and where it stands."""

    intent: Intent
    name: str
    weight: float
    words: str
    at: tuple[int, int]


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
    """The likeliest intent, with the cues that were found."""
    words = plain(text)
    running = _about_running(words)
    cues = [*_cues(words), *((running[1],) if running else ())]
    scores = _examples().scores(seen(words))
    best = max(_ORDER, key=scores.__getitem__)
    behind = max(score for intent, score in scores.items() if intent != best)
    about = running[0] if running is not None and running[1].intent is best else ""
    return IntentReading(best, tuple(cues), about, lead=scores[best] - behind)


def seen(text: str) -> frozenset[str]:
    """What is weighed: the characters and pairs of plain words, and the cues in them."""
    running = _about_running(text)
    cues = [*_cues(text), *((running[1],) if running else ())]
    return features(text) | {f"#{cue.intent}.{cue.name}" for cue in cues}


def _cues(words: str) -> list[Cue]:
    found = []
    for intent, name, weight, pattern in CUES:
        match = pattern.search(words)
        if match is not None:
            found.append(Cue(Intent(intent), name, weight, match.group()[:20], match.span()))
    return found


def _about_running(words: str) -> tuple[str, Cue] | None:
    if len(words) > _LONGEST_ABOUT_RUNNING:
        return None
    for name, pattern in ABOUT_RUNNING:
        match = pattern.search(words)
        if match is not None:
            weight = _OF_RUNNING
            return name, Cue(_RUNNING[name], name, weight, match.group()[:20], match.span())
    return None


@lru_cache(maxsize=1)
def _examples() -> Likeness:
    return learned("intent")
