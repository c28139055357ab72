"""The moment at which the tests of time stand, and how they note a reading down."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.understand.clock import Found, Impossible, Past, read_time
from handlers.understand.normal import normalise

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


def read(text, said_at=NOW):
    """The reading as 'start > end precision', as people would note it down."""
    reading = read_time(normalise(text), said_at)
    if isinstance(reading, Found):
        return told(reading.span)
    if isinstance(reading, Past):
        return f"past {reading.said:%m-%d}: {told(reading.nearest)}"
    return f"impossible {reading.why}" if isinstance(reading, Impossible) else "nothing"


def told(span):
    start = f"{span.start:%Y-%m-%d %H:%M}".removeprefix("2026-")
    end = f"{span.end:%Y-%m-%d %H:%M}".removeprefix("2026-") if span.end else "?"
    return f"{start} > {end} {span.precision}"
