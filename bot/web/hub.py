"""Wakes the open pages of a contact when a bubble was written by this process.

Other processes are noticed by a slow look at the rows; the rows are the message, this is haste.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Hub:
    """One event per open page."""

    def __init__(self) -> None:
        """Nobody is looking yet."""
        self._pages: defaultdict[int, set[asyncio.Event]] = defaultdict(set)

    def wake(self, contact_id: int) -> None:
        """Something is new for this contact."""
        for event in self._pages.get(contact_id, ()):
            event.set()

    @contextmanager
    def page(self, contact_id: int) -> Iterator[asyncio.Event]:
        """An event for one open page, forgotten when the page closes."""
        event = asyncio.Event()
        self._pages[contact_id].add(event)
        try:
            yield event
        finally:
            self._pages[contact_id].discard(event)
            if not self._pages[contact_id]:
                del self._pages[contact_id]
