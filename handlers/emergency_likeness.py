"""Danger in words that no list holds: what a message is like, beside examples of danger and calm.

It speaks where the phrases of emergency_words.py have found nothing, and against a phrase in a
short message that is like nothing but daily life.
"""

from functools import lru_cache

from handlers.understand.likeness import features, learned

CALM = "calm"
#: from this share on it is danger, and from that one on it may be; found by learning from all hands
#: but one and judging by that one: beyond SURE one calm line in a hundred, beyond MAYBE one in ten
#: of those that were made to sound like danger, and one in thirty of all others
SURE, SURE_OF_AN_ANSWER, MAYBE = 0.6, 0.8, 0.25
#: below this a phrase of danger is passed over; of every hundred phrases that stood in calm lines of
#: a hand not learned from, 20 to 40 fell below, of those that stood in dangers less than one
CALM_FOR_ALL = 0.05
#: different characters; of fewer nothing is guessed, and of fewer no phrase is passed over
_FEWEST, _FEWEST_CALM = 5, 8


@lru_cache(maxsize=64)  # a message is asked about in its turn and again while it is read
def danger_like(text: str) -> tuple[str, float]:
    """The class of danger that `text` is most like, in the words of reports ("fire_119" …), and how
    likely it is that it is danger at all, 0 to 1."""
    if len(set(text)) < _FEWEST:
        return "", 0.0
    shares = learned("danger").shares(features(text))
    danger = 1 - shares.pop(CALM)
    return max(shares, key=shares.__getitem__), danger


def is_surely_calm(text: str) -> bool:
    """Whether a message is like nothing but daily life; of one too short to say so, no."""
    return len(set(text)) >= _FEWEST_CALM and danger_like(text)[1] < CALM_FOR_ALL
