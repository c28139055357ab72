"""With which characters a pattern can begin, so that most places of a text are passed over at once.

Python's own search finds this out only when every alternative starts with a plain character.
"""

import re

#: anything may stand here
ANY = None
_ASSERTION = re.compile(r"\(\?(?:<[=!]|[=!])")
_QUANTITY = re.compile(r"[?*]|\{0,\d*\}|\+|\{\d+(?:,\d*)?\}")


def top_level(pattern: str) -> list[str]:
    """The alternatives of a pattern; those inside brackets stay together."""
    found, start, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] in "([":
            at = _closing(pattern, at)
        elif pattern[at] == "|":
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*found, pattern[start:]]


def found_fast(alternatives: list[str]) -> re.Pattern[str]:
    """All of them in one pattern, tried only where one can begin."""
    words = "|".join(alternatives)
    begins = begins_with(words) if alternatives else ANY
    if begins is ANY:
        return re.compile(words or "(?!)")
    return re.compile(f"(?=[{re.escape(''.join(sorted(begins)))}])(?:{words})")


def begins_with(pattern: str) -> set[str] | None:
    """The characters one of which comes first; ANY when that cannot be told."""
    found: set[str] = set()
    for alternative in top_level(pattern):
        first = _first(alternative)
        if first is ANY:
            return ANY
        found |= first
    return found


def _first(sequence: str) -> set[str] | None:
    found: set[str] = set()
    at = 0
    while at < len(sequence):
        end = _closing(sequence, at) + 1 if sequence[at] in "([" else at + 1
        piece = sequence[at:end]
        at = end
        if piece == "^" or _ASSERTION.match(piece):
            continue
        first = _of_piece(piece)
        if first is ANY:
            return ANY
        found |= first
        times = _QUANTITY.match(sequence, at)
        if times is None or not times.group().startswith(("?", "*", "{0")):
            return found
        at = times.end()
    return ANY


def _of_piece(piece: str) -> set[str] | None:
    if piece.startswith("(?:"):
        return begins_with(piece[3:-1])
    if piece.startswith("["):
        chars = piece[1:-1].replace("\\d", "0123456789")
        return ANY if chars[0] == "^" or "\\" in chars or "-" in chars else set(chars)
    return ANY if piece in "\\.($" else {piece}


def _closing(pattern: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    if pattern[at] == "[":
        return pattern.index("]", at + 2)
    depth = 0
    while True:
        if pattern[at] == "[":
            at = _closing(pattern, at)
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        if depth == 0:
            return at
        at += 1
