"""Marks sentences and labels in models for translation; handlers translate them when they speak."""


def N_(text: str) -> str:  # noqa: N802 - the gettext world's own name for this mark
    """Return `text` unchanged; the extraction tool finds it by this name."""
    return text


class Label(str):
    """A marked word used as a value inside another sentence; translated together with it."""

    __slots__ = ()
