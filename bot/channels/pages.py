"""Cuts a long text into pages of at most so many bytes: WeChat and WeCom cut off what is longer.

A page ends where a reader would pause: at the end of a line, of a sentence, of a word; never
within a character.
"""

import re

#: what a text message of WeChat and of WeCom holds, in bytes of UTF-8
TEXT_BYTES = 2048
_PAUSES = (
    re.compile(r".*\n", re.DOTALL),
    re.compile(r".*[。！？；…][”’」』）]*|.*[.!?;](?=\s)", re.DOTALL),
    re.compile(r".*\s", re.DOTALL),
)


def pages(text: str, most: int = TEXT_BYTES) -> list[str]:
    """The pages in their order; none for a text that shows nothing."""
    left = without_halves(text).strip()
    made = []
    while left:
        page = _first(left, most)
        left = left[len(page) :].strip()
        made.append(page.strip())
    return made


def without_halves(text: str) -> str:
    """The text without halves of surrogate pairs, which no bytes can be made of."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _first(text: str, most: int) -> str:
    """What the first page takes of it; a pause in its first half would waste the rest."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    fits = whole[:most].decode(errors="ignore")
    for pause in _PAUSES:
        found = pause.match(fits)
        if found is not None and len(found[0]) * 2 > len(fits):
            return found[0]
    return fits
