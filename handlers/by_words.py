"""How choices are offered where there are no buttons, and digits belong to another question."""

from collections.abc import Iterable

from handlers.language import _, language


def by_words(labels: Iterable[str], number: str = "") -> str:
    """可以写：“接1123-07”  “不方便1123-07”; without `number` where only one can be meant."""
    space = " " if number and language() == "en" else ""
    words = "  ".join(f"“{label}{space}{number}”" for label in labels)
    return _("可以写：{words}").format(words=words)
