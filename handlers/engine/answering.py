"""Reading a stored answer: once, relative to the moment it was said, and again when needed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.engine.reader import Reader
from handlers.engine.said import Answer, Said
from handlers.engine.state import Talk


def stored_value(answer: Answer, reader: Reader[Any]) -> Any:
    """The value of `answer`, read now if it never was or if the reader has changed since.

    Raises Invalid when the words cannot be read.
    """
    if answer.version != reader.version:
        answer.value = reader.read(answer)
        answer.version = reader.version
    return answer.value


def said_anew(talk: Talk, said: Said, readers: Mapping[str, Reader[Any]]) -> list[Answer]:
    """What these words say differently; who only guesses is heard when no other reader is."""
    answer = Answer.to("", said)
    found: list[Answer] = []
    for name, reader in sorted(readers.items(), key=lambda each: not each[1].is_sure):
        old, value = talk.answer(name), reader.spot(answer)
        if value is None or (old is not None and old.value == value):
            continue
        if reader.is_sure or not found:
            found.append(replace(answer, name=name, value=value, version=reader.version))
    return found
