"""How choices are offered where there are no buttons, and digits belong to another question."""

from collections.abc import Iterable

from handlers.language import _, language


def with_number(labels: Iterable[str], number: str) -> list[str]:
    """接1123-07, 不方便1123-07; without a number, where only one can be meant, the labels alone."""
    space = " " if number and language() == "en" else ""
    return [f"{label}{space}{number}" for label in labels]


def by_words(words: Iterable[str]) -> str:
    """The line that says what to write: 可以写：“接1123-07”  “不方便1123-07”."""
    return _("可以写：{words}").format(words="  ".join(f"“{each}”" for each in words))
