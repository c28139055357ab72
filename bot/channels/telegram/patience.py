"""Waits that grow while a thing keeps failing, with a little spread against tries in step."""

import secrets

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0
#: a wait is this much longer at most
SPREAD = 0.2
_STEPS = 1000


class Patience:
    """How long to wait until the next try."""

    def __init__(self, first: float = FIRST_SECONDS, longest: float = LONGEST_SECONDS) -> None:
        """Seconds."""
        self._first, self._longest = first, longest
        self._failures = 0

    def next(self) -> float:
        """It failed once more: seconds to wait now."""
        grown = min(self._first * 2.0 ** min(self._failures, 30), self._longest)
        self._failures += 1
        return grown * (1 + SPREAD * secrets.randbelow(_STEPS) / _STEPS)

    def rest(self) -> None:
        """It went well."""
        self._failures = 0
