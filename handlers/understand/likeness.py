"""What a message is like: its characters, pairs and meanings, weighed by what examples taught.

For each class every one of them has a weight. They are learned from thousands of examples before
a version is made (`make learn`, learning/), so that a start has nothing to count and what decides
is a sum of weights that can be shown.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from handlers.understand.meanings import meanings
from handlers.understand.normal import plain

#: weights are written as whole numbers of this part
PART = 20
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
    """Characters, pairs and meanings ("=falls") of a text; of Latin letters the words."""
    words = plain(text)
    found = {f"={meaning}" for meaning in meanings(words)}
    for piece in _NOT_WORDS.split(words):
        if piece.isascii():
            found.update((piece,) if piece else ())
            continue
        found.update(piece)
        found.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return frozenset(found)


def spelt(found: frozenset[str]) -> int:
    """How many of them are characters, pairs and words, and no meanings."""
    return sum(not each.startswith("=") for each in found)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of each feature for each class, and where a message of no known pair begins."""

    classes: tuple[str, ...]
    beginning: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]
    #: of the examples it was learned from; see learning/
    mark: str = ""

    def scores(self, found: frozenset[str]) -> dict[str, float]:
        """How much each class is spoken for: logarithms of odds; only differences count."""
        known = [row for each in found if (row := self.weights.get(each)) is not None]
        length = math.sqrt(len(found) or 1) * PART
        sums = map(sum, zip(*known, strict=True)) if known else (0 for _ in self.classes)
        return {
            name: start / PART + total / length
            for name, start, total in zip(self.classes, self.beginning, sums, strict=True)
        }

    def shares(self, found: frozenset[str]) -> dict[str, float]:
        """How likely each class is, 0 to 1; together 1."""
        scores = self.scores(found)
        most = max(scores.values())
        powers = {name: math.exp(score - most) for name, score in scores.items()}
        whole = sum(powers.values())
        return {name: power / whole for name, power in powers.items()}

    def weight(self, feature: str, of: str) -> float:
        """What one feature weighs for one class in a message of one feature; 0 when unknown."""
        row = self.weights.get(feature)
        return 0.0 if row is None else row[self.classes.index(of)] / PART

    def because(self, found: Iterable[str], of: str) -> tuple[str, ...]:
        """The features that speak most for one class."""
        place = self.classes.index(of)
        told = [(self.weights[each][place], each) for each in found if each in self.weights]
        return tuple(each for weight, each in sorted(told, reverse=True)[:_SHOWN] if weight > 0)


@cache
def learned(name: str) -> Likeness:
    """What `make learn` wrote into `learned/<name>.txt`: the mark of the examples, the classes,
    where they begin, then a line for each feature."""
    text = resources.files("handlers.understand").joinpath(f"learned/{name}.txt").read_text("utf-8")
    mark, classes, beginning, *lines = text.splitlines()
    weights = {}
    for line in lines:
        feature, _, row = line.partition("\t")
        weights[feature] = tuple(map(int, row.split()))
    return Likeness(tuple(classes.split()), tuple(map(int, beginning.split())), weights, mark)
