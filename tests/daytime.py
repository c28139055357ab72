"""A place where it is morning now: what runs by the real clock waits for no end of quiet hours."""

from datetime import UTC, datetime

_MORNING = 10
_HALF, _DAY = 12, 24


def morning_zone() -> str:
    """The name of a time zone in which it is between ten and eleven in the morning."""
    ahead = (_MORNING - datetime.now(UTC).hour + _HALF) % _DAY - _HALF
    return f"Etc/GMT{-ahead:+d}"  # whose signs are the other way round
