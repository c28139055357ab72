"""Reading a stored answer: once, relative to the moment it was said, and again when needed."""

from typing import Any

from handlers.engine.reader import Reader
from handlers.engine.said import Answer


def stored_value(answer: Answer, reader: Reader[Any]) -> Any:
    """The value of `answer`, read now if it never was or if the reader has changed since.

    Raises Invalid when the words cannot be read.
    """
    if answer.version != reader.version:
        answer.value = reader.read(answer)
        answer.version = reader.version
    return answer.value
