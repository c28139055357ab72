"""What somebody wants with a message: help, to help, to know, to report, to complain, to thank.

Every cue found adds its weight to one intent, and so does what the message is like (likeness.py);
the heaviest intent is meant. The cues found are kept as reasons, so that a wrong reading is traced
to the words that caused it.
"""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handlers.understand.intent_words import ABOUT_RUNNING, CUES
from handlers.understand.likeness import Likeness, features, learn, sections
from handlers.understand.normal import plain
from models.need_kind import seed_rows


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
#: found by trying on the messages that were tuned on
_OF_LIKENESS, _IN_ENGLISH = 2.5, 0.4
_CHINESE = re.compile("[\u4e00-\u9fff]")
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


def read_intent(text: str, kind: str = "") -> IntentReading:
    """The likeliest intent. `kind` is the kind of help that was read in the same words, if any."""
    words = plain(text)
    running = _about_running(words)
    cues = [*_cues(words), *((running[1],) if running else ())]
    scores = dict.fromkeys(_ORDER, 0.0)
    for cue in cues:
        scores[cue.intent] += cue.weight
    _weigh_together(scores, cues, kind)
    for intent, alike in _alike(words).items():
        scores[intent] += _OF_LIKENESS * alike
    best = max(_ORDER, key=lambda intent: scores[intent])
    if scores[best] < _LEAST:
        return IntentReading(Intent.NEED if kind else Intent.CHITCHAT, tuple(cues))
    behind = max(score for intent, score in scores.items() if intent is not best)
    about = running[0] if running is not None and running[1].intent is best else ""
    return IntentReading(best, tuple(cues), about, lead=scores[best] - behind)


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
    if not names & {
        (Intent.FEEDBACK, name) for name in ("praises", "thanks", "is_done", "english")
    }:
        scores[Intent.FEEDBACK] = min(scores[Intent.FEEDBACK], 1.0)
    if (Intent.COMPLAINT, "of_a_visit") in names:  # 来教手机的那个小伙子 has been there
        scores[Intent.NEED] -= sum(cue.weight for cue in cues if cue.name == "come")
    asks = sum(cue.weight for cue in cues if cue.intent is Intent.NEED and cue.name in _ASKING)
    if asks:  # a question inside a request is part of it
        weak = sum(cue.weight for cue in cues if cue.name in _ONLY_QUESTIONS)
        scores[Intent.QUERY] -= min(weak, scores[Intent.QUERY])


def _alike(words: str) -> dict[Intent, float]:
    """How much each intent is spoken for by examples, whatever the length of the message."""
    found, examples = features(words), _examples()
    known = sum(each in examples.weights for each in found) or 1
    scores = examples.scores(found)
    # Few examples are in English: its cues say more.
    sure = 1.0 if _CHINESE.search(words) else _IN_ENGLISH
    return {Intent(name): sure * score / math.sqrt(known) for name, score in scores.items()}


@lru_cache(maxsize=1)
def _examples() -> Likeness:
    """The examples of each kind of help are needs, those of unsafe places reports."""
    examples: dict[str, list[str]] = {Intent.NEED: [], Intent.REPORT: []}
    for row in seed_rows():
        intent = Intent.REPORT if row["code"] == _HAZARD else Intent.NEED
        examples[intent] += row["examples"]
    for name, lines in sections("handlers.understand", "intent_examples.txt").items():
        examples.setdefault(name, []).extend(lines)
    return learn(examples)
