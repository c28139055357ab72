"""What was learned from examples, read before the first message comes."""

from datetime import UTC, datetime

from handlers.understand.kind import seeded_kinds
from handlers.understand.reading import read

_ANY = "厨房灯不亮了，明天上午请人来看看"


def get_ready() -> None:
    """Read one message; takes a fifth of a second once, and nothing when it has been done."""
    read(_ANY, datetime(2026, 1, 1, tzinfo=UTC), seeded_kinds())
