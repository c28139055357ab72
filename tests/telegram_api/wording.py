"""Texts as Telegram counts and reads them: UTF-16 units, and HTML without any forgiveness."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.constants import MessageEntityType, MessageLimit

from tests.telegram_api.refusing import Refused, wrong

Entity = dict[str, Any]

_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>|&([a-z]+|#\d+|#x[0-9a-fA-F]+);|[<>&]")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_HREF = re.compile(r'\s+href="([^"]+)"\s*')
_SPOILER = re.compile(r'\s+class="tg-spoiler"\s*')
_TYPES = frozenset(each.value for each in MessageEntityType)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as people see it, and what is marked in it."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """The text's length as Telegram counts it. Raises Refused for half a character."""
    if text.isascii():
        return len(text)
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise wrong("strings must be encoded in UTF-8") from None


def words_of(values: Mapping[str, Any], name: str, marks: str) -> Words:
    """The text called `name` of a call, its markup read; `marks` names its list of entities."""
    text: str = values.get(name, "")
    mode: str = values.get("parse_mode", "")
    given: Sequence[Any] = values.get(marks, ())
    if mode and given:
        raise wrong("parse_mode and entities are both given")
    if mode and mode.lower() != "html":
        raise wrong("unsupported parse_mode", f"the stand-in reads HTML only, not {mode}")
    if mode:
        return _trimmed(*read_html(text))
    return _trimmed(text, [_checked(each, units(text)) for each in given])


def limited(words: Words, most: int, too_long: str) -> Words:
    """The same words. Raises Refused when there are too many of them."""
    if units(words.text) > most:
        raise wrong(too_long, f"{too_long}: {units(words.text)} of at most {most}")
    if len(words.entities) > MessageLimit.MESSAGE_ENTITIES:
        raise wrong("too many entities")
    return words


def read_html(text: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities. Raises Refused for any tag or sign out of place."""
    if not any(sign in text for sign in "<>&"):
        return text, []
    reader = _Html()
    at = 0
    for found in _TOKEN.finditer(text):
        reader.add(text[at : found.start()])
        reader.take(found)
        at = found.end()
    reader.add(text[at:])
    return reader.finish()


class _Html:
    """Reads one text from left to right."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[str, Entity]] = []
        self._done: list[Entity] = []

    def add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += units(text)

    def take(self, found: re.Match[str]) -> None:
        closing, tag, rest, sign = found.groups()
        if sign:
            self.add(_character(sign))
        elif not tag:
            raise _unreadable(f'"{found.group()}" must be escaped at offset {found.start()}')
        elif closing:
            self._close(tag.lower(), rest)
        else:
            entity = _opened(tag.lower(), rest)
            entity["offset"] = self._length
            self._open.append((tag.lower(), entity))

    def _close(self, tag: str, rest: str) -> None:
        if rest.strip() or not self._open:
            raise _unreadable(f'Unexpected end tag "{tag}"')
        expected, entity = self._open.pop()
        if expected != tag:
            raise _unreadable(f'Unmatched end tag, expected "</{expected}>", found "</{tag}>"')
        entity["length"] = self._length - entity["offset"]
        if entity["length"]:
            self._done.append(entity)

    def finish(self) -> tuple[str, list[Entity]]:
        if self._open:
            tag = self._open[-1][0]
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        self._done.sort(key=lambda each: (each["offset"], -each["length"]))
        return "".join(self._parts), self._done


def _character(sign: str) -> str:
    if sign.startswith("#"):
        number = int(sign[2:], 16) if sign[1] in "xX" else int(sign[1:])
        if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000:
            return chr(number)
    if sign not in _NAMED:
        raise _unreadable(f'Unsupported HTML entity "&{sign};"')
    return _NAMED[sign]


def _opened(tag: str, rest: str) -> Entity:
    if tag == "a" and (link := _HREF.fullmatch(rest)):
        return {"type": "text_link", "url": "".join(_unescaped(link[1]))}
    if tag == "span" and _SPOILER.fullmatch(rest):
        return {"type": "spoiler"}
    if tag == "blockquote" and rest.strip() == "expandable":
        return {"type": "expandable_blockquote"}
    if tag in _PLAIN_TAGS and not rest.strip():
        return {"type": _PLAIN_TAGS[tag]}
    raise _unreadable(f'Unsupported start tag "{tag}{rest}"')


def _unescaped(text: str) -> Iterator[str]:
    at = 0
    for found in _TOKEN.finditer(text):
        yield text[at : found.start()]
        if not found[4]:
            raise _unreadable(f'"{found.group()}" must be escaped in a link')
        yield _character(found[4])
        at = found.end()
    yield text[at:]


def _unreadable(reason: str) -> Refused:
    return wrong(f"can't parse entities: {reason}")


def _checked(entity: object, length: int) -> Entity:
    if not isinstance(entity, dict) or entity.get("type") not in _TYPES:
        raise wrong("can't parse MessageEntity: unknown type")
    offset, size = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise wrong("can't parse MessageEntity: offset or length is missing")
    if offset < 0 or size < 1 or offset + size > length:
        raise wrong("can't parse MessageEntity: it lies outside the text")
    return entity


def _trimmed(text: str, entities: list[Entity]) -> Words:
    """Without the white space at both ends, which Telegram takes away."""
    plain = text.strip()
    if not entities or plain == text:
        return Words(plain, tuple(entities))
    lead = units(text[: len(text) - len(text.lstrip())])
    end = units(plain)
    moved = []
    for each in entities:
        start = max(each["offset"] - lead, 0)
        stop = min(each["offset"] + each["length"] - lead, end)
        if stop > start:
            moved.append(each | {"offset": start, "length": stop - start})
    return Words(plain, tuple(moved))
