"""What a message is like: its characters and pairs of them, weighed against examples.

For each class every pair has a weight, the logarithm of how much oftener examples of this class
hold it than the others do. It is no more than counting, so an example added today counts from the
next start, and the pairs that decided can be shown.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from handlers.understand.normal import plain

#: what a class that never had a pair is credited with
_SMOOTH = 0.3
#: one strange pair never decides alone
_MOST = 3.5
_LEAST = -0.7
#: no words, and words of time, which say nothing of what is wanted
_NOT_WORDS = re.compile(
    r"(?:[\s\d,，。、;；:：!！?？~～.()（）\-\ue000]"
    r"|(?<=\d)(?:号?楼|栋|幢|单元|[座门弄号室])|[上下中]午|晚上|早上|傍晚|明天|今天|后天|昨天|明早|今晚|明晚|(?:下|这)?个?(?:周"
    r"|星期|礼拜)[一二三四五六日天末]"
    r"|[一二三四五六七八九十两]{1,3}点半?|[一二三四五六七八九十]{1,3}[月号])+"
)
_SHOWN = 4


@lru_cache(maxsize=64)
def features(text: str) -> frozenset[str]:
    """Characters and pairs of a text; for words in Latin letters the words and pairs of them."""
    found: set[str] = set()
    for piece in _NOT_WORDS.split(plain(text)):
        if piece.isascii():
            found.update((piece,) if piece else ())
            continue
        found.update(piece)
        found.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of each feature for each class."""

    classes: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    def scores(self, found: Iterable[str]) -> dict[str, float]:
        """How much each class is spoken for; 0 is neither for nor against."""
        known = [row for each in found if (row := self.weights.get(each)) is not None]
        if not known:
            return dict.fromkeys(self.classes, 0.0)
        return dict(zip(self.classes, map(sum, zip(*known, strict=True)), strict=True))

    def because(self, found: Iterable[str], of: str) -> tuple[str, ...]:
        """The features that speak most for one class."""
        place = self.classes.index(of)
        told = [(self.weights[each][place], each) for each in found if each in self.weights]
        return tuple(each for weight, each in sorted(told, reverse=True)[:_SHOWN] if weight > 0)


def learn(examples: Mapping[str, Iterable[str]]) -> Likeness:
    """The weights that these examples of each class amount to."""
    counts = {name: Counter[str]() for name in examples}
    for name, texts in examples.items():
        for text in texts:
            counts[name].update(features(text))
    totals = {name: sum(count.values()) for name, count in counts.items()}
    everything = sum(counts.values(), Counter[str]())
    whole = sum(totals.values())
    size = len(everything)
    weights = {}
    for feature, often in everything.items():
        row = []
        for name, count in counts.items():
            inside = (count[feature] + _SMOOTH) / (totals[name] + _SMOOTH * size)
            outside = (often - count[feature] + _SMOOTH) / (whole - totals[name] + _SMOOTH * size)
            row.append(min(_MOST, max(_LEAST, math.log(inside / outside))))
        weights[feature] = tuple(row)
    return Likeness(tuple(examples), weights)


def sections(package: str, name: str) -> dict[str, list[str]]:
    """The lines of a file of examples by the [name] above them."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in resources.files(package).joinpath(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found
