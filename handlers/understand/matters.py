"""Two matters in one message: 灯坏了，另外想问问哪天有理发."""

import re

#: how a second matter begins
_BESIDES = re.compile(
    r"[,。;!? ]*(?:另外|顺便|顺带|还有(?=一件|个事|件|就是|,)|对了"
    r"|再就是|再问|再有|还想问|也想问|除此之外"
    r"|\balso\b|\bby the way\b)[,，:: ]*"
)
_SHORTEST = 4


def matters(text: str) -> list[str]:
    """The message cut where another matter begins; one part when there is only one."""
    parts = [part for part in _BESIDES.split(text) if len(part.strip()) >= _SHORTEST]
    return parts or [text]
