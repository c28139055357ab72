"""Which kind of help a message asks for, by the community's own words for each kind.

Long words weigh more than short ones, several more than one; a word in the wider shape 陪…医院
allows a few characters in the gap. The words are editable rows, handed in by the caller.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.normal import plain

_GAP = "…"
_GAP_WIDTH = 8
#: A lead smaller than this leaves the second kind worth asking about.
_CLEAR_LEAD = 1.5


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of help and the words by which it is recognised."""

    code: str
    words: tuple[str, ...]
    #: U0 to U3, when no time is named
    urgency: str = "U3"


@dataclass(frozen=True, slots=True)
class KindReading:
    """The likeliest kind; `second` is set when another one is nearly as likely."""

    code: str
    score: int
    words: tuple[str, ...]
    at: tuple[int, int]
    second: str = ""


def read_kind(text: str, kinds: Sequence[KindWords]) -> KindReading | None:
    """The kind whose words fit best: the highest score, then the earliest word."""
    folded = plain(text)
    readings = [reading for kind in kinds if (reading := _score(folded, kind))]
    readings.sort(key=lambda reading: (-reading.score, reading.at))
    if not readings:
        return None
    first, *rest = readings
    second = rest[0].code if rest and rest[0].score * _CLEAR_LEAD > first.score else ""
    return KindReading(first.code, first.score, first.words, first.at, second)


def _score(text: str, kind: KindWords) -> KindReading | None:
    spans = [(word, span) for word in kind.words if (span := _find(text, word))]
    if not spans:
        return None
    spans.sort(key=lambda each: -_weight(each[0]))
    taken: list[tuple[str, tuple[int, int]]] = []
    for word, (start, end) in spans:
        if all(end <= i or j <= start for _, (i, j) in taken):
            taken.append((word, (start, end)))
    score = sum(_weight(word) for word, _ in taken)
    words = tuple(text[start:end] for _, (start, end) in taken)
    return KindReading(kind.code, score, words, taken[0][1])


def _weight(word: str) -> int:
    length = len(word.replace(_GAP, ""))
    # English words are longer than Chinese ones that say the same.
    length = length if not word.isascii() else (length + 2) // 3
    return length * length


def _find(text: str, word: str) -> tuple[int, int] | None:
    if _GAP in word or word.isascii():
        first = word.partition(_GAP)[0].lower()
        if first not in text:
            return None
        match = _pattern(word).search(text)
        return match.span() if match else None
    start = text.find(word.lower())
    return (start, start + len(word)) if start >= 0 else None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in word.lower().split(_GAP) if piece]
    body = f"[^。!?;\n]{{0,{_GAP_WIDTH}}}?".join(pieces)
    return re.compile(rf"(?<![a-z]){body}" if word.isascii() else body)
