"""Danger in words that no list holds: what a message is like, beside examples of danger and calm.

It speaks where the phrases of emergency_words.py have found nothing, and against a phrase in a
short message that is like nothing but daily life.
"""

from functools import lru_cache

from handlers.understand.likeness import features, learned

CALM = "calm"
#: from this share on it is danger, from that one on while a question is open, and from the last on
#: it may be; found by learning from all hands but one and judging by that one: beyond MAYBE stood
#: one in twenty of calm lines that were made to sound like danger, and 72 to 92 % of the dangers
SURE, SURE_OF_AN_ANSWER, MAYBE = 0.6, 0.85, 0.35
#: below this a phrase of danger is passed over; judged in the same way that took away a third of
#: the false alarms of phrases, and one danger in a hundred
CALM_FOR_ALL = 0.2
#: different characters; of fewer nothing is guessed, and of fewer no phrase is passed over
_FEWEST, _FEWEST_LATIN, _FEWEST_CALM = 6, 10, 8


@lru_cache(maxsize=64)  # a message is asked about in its turn and again while it is read
def danger_like(text: str) -> tuple[str, float]:
    """The class of danger that `text` is most like, in the words of reports ("fire_119" …), and how
    likely it is that it is danger at all, 0 to 1."""
    if len(set(text)) < (_FEWEST_LATIN if text.isascii() else _FEWEST):
        return "", 0.0
    shares = learned("danger").shares(features(text))
    danger = 1 - shares.pop(CALM)
    return max(shares, key=shares.__getitem__), danger


def is_surely_calm(text: str) -> bool:
    """Whether a message is like nothing but daily life.

    Never of one too short to say so, nor of one in Latin letters, of which few were learned.
    """
    is_enough = len(set(text)) >= _FEWEST_CALM and not text.isascii()
    return is_enough and danger_like(text)[1] < CALM_FOR_ALL
