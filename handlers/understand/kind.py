"""Which kind of help a message asks for, by the community's own words for each kind.

Long words weigh more than short ones, several more than one. A word may have a wider shape: 陪…医院
allows a few characters in the gap, (修|换)…灯 takes either, and 〔搬〕…〔重物〕 any word of a group
(groups.txt). The words are editable rows, handed in by the caller. What no word names is told by
what it is like (likeness.py).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from handlers.understand.likeness import features, learned, spelt
from handlers.understand.normal import plain
from models.need_kind import seed_rows

_GAP = "…"
_GAP_WIDTH = 8
#: A lead smaller than this leaves the second kind worth asking about.
_CLEAR_LEAD = 1.22
#: what words weigh beside likeness; found by trying on the messages that were tuned on
_OF_WORDS = 0.35
#: likeness alone decides from this on, and only with so many characters and pairs
_ALIKE, _FEWEST = 3.0, 5
#: alike enough for nobody: only a word of a kind counts then
BY_WORDS_ALONE = math.inf
#: what stands for words where only likeness speaks
_UNNAMED = (_GAP,)
_SHAPED = re.compile("[…(〔]")
_PIECE = re.compile(r"〔(?P<group>[^〕]*)〕|\((?P<any>[^)]*)\)|(?P<word>[^…(〔]+)")
_GROUPS = {
    line.split()[0]: tuple(line.lower().split()[1:])
    for line in resources.files("handlers.understand")
    .joinpath("groups.txt")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
}


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of help and the words by which it is recognised."""

    code: str
    words: tuple[str, ...]
    #: U0 to U3, when no time is named
    urgency: str = "U3"


def seeded_kinds() -> tuple[KindWords, ...]:
    """The kinds of help a new community starts with."""
    return tuple(KindWords(row["code"], tuple(row["words"]), row["urgency"]) for row in seed_rows())


@dataclass(frozen=True, slots=True)
class KindReading:
    """The likeliest kind; `second` is set when another one is nearly as likely."""

    code: str
    score: float
    words: tuple[str, ...]
    at: tuple[int, int]
    second: str = ""
    #: the pairs of characters that speak for it by likeness
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word that was found; `weight` grows with the square of what was really said."""

    start: int
    end: int
    weight: int


def read_kind(text: str, kinds: Sequence[KindWords], least: float = _ALIKE) -> KindReading | None:
    """The kind whose words and examples fit best: the highest score, then the earliest word.

    `least` is how alike a message must be when it holds no word of a kind.
    """
    folded = plain(text)
    found = features(folded)
    alike = _alike(found, {kind.code for kind in kinds})
    readings = [each for kind in kinds if (each := _reading(folded, kind, alike, least))]
    if not readings:
        return None
    readings.sort(key=lambda reading: (-reading.score, reading.at))
    first, *rest = readings
    second = rest[0].code if rest and rest[0].score * _CLEAR_LEAD > first.score else ""
    like = learned("kind").because(found, first.code) if first.code in alike else ()
    return replace(first, second=second, like=like)


def _reading(
    text: str, kind: KindWords, alike: Mapping[str, float], least: float
) -> KindReading | None:
    hits = sorted(_hits(text, kind.words), key=lambda hit: (-hit.weight, hit.start))
    likeness = alike.get(kind.code, 0.0)
    if not hits and likeness < least:
        return None
    taken: list[_Hit] = []
    for hit in hits:
        if all(hit.end <= other.start or other.end <= hit.start for other in taken):
            taken.append(hit)
    # Where only likeness speaks, no word of hers can be quoted.
    words = tuple(text[hit.start : hit.end] for hit in taken) or _UNNAMED
    score = _OF_WORDS * math.sqrt(sum(hit.weight for hit in taken)) + likeness
    at = (taken[0].start, taken[0].end) if taken else (0, 0)
    return KindReading(kind.code, score, words, at)


def _alike(found: frozenset[str], codes: set[str]) -> dict[str, float]:
    """How much each of these kinds is spoken for by examples; nothing when there are few words."""
    if spelt(found) < _FEWEST:
        return {}
    scores = learned("kind").scores(found)
    level = sum(scores.values()) / len(scores)
    return {code: n - level for code, n in scores.items() if code in codes}


def is_plain_word(word: str) -> bool:
    """Whether a word of a kind has no gap and no group in it."""
    return _SHAPED.search(word) is None


def says_one_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether a plain text holds one of these words or shapes."""
    return bool(_hits(text, words))


def _hits(text: str, words: tuple[str, ...]) -> list[_Hit]:
    plainly, shapes = _compiled(words)
    hits = []
    for begins in plainly.keys() & set(text):
        for word in plainly[begins]:
            if word in text:
                start = text.find(word)
                hits.append(_Hit(start, start + len(word), len(word) ** 2))
    for shape in shapes:
        match = shape.search(text)
        if match is not None:
            said = sum(map(_length, match.groups()))
            hits.append(_Hit(match.start(), match.end(), said**2))
    return hits


@lru_cache(maxsize=512)
def _compiled(words: tuple[str, ...]) -> tuple[dict[str, list[str]], tuple[re.Pattern[str], ...]]:
    """Words looked for as they are, by how they begin, and the shapes of the others."""
    shaped = [word for word in words if word.isascii() or _SHAPED.search(word)]
    plainly: dict[str, list[str]] = {}
    for word in words:
        if word and word not in shaped:
            plainly.setdefault(word[0].lower(), []).append(word.lower())
    return plainly, tuple(_pattern(word) for word in shaped)


def _length(said: str) -> int:
    # English words are longer than Chinese ones that say the same.
    return len(said) if not said.isascii() else (len(said) + 2) // 3


def _pattern(word: str) -> re.Pattern[str]:
    pieces = [_piece(match) for match in _PIECE.finditer(word.lower()) if match.group() != _GAP]
    body = f"[^。!?;\n]{{0,{_GAP_WIDTH}}}?".join(f"({piece})" for piece in pieces)
    return re.compile(rf"(?<![a-z]){body}" if word.isascii() else body)


def _piece(match: re.Match[str]) -> str:
    if match["word"]:
        return re.escape(match["word"])
    words = _GROUPS.get(match["group"], ()) if match["group"] else match["any"].split("|")
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
