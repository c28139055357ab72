"""Two matters: 灯坏了，另外想问问哪天有理发 in one message, or 对了，楼道灯也坏了 after it."""

import re

#: how a second matter begins, within a message as at its start
_WORDS = "另外|顺便|对了|再就是"
_BESIDES = re.compile(
    rf"[,。;!? ]*(?:{_WORDS}|顺带|还有(?=一件|个事|件|就是|,)"
    r"|再问|再有|还想问|也想问|除此之外"
    r"|\balso\b|\bby the way\b)[,，:: ]*"
)
_AT_THE_START = re.compile(
    rf"(?:{_WORDS}|哦对了|还有|by the way|one more thing|also)[\s,，:：]*", re.IGNORECASE
)
_SHORTEST = 4


def matters(text: str) -> list[str]:
    """The message cut where another matter begins; one part when there is only one."""
    parts = [part for part in _BESIDES.split(text) if len(part.strip()) >= _SHORTEST]
    return parts or [text]


def further(text: str) -> str:
    """What follows 对了 at the start of a message; "" when it does not begin so."""
    begins = _AT_THE_START.match(text)
    return text[begins.end() :] if begins is not None else ""
