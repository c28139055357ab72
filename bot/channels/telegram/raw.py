"""Reads JSON that others wrote: a value is of the kind we expect, or it is not there.

Nothing here raises, whatever stands in the JSON.
"""

from typing import Any

#: what JSON numbers carry exactly everywhere; the ids of the Bot API stay below it
LARGEST = 2**53


def part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, or an empty one."""
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def whole(value: Any) -> int | None:
    """A whole number of at most 53 bits, or None."""
    if type(value) is int and -LARGEST < value < LARGEST:
        return value
    return None


def count_of(value: Any, largest: int) -> int:
    """A number of bytes or seconds from 0 to `largest`; 0 when it is none."""
    number = whole(value)
    return 0 if number is None or number < 0 else min(number, largest)


def words(value: Any, longest: int) -> str:
    """Text, cut to `longest` characters, without what no database keeps; "" when it is none."""
    if not isinstance(value, str):
        return ""
    text = value[:longest]
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "").encode(errors="ignore").decode()  # no lone surrogates
