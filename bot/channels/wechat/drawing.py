"""Draws a message as WeChat shows it: text with numbered lines, in pages of 2,048 bytes.

Pure. A tap on a line says its number, and one on a word of a card says that word, where the
account's texts may carry such links; typing them always works. What people wrote cannot become a
link: WeChat reads `<a>` in any text.
"""

import re

from bot.channels.plain import as_text, body, numbered, words
from handlers.by_words import by_words
from handlers.content import Content

#: what one text may hold, UTF-8
PAGE_BYTES = 2048
#: nothing that could end an address or be taken for a part of one
_PLAIN = re.compile(r"[\w -]{1,60}")
_MARK = re.compile(r"<(?=[A-Za-z/!?])")
#: JSON writes the first kind as \u0007, and WeChat refuses a call with such a thing in it (40033),
#: also where somebody wrote it; how much of it WeChat looks at, nobody knows
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPE = re.compile(r"\\(?=u)")
#: where a page may end, best first: a paragraph, a line, a sentence, a clause
_ENDS = ("\n\n", "\n", "。", "！", "？", "；", ". ", "，", " ")
_ELLIPSIS = "……"


def pages(content: Content, *, links: bool) -> list[str]:
    """The texts that say it, in their order; none for a message without words."""
    text = harmless(as_text(content))
    if links and content.buttons:
        lines = [harmless(body(content)), *_tappable(content)]
        linked = "\n".join(each for each in lines if each)
        if size_of(linked) <= PAGE_BYTES:
            return [linked]
    return split(text)


def _tappable(content: Content) -> list[str]:
    """Its choices as links: to the number of an answer, or to the word that a card waits for.

    A card's word names the order, so a tap on an old card is no answer to today's question.
    """
    if content.digits:
        said, lines = words(content), numbered(content)
        tapped = [_word(n, said[n - 1], line) for n, line in enumerate(lines, 1)]
        return [*tapped, harmless(by_words(said))]
    if choices := numbered(content):
        return [_link(str(n), n, line) for n, line in enumerate(choices, 1)]
    return [by_words([_word(n, word, word) for n, word in enumerate(words(content), 1)])]


def _word(n: int, word: str, shown: str) -> str:
    """A link that says the word; only what is shown, where WeChat might read more in it."""
    return _link(word, n, shown) if _PLAIN.fullmatch(word) else harmless(shown)


def harmless(text: str) -> str:
    """The same to read, with nothing in it that WeChat takes for a mark."""
    return _ESCAPE.sub("＼", _MARK.sub("＜", _UNSEEN.sub("", text)))


def split(text: str) -> list[str]:
    """Pages of at most PAGE_BYTES, cut where a paragraph, line or sentence ends."""
    found = []
    rest = text.strip()
    while size_of(rest) > PAGE_BYTES:
        head = _fitting(rest, PAGE_BYTES)
        cut = _end_in(head)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def first_page(text: str) -> str:
    """What fits of it, and a sign that there is more: where no second one can be sent."""
    made = split(text)
    if len(made) < 2:
        return text
    head = _fitting(made[0], PAGE_BYTES - size_of(_ELLIPSIS))
    return head + _ELLIPSIS


def size_of(text: str) -> int:
    """Bytes, as WeChat counts."""
    return len(text.encode(errors="replace"))


def _fitting(text: str, most: int) -> str:
    """The longest beginning that has at most so many bytes."""
    return text.encode(errors="replace")[:most].decode(errors="ignore")


def _end_in(head: str) -> int:
    """Where to cut: after the last end of the best kind in the second half, else anywhere."""
    for end in _ENDS:
        at = head.rfind(end)
        if at >= len(head) // 2:
            return at + len(end)
    return len(head)


def _link(says: str, n: int, line: str) -> str:
    """`says` stands as it is: WeChat's own examples escape nothing there."""
    query = f"msgmenucontent={says}&msgmenuid={n}"
    return f'<a href="weixin://bizmsgmenu?{query}">{harmless(line)}</a>'
