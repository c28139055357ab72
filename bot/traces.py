"""A failure for the log: where it happened, never with what was in hand there.

The logging library's own tracebacks print local variables: tokens, and what people wrote. An
exception's own words may hold the value it stumbled over, so what may come from people is left
out of them: anything quoted, long numbers, and what is not ASCII.
"""

import re
import traceback
from collections.abc import Iterator

#: calls from the end; the beginning is always the same
DEPTH = 8
_FROM_PEOPLE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\d{3,}|[^\x00-\x7f]+")


def trace_of(error: BaseException) -> str:
    """The last calls before the failure, as text; what caused it stands before it."""
    return "\n".join(map(_told, _chain(error)))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """What led to it, the first cause first; of a group, its members."""
    if error is None:
        return
    yield from _chain(
        error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    )
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _chain(each)
    yield error


def _told(error: BaseException) -> str:
    calls = "".join(traceback.format_tb(error.__traceback__, -DEPTH))
    words = _FROM_PEOPLE.sub("…", str(error))
    return f"{calls}{type(error).__qualname__}: {words}"
