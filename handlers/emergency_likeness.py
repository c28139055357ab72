"""Danger in words that no list holds: what a message is like, beside examples of danger and calm.

It only speaks where the phrases of emergency_words.py have found nothing.
"""

from functools import lru_cache

from handlers.understand.likeness import features, learned

CALM = "calm"
#: from this share on it is danger, and from that one on it may be; found by learning from all hands
#: but one and judging by that one: beyond SURE one calm line in a hundred, beyond MAYBE one in ten
#: of those that were made to sound like danger, and one in thirty of all others
SURE, SURE_OF_AN_ANSWER, MAYBE = 0.6, 0.8, 0.25
_FEWEST = 7


@lru_cache(maxsize=64)  # a message is asked about in its turn and again while it is read
def danger_like(text: str) -> tuple[str, float]:
    """The class of danger that `text` is most like, in the words of reports ("fire_119" …), and how
    likely it is that it is danger at all, 0 to 1."""
    found = features(text)
    if len(found) < _FEWEST:
        return "", 0.0
    shares = learned("danger").shares(found)
    danger = 1 - shares.pop(CALM)
    return max(shares, key=shares.__getitem__), danger
