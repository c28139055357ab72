"""A failure for the log: where it happened, never with what was in hand there.

The logging library's own tracebacks print local variables: tokens, and what people wrote.
"""

import traceback

#: calls from the end; the beginning is always the same
DEPTH = 8


def trace_of(error: BaseException) -> str:
    """The last calls before the failure, as text."""
    return "".join(traceback.format_exception(error, limit=-DEPTH))
