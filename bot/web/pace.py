"""How fast one browser may post: bursts are welcome, floods are asked to wait."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

BURST = 30
PER_SECOND = 3.0
REMEMBERED = 20_000


class Pace:
    """A leaky bucket for each sender, in memory; the oldest are forgotten first."""

    def __init__(
        self,
        now: Callable[[], datetime],
        burst: int = BURST,
        per_second: float = PER_SECOND,
    ) -> None:
        """`now` is the clock; `burst` at once, then `per_second`."""
        self._now, self._burst, self._per_second = now, burst, per_second
        self._levels: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def allows(self, who: str) -> bool:
        """Count one post of `who`; False when it came too fast."""
        at = self._now()
        level, before = self._levels.pop(who, (0.0, at))
        level = max(0.0, level - (at - before).total_seconds() * self._per_second)
        allowed = level < self._burst
        self._levels[who] = (level + 1 if allowed else level, at)
        if len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)
        return allowed
