"""What every channel promises: to say what it can, to send, to edit, and to fail in closed kinds.

A new channel is one file here and one line in the registry of `bot.channels`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from handlers.content import Content


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: to whom, what, and which outbox row it is."""

    outbox_id: int
    contact_id: int
    community_id: int
    address: str
    content: Content
    at: datetime


class Trouble(StrEnum):
    """Why a platform did not take a message."""

    BUSY = "busy"
    UNCERTAIN = "uncertain"
    BLOCKED = "blocked"
    REJECTED = "rejected"


class SendError(Exception):
    """A message was not sent; `retry_after` seconds is what the platform asked for."""

    def __init__(self, trouble: Trouble, retry_after: float = 0) -> None:
        """`trouble` decides what delivery does next."""
        super().__init__(trouble.value)
        self.trouble, self.retry_after = trouble, retry_after


class Channel(ABC):
    """One way to reach people."""

    name: ClassVar[str]
    #: whether a message makes a phone ring; only then do quiet hours hold it back
    rings: ClassVar[bool] = True
    #: whether a message that was sent can be changed in place
    edits: ClassVar[bool] = False

    @abstractmethod
    async def send(self, message: Outgoing) -> str:
        """Send; returns the platform's id of the message. Raises SendError."""

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change a message in place, where `edits` says so. Raises SendError."""
        raise SendError(Trouble.REJECTED)
