"""Cuts long texts where a reader would pause: at the end of a line, of a sentence, of a word.

Telegram counts UTF-16 code units of what is shown: marks like <b> are free, &amp; is one, a rare
character or an emoji is two.
"""

import html
import re

from telegram.constants import MessageLimit

TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION = int(MessageLimit.CAPTION_LENGTH)
_MARK = re.compile(r"<[^<>]*>")
#: a mark, an escaped character, or one character: what is never cut
_PIECE = re.compile(r"<[^<>]*>|&(?:#x?[0-9a-fA-F]+|\w+);|.", re.DOTALL)
_ENDS = frozenset("。！？；…")
_LATIN_ENDS = frozenset(".!?;")
_QUOTES = frozenset("”’」』）")


def units(text: str) -> int:
    """How long Telegram finds this text."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def without_marks(marked: str) -> str:
    """The text as it is shown, of HTML that `drawing` made."""
    if "<" in marked:
        marked = _MARK.sub("", marked)
    return html.unescape(marked) if "&" in marked else marked


def cut(text: str, limit: int) -> str:
    """A plain text cut to at most `limit` units, with … where something is missing."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2]
    return kept.decode("utf-16-le", "ignore").rstrip() + "…"


def split(marked: str, limit: int = TEXT) -> list[str]:
    """HTML as parts of at most `limit` units each, every mark closed in the part it is open in.

    Nothing for a text that shows nothing.
    """
    if units(marked) <= limit:
        return [marked] if without_marks(marked).strip() else []
    pieces = _PIECE.findall(marked)
    parts: list[str] = []
    open_marks: list[str] = []
    start = 0
    while start < len(pieces):
        end = _end(pieces, start, limit)
        before = "".join(open_marks)
        open_marks = _open_after(open_marks, pieces[start:end])
        closing = "".join(f"</{mark[1:-1].split()[0]}>" for mark in reversed(open_marks))
        part = before + "".join(pieces[start:end]).strip() + closing
        if without_marks(part).strip():
            parts.append(part)
        start = end
    return parts


def _end(pieces: list[str], start: int, limit: int) -> int:
    """Where the part that begins at `start` ends: at its last line, sentence or word."""
    line = sentence = word = length = half = 0
    for n in range(start, len(pieces)):
        length += _weight(pieces[n])
        if length > limit:
            for best in (line, sentence, word):
                if best > half:
                    return best
            return max(line, sentence, word) or n
        if length * 2 <= limit:
            half = n
        if pieces[n] == "\n":
            line = n + 1
        if _ends_sentence(pieces, n) or (sentence == n > start and pieces[n] in _QUOTES):
            sentence = n + 1
        if pieces[n].isspace():
            word = n + 1
    return len(pieces)


def _ends_sentence(pieces: list[str], n: int) -> bool:
    if pieces[n] in _ENDS:
        return True
    return pieces[n].isspace() and n > 0 and pieces[n - 1] in _LATIN_ENDS


def _weight(piece: str) -> int:
    if len(piece) == 1:
        return 2 if ord(piece) > 0xFFFF else 1
    return 0 if piece[0] == "<" else units(html.unescape(piece))


def _open_after(open_marks: list[str], pieces: list[str]) -> list[str]:
    still = list(open_marks)
    for piece in pieces:
        if piece.startswith("</"):
            still.pop()
        elif len(piece) > 1 and piece[0] == "<":
            still.append(piece)
    return still
