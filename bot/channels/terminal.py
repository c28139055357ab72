"""The terminal as a channel: for trying the desk and for tests; prints what WeChat would show."""

from collections.abc import Callable
from typing import ClassVar

from bot.channels.contract import Channel, Outgoing
from bot.channels.plain import as_text


class Terminal(Channel):
    """Prints messages for the one who sits in front of it."""

    name: ClassVar[str] = "terminal"
    rings: ClassVar[bool] = False

    def __init__(self, show: Callable[[str], None]) -> None:
        """`show` prints one message."""
        self._show = show

    async def send(self, message: Outgoing) -> str:
        """Print."""
        self._show(as_text(message.content))
        return str(message.outbox_id)
