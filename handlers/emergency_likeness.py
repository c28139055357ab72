"""Danger in words that no list holds: what a message is like, beside examples of danger and calm.

It only speaks where the phrases of emergency_words.py have found nothing, and only where the
message is far more like danger than like daily life.
"""

import math
import re
from functools import lru_cache

from handlers.understand.likeness import Likeness, features, learn, sections
from models.need_kind import seed_rows

CALM = "calm"
#: too few examples are in other scripts
_CHINESE = re.compile("[\u4e00-\u9fff]{4}")
#: found by trying on the lines that were tuned on
_FAR_AHEAD, _KNOWN_PAIRS = 2.0, 5


def danger_like(text: str) -> str:
    """The class of danger that `text` is like: "fire", "medical" …; "" for daily life."""
    examples, found = _examples(), features(text)
    known = sum(each in examples.weights for each in found)
    if known < _KNOWN_PAIRS or _CHINESE.search(text) is None:
        return ""
    scores = examples.scores(found)
    kind = max((each for each in scores if each != CALM), key=scores.__getitem__)
    lead = (scores[kind] - max(scores[CALM], 0.0)) / math.sqrt(known)
    return kind if lead >= _FAR_AHEAD else ""


@lru_cache(maxsize=1)
def _examples() -> Likeness:
    """Danger by class; calm are the kinds of help and everything else people write, too."""
    examples = sections("handlers", "emergency_examples.txt")
    for row in seed_rows():
        examples[CALM] += row["examples"]
    for lines in sections("handlers.understand", "intent_examples.txt").values():
        examples[CALM] += lines
    return learn(examples)
