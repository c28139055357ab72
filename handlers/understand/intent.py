"""What somebody wants with a message: help, to help, to know, to report, to complain, to thank.

Every cue found adds its weight to one intent; the heaviest intent is meant. The cues found are
kept as reasons, so that a wrong reading is traced to the words that caused it.
"""

from dataclasses import dataclass
from enum import StrEnum

from handlers.understand.intent_words import ABOUT_RUNNING, CUES
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
_LEAST = 2.0


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


def read_intent(text: str, kind: str = "") -> IntentReading:
    """The likeliest intent. `kind` is the kind of help that was read in the same words, if any."""
    words = plain(text)
    running = _about_running(words)
    if running is not None:
        return running
    cues = list(_cues(words))
    scores = dict.fromkeys(_ORDER, 0.0)
    for cue in cues:
        scores[cue.intent] += cue.weight
    _weigh_together(scores, cues, kind)
    best = max(_ORDER, key=lambda intent: scores[intent])
    if scores[best] < _LEAST:
        return IntentReading(Intent.NEED if kind else Intent.CHITCHAT, tuple(cues))
    return IntentReading(best, tuple(cues))


def _cues(words: str) -> list[Cue]:
    found = []
    for intent, name, weight, pattern in CUES:
        match = pattern.search(words)
        if match is not None:
            found.append(Cue(Intent(intent), name, weight, match.group()[:20], match.span()))
    return found


def _about_running(words: str) -> IntentReading | None:
    if len(words) > _LONGEST_ABOUT_RUNNING:
        return None
    for name, pattern in ABOUT_RUNNING:
        match = pattern.search(words)
        if match is not None:
            cue = Cue(_RUNNING[name], name, 9, match.group()[:20], match.span())
            return IntentReading(_RUNNING[name], (cue,), name)
    return None


def _weigh_together(scores: dict[Intent, float], cues: list[Cue], kind: str) -> None:
    """What two cues mean side by side, which neither means alone."""
    names = {(cue.intent, cue.name) for cue in cues}
    is_shared = (Intent.REPORT, "shared_thing") in names
    if not is_shared:
        scores[Intent.REPORT] = min(scores[Intent.REPORT], 1.0)
    elif (Intent.REPORT, "unsafe") not in names:
        scores[Intent.REPORT] = min(scores[Intent.REPORT], 2.0)
    if kind == _HAZARD and is_shared:
        scores[Intent.REPORT] += 3
    elif kind:
        scores[Intent.NEED] += _KIND_NAMED
    if (Intent.FEEDBACK, "praises") not in names and (Intent.FEEDBACK, "thanks") not in names:
        if (Intent.FEEDBACK, "is_done") not in names:
            scores[Intent.FEEDBACK] = min(scores[Intent.FEEDBACK], 1.0)
