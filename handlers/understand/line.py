"""The reading of one message as one line of plain data, for evaluation and for other programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.understand.kind import KindWords
from handlers.understand.reading import Reading, read


def line_of(key: str, text: str, now: str, kinds: Sequence[KindWords]) -> dict[str, Any]:
    """What is understood of `text` said at `now` (ISO with its offset); what is not said is None.

    Times are local ISO minutes. Raises ValueError when `now` is no moment.
    """
    return _line(key, read(text, datetime.fromisoformat(now), kinds))


def _line(key: str, reading: Reading) -> dict[str, Any]:
    danger = reading.emergency or reading.perhaps
    return {
        "id": key,
        "intent": reading.intent.intent.value,
        "need_type": reading.need_type or None,
        "urgency": reading.urgency.level,
        "time_expr": reading.time_words or None,
        "start": _minutes(reading.start),
        "end": _minutes(reading.end),
        "rrule": reading.rrule or None,
        "address": {part: words or None for part, words in reading.address.parts().items()},
        "people_needed": reading.people,
        "phone": reading.phone or None,
        "order_created": reading.makes_order,
        "emergency_class": danger.code if danger else None,
    }


def _minutes(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M")
