"""The two answers that are not failures: say it again differently, and a rule says no.

Invalid   the words could not be read; its text says what to type instead
Refused   a rule says no; its text is said, and `ask` names the question to ask again
"""

from typing import Any


class Answered(Exception):
    """A sentence for the person, translated when it is said."""

    def __init__(self, text: str, **values: Any) -> None:
        """Keep the marked sentence `text` and the `values` it is filled with after the lookup."""
        super().__init__(text)
        self.text = text
        self.values = values


class Invalid(Answered):
    """What was said could not be read."""


class Refused(Answered):
    """A rule of the models says no."""

    def __init__(self, text: str, *, ask: str = "", **values: Any) -> None:
        """`ask` is the question to ask again; empty ends the conversation."""
        super().__init__(text, **values)
        self.ask = ask
