"""Every text for people, as extraction sees it, and its English half.

`python -m tests.house.texts` (make texts) fails when a text has no English, or English has no
text. Chinese is the key, so a reworded text is a new one until it has been translated anew.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house.tree import ROOT, files_under

ENGLISH = ROOT / "handlers" / "locale" / "en" / "LC_MESSAGES" / "linli.po"
MAPPING = ROOT / "babel.cfg"
# _ and N_ mark one text; the others add a plural or, first, the context that tells two apart.
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text for people: its words (two for a plural), its context, where it first stands."""

    words: tuple[str, ...]
    context: str
    place: str

    def __str__(self) -> str:
        said = " / ".join(self.words)
        return f"{self.place}  {f'({self.context}) ' if self.context else ''}{said!r}"

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.words[0]


@cache
def texts() -> tuple[Text, ...]:
    """Every text that code and templates mark, once each."""
    with MAPPING.open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file, filename=str(MAPPING))
    here = {path.relative_to(ROOT).as_posix() for end in (".py", ".html") for path in _sources(end)}
    found: dict[tuple[str, str], Text] = {}
    marked = extract_from_dir(ROOT, mapping, options, KEYWORDS, directory_filter=_is_ours)
    for name, line, message, _comments, context in marked:
        if Path(name).as_posix() in here:
            words = (message,) if isinstance(message, str) else tuple(message)
            text = Text(words, context or "", f"{name}:{line}")
            found.setdefault(text.key, text)
    return tuple(found.values())


def english(path: Path = ENGLISH) -> Catalog:
    """The English catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def translations(catalog: Catalog) -> dict[tuple[str, str], Message]:
    """The catalogue's entries by context and Chinese text, without its header."""
    return {(each.context or "", singular(each)): each for each in catalog if each.id}


def singular(message: Message) -> str:
    """The Chinese text of an entry; of a plural, its first form."""
    return message.id if isinstance(message.id, str) else message.id[0]


def english_words(message: Message) -> tuple[str, ...]:
    """What the entry says in English: one form, or two for a plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def faults(marked: tuple[Text, ...], catalog: Catalog) -> Iterator[str]:
    """What is wrong between the marked texts and the catalogue, a line each."""
    known = translations(catalog)
    for text in marked:
        message = known.pop(text.key, None)
        if message is None:
            yield f"no English: {text}"
            continue
        words = english_words(message)
        if message.fuzzy:
            yield f"English is marked fuzzy: {text}"
        elif not all(words):
            yield f"English is empty: {text}"
        elif len(words) != len(text.words):
            yield f"English has {len(words)} forms for {len(text.words)}: {text}"
        elif _fields(words) - _fields(text.words) or _fields(text.words[-1:]) - _fields(words[-1:]):
            yield f"English fills other gaps {sorted(_fields(words))}: {text}"
    yield from (f"no such text any more: {each.id!r}" for each in known.values())
    yield from (f"obsolete entry: {each.id!r}" for each in catalog.obsolete.values())


def two_questions(marked: tuple[Text, ...]) -> list[Text]:
    """Texts with two question marks: worth a look, since one bubble asks one thing."""
    return [text for text in marked if any(len(re.findall("[？?]", w)) > 1 for w in text.words)]


def _fields(words: tuple[str, ...]) -> set[str]:
    return {re.split(r"[:!.\[]", each[1:-1])[0] for word in words for each in _FIELD.findall(word)}


def _sources(suffix: str) -> list[Path]:
    return files_under("bot", "handlers", "models", suffix=suffix)


def _is_ours(folder: str | Path) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in {"data", "build", "dist", "__pycache__"}


def main() -> int:
    """Print what is wrong and what is worth a look."""
    marked = texts()
    for text in two_questions(marked):
        print(f"two questions in one text: {text}")
    wrong = list(faults(marked, english())) if ENGLISH.exists() else [f"{ENGLISH.name} is missing"]
    for line in wrong:
        print(line)
    print(f"{len(marked)} texts, {len(wrong)} without good English")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
