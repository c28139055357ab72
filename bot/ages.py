"""How long something has been, in the words of a log: 45 s, 12 min, 3 h 5 min, 4 d 2 h."""

from datetime import timedelta


def age(long: timedelta) -> str:
    """The two largest units; a moment still to come is 0 s."""
    seconds = max(int(long.total_seconds()), 0)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes == 0:
        return f"{seconds} s"
    if hours == 0:
        return f"{minutes} min"
    if days == 0:
        return _two(f"{hours} h", minutes % 60, "min")
    return _two(f"{days} d", hours % 24, "h")


def _two(large: str, rest: int, unit: str) -> str:
    return f"{large} {rest} {unit}" if rest else large
