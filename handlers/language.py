"""Speaks the language of the person addressed. Chinese is the source, English is complete.

The language is set for one turn or one message with `speaking`; `_` looks words up when they are
said, and texts are filled in after the lookup, never before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from models.errors import Answered
from models.words import Label

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("language", default="zh")


@cache
def _catalog(language: str) -> NullTranslations:
    if language not in LANGUAGES or language == "zh":
        return NullTranslations()
    source = resources.files("handlers").joinpath(f"locale/{language}/LC_MESSAGES/linli.po")
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside the block in `language`; an unknown one is Chinese."""
    token = _language.set(language or "zh")
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language spoken now, "zh" or "en"."""
    return _language.get()


def _(text: str) -> str:
    """`text` in the language spoken now."""
    return _catalog(_language.get()).gettext(text)


def pgettext(context: str, text: str) -> str:
    """A short word in the language spoken now; `context` tells same words apart."""
    return _catalog(_language.get()).pgettext(context, text)


def ngettext(one: str, many: str, n: int) -> str:
    """A counted text; Chinese has one form, English two."""
    return _catalog(_language.get()).ngettext(one, many, n)


def in_every_language(say: Callable[[], str]) -> str:
    """The same in every language, where nobody can look up which one is read."""
    texts = []
    for each in LANGUAGES:
        with speaking(each):
            texts.append(say())
    return "\n\n".join(texts)


def say_error(error: Answered) -> str:
    """The sentence of a refusal, filled in and translated."""
    values = {
        name: _(value) if isinstance(value, Label) else value
        for name, value in error.values.items()
    }
    return _(error.text).format(**values)
