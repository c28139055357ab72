"""What people paste out of a group: a numbered list (接龙), or several messages one after another.

Of each line the name it begins with, a phone, how many come, and the door; what is left are its
words. Nothing is guessed: a line without a name has none.
"""

import re
from dataclasses import dataclass

from handlers.understand.called import read_called
from handlers.understand.normal import normalise
from handlers.understand.numerals import number
from handlers.understand.phone import Found, read_phone
from handlers.understand.place import Place, read_place

#: lines of one paste; more is pasted in parts
MOST = 80
LONGEST_NAME = 10
_HEAD = re.compile(
    r"^\s*#?\s*(?:接龙|chain|群消息|群里的话|group messages)[\s:：,，]*", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\s*(\d{1,3})\s*(?:[.、．,，:：)）]\s*|\s+)(?=\S)(.*)$")
#: 张阿姨: 我家灯坏了 / 张阿姨 11-23 09:12
_SPEAKER = re.compile(
    r"^\s*(?P<name>[^\s:：\d][^:：\n]{0,19}?)"
    r"(?:\s+(?:\d{4}[-/年.])?(?:\d{1,2}[-/月.]\d{1,2}日?\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*$|\s*[:：]\s*(?P<said>.*)$)"
)
_PLUS = re.compile(r"\+\s?(\d{1,2})")
_PEOPLE = re.compile(r"([\d一二两三四五六七八九十]{1,2})\s?(?:个?人|位|口)")
_PAIR = re.compile(
    r"[俩]|夫妻|两口子|母子|母女|父子|父女|带(?:我|着|上)?(?:孩子|娃|老伴|妈|爸|爱人)"
)
_FILLER = re.compile(
    r"报名|参加|接龙|我也?[去来]|算我?一个|一起|本人|电话|手机号?|号码|联系方式|共|[（）()\[\]【】~+]|[，,。.；;：:!！?？]"
)
_NAME = re.compile(r"[^\W\d_][\w·.]*(?:\s[A-Z][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. `people` counts whoever wrote it and whom they bring."""

    words: str
    name: str
    #: digits only
    phone: str
    people: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Pasted:
    """A whole paste: what stood above the list, and the list."""

    head: str
    lines: tuple[Line, ...]
    #: there were more lines than are read at once
    is_cut: bool = False


def read_chain(text: str, tasks: tuple[str, ...] = ()) -> Pasted:
    """A numbered list; `tasks` are words that are no names, such as what there is to do."""
    head: list[str] = []
    found: list[str] = []
    for row in _HEAD.sub("", text).splitlines():
        numbered = _NUMBERED.match(row)
        if numbered is not None and numbered[2].strip():
            found.append(numbered[2].strip())
        elif found and row.strip():
            found[-1] += " " + row.strip()
        else:
            head.append(row.strip())
    lines = tuple(_line(words, tasks) for words in found[:MOST])
    return Pasted("\n".join(filter(None, head)), lines, len(found) > MOST)


def read_forwarded(text: str) -> Pasted:
    """Messages of several people; who speaks stands before a colon or a time."""
    found: list[tuple[str, list[str]]] = []
    for row in _HEAD.sub("", text).splitlines():
        spoken = _SPEAKER.match(row)
        if spoken is not None:
            found.append((spoken["name"].strip(), [spoken["said"] or ""]))
        elif found:
            found[-1][1].append(row)
        elif row.strip():
            found.append(("", [row]))
    said = [(name, " ".join(" ".join(rows).split())) for name, rows in found]
    spoken_lines = [(name, words) for name, words in said if words]
    lines = tuple(_spoken(name, words) for name, words in spoken_lines[:MOST])
    return Pasted("", lines, len(spoken_lines) > MOST)


def _line(words: str, tasks: tuple[str, ...]) -> Line:
    rest, phone = _without_phone(normalise(words))
    placed = read_place(rest)
    if placed is not None:
        rest = _hidden(rest, placed[1])
    people, rest = _people(rest)
    for task in tasks:
        rest = rest.replace(task, " ")
    return Line(words, _name(rest), phone, people, placed[0] if placed else None)


def _spoken(name: str, words: str) -> Line:
    rest, phone = _without_phone(normalise(words))
    placed = read_place(rest)
    timeless = _hidden(rest, placed[1]) if placed else rest
    called = name or read_called(timeless) or ""
    return Line(words, called[:LONGEST_NAME], phone, 1, placed[0] if placed else None)


def _without_phone(text: str) -> tuple[str, str]:
    found = read_phone(text)
    if not isinstance(found, Found):
        return text, ""
    return _hidden(text, found.at), found.digits


def _hidden(text: str, at: tuple[int, int]) -> str:
    return text[: at[0]] + " " + text[at[1] :]


def _people(text: str) -> tuple[int, str]:
    """How many come, and the text without the words for it."""
    if plus := _PLUS.search(text):
        return 1 + int(plus[1]), _hidden(text, plus.span())
    if counted := _PEOPLE.search(text):
        return number(counted[1]) or 1, _hidden(text, counted.span())
    if pair := _PAIR.search(text):
        return 2, _hidden(text, pair.span())
    return 1, text


def _name(rest: str) -> str:
    """The one word that is left, or the first that is surely a name; "" where neither is."""
    words = _FILLER.sub(" ", rest).split()
    if len(words) == 1 and len(words[0]) <= LONGEST_NAME and _NAME.fullmatch(words[0]):
        return words[0] if words[0] not in ("我", "我们", "来", "去") else ""
    return read_called(" ".join(words)) or ""
