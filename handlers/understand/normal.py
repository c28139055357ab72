"""One written form for many: full-width letters and digits, dashes, traditional characters.

Folding keeps the length, so a place found in the folded text is the same place in the text as
written. Only invisible characters are dropped. Digits keep their value and their order.
`plain` goes one step further, for readers that look for words: mistyped words and words of a
region become the ones that the lists hold. What is shown to people is cut from the text as written.
"""

import re
from importlib import resources

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]"
)
#: stands for what one reader has taken; no reader and no person uses this character
HIDDEN = "\ue000"
_DASHES = "‐‑‒–—―−﹣"
_TILDES = "〜∼˜"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"


def _data(name: str) -> list[str]:
    return resources.files("handlers.understand").joinpath(name).read_text("utf-8").splitlines()


def _folding() -> dict[int, int]:
    # Two lines: traditional characters, and the simplified one of each at the same place.
    traditional, simplified = _data("traditional.txt")
    table = {ord(old): ord(new) for old, new in zip(traditional, simplified, strict=True)}
    table |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(map(ord, _DASHES), ord("-"))
    table |= dict.fromkeys(map(ord, _TILDES), ord("~"))
    table |= dict.fromkeys(map(ord, _SPACES), ord(" "))
    return table


_FOLD = _folding()
# One pair a line, wrong and right of the same length; the longest first.
_PAIRS = dict(line.split() for line in _data("mistyped.txt") if line and not line.startswith("#"))
_MISTYPED = re.compile(
    f"(?=[{''.join({re.escape(word[0]) for word in _PAIRS})}])(?:"
    + "|".join(re.escape(word) for word in sorted(_PAIRS, key=len, reverse=True))
    + ")"
)


def visible(text: str) -> str:
    """The text without characters that take no room (joiners, direction marks, keycap frames)."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """The plain form of every character, one for one."""
    return text.translate(_FOLD)


def plain(text: str) -> str:
    """Folded, lower case, with mistyped and regional words in their common form; as long as
    before."""
    folded = "".join(low if len(low := char.lower()) == 1 else char for char in fold(text))
    return _MISTYPED.sub(lambda match: _PAIRS[match.group()], folded)


def normalise(text: str) -> str:
    """The form that all readers read."""
    return fold(visible(text))


def hide(text: str, at: tuple[int, int], sign: str = HIDDEN) -> str:
    """The same text, as long as before, with `sign` for each character of what stands there: what
    one reader has taken is not read by the next."""
    return text[: at[0]] + sign * (at[1] - at[0]) + text[at[1] :]
