"""What the words of a message mean: 栽倒, 厥过去 and 晕了 are one thing to whoever listens.

Examples teach a meaning with its every word, so that a word no example holds is understood by the
words beside it in `meanings.txt`.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources

#: by their first characters words are looked up
_FIRST = 2
_Words = dict[str, list[tuple[str, tuple[str, ...]]]]


def meanings(words: str) -> Iterator[str]:
    """The meanings that stand in plain words; at each place those of the longest word."""
    known = _known()
    for place in range(len(words) - _FIRST + 1):
        for word, meant in known.get(words[place : place + _FIRST], ()):
            if words.startswith(word, place) and _is_whole(words, place, word):
                yield from meant
                break


def told_meanings() -> Iterator[tuple[str, str]]:
    """Every (word, meaning) of `meanings.txt`, in its order."""
    text = resources.files("handlers.understand").joinpath("meanings.txt").read_text("utf-8")
    meaning = ""
    for line in text.splitlines():
        if line.startswith("["):
            meaning = line.strip("[]")
        elif not line.startswith("#"):
            yield from ((word, meaning) for word in line.split())


def _is_whole(words: str, place: int, word: str) -> bool:
    """Whether a word in Latin letters stands alone: ct is no part of doctor."""
    if not word.isascii():
        return True
    beside = words[place - 1 : place] + words[place + len(word) :][:1]
    return not any(each.isascii() and each.isalpha() for each in beside)


@cache
def _known() -> _Words:
    """Below the first characters the words that begin so, the longest first."""
    meant: dict[str, list[str]] = {}
    for word, meaning in told_meanings():
        meant.setdefault(word, []).append(meaning)
    known: _Words = {}
    for word in sorted(meant, key=len, reverse=True):
        known.setdefault(word[:_FIRST], []).append((word, tuple(meant[word])))
    return known
