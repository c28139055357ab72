"""The contract of readers: from what was said to a value, or Invalid with what to say instead.

A value is plain JSON, so that it can be kept; `load` makes of it what the script works with.
Raise `version` when the same words would be read differently: kept values are then read anew,
relative to the moment they were said.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from handlers.content import Ask, Option
from handlers.engine.said import Answer

T = TypeVar("T")


class Reader(ABC, Generic[T]):
    """Reads one kind of answer."""

    version: ClassVar[int] = 1
    ask: ClassVar[Ask] = "text"
    #: False when `spot` only guesses: at a card it is heard when no other reader finds anything
    is_sure: ClassVar[bool] = True

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices to offer; free text stays welcome where `read` takes it."""
        return ()

    @abstractmethod
    def read(self, answer: Answer) -> Any:
        """The value as plain JSON. Raises models.errors.Invalid."""

    def load(self, value: Any) -> T:
        """What the script gets."""
        result: T = value
        return result

    def spot(self, answer: Answer) -> Any | None:
        """The value, when these words hold one beside other things; else None."""
        return None


class Offering(Reader[T]):
    """Reads words, and offers choices beside them."""

    def __init__(self, options: Sequence[Option] = ()) -> None:
        """`options` are likely answers, or ways out such as leaving it open."""
        self._options = tuple(options)

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices, in the order they are shown."""
        return self._options

    def read(self, answer: Answer) -> Any:
        """What was chosen, or what the words hold. Raises Invalid."""
        if "option" in answer.data:
            return self.chosen(str(answer.data["option"]))
        return self.read_words(answer)

    def chosen(self, key: str) -> Any:
        """The value of a choice: its key, unless a reader knows better. Raises Invalid."""
        return key

    @abstractmethod
    def read_words(self, answer: Answer) -> Any:
        """The value in the words. Raises Invalid."""
