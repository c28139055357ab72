"""What every channel promises: to say what it can, to send, to edit, and to fail in closed kinds.

A new channel is one file here and one line in the registry of `bot.channels`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from handlers.content import Content
from models.reaches import Reaches


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: to whom, what, and which outbox row it is.

    One of `contact_id` and `group_id` is 0; `address` is the platform's id of that chat.
    """

    outbox_id: int
    contact_id: int
    community_id: int
    address: str
    content: Content
    at: datetime
    group_id: int = 0
    #: "reply", or the name of the notice
    kind: str = "reply"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform may be written to, all processes of an account together."""

    #: calls a second
    calls: float
    #: seconds between two messages to one private chat, and to one group
    chat: float
    group: float
    #: messages to one private chat within an hour; 0 where nobody counts
    chat_hour: int = 0


class Trouble(StrEnum):
    """Why a platform did not take a message.

    busy: try again; uncertain: it may have arrived; blocked: this chat will have nothing more of
    us; rejected: it will never take this one; moved: the group has another address now; closed:
    nothing more until this person does something again.
    """

    BUSY = "busy"
    UNCERTAIN = "uncertain"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    MOVED = "moved"
    CLOSED = "closed"


class SendError(Exception):
    """A message was not sent; `retry_after` seconds is what the platform asked for."""

    def __init__(
        self,
        trouble: Trouble,
        retry_after: float = 0,
        moved_to: str = "",
        *,
        then_held: bool = False,
    ) -> None:
        """`trouble` decides what delivery does next; `moved_to` is a group's new address.
        `then_held`: when trying again has come to its end, it waits for her next word."""
        super().__init__(trouble.value)
        self.trouble, self.retry_after, self.moved_to = trouble, retry_after, moved_to
        self.then_held = then_held


class Channel(ABC):
    """One way to reach people."""

    name: ClassVar[str]
    #: whether a message makes a phone ring; only then do quiet hours hold it back
    rings: ClassVar[bool] = True
    #: when somebody there has what is sent: how many can be told now is said before it is sent
    reaches: ClassVar[Reaches] = Reaches.AT_ONCE
    #: whether a message that was sent can be changed in place
    edits: ClassVar[bool] = False
    #: the platform counts what we say first and ends that after a while: then an answer is no
    #: call, cards are not drawn anew, and what was held back is said with the next answer, which
    #: holds so many bytes; 0 where none of this is so
    answer_bytes: ClassVar[int] = 0
    #: what can be chosen is numbered there, as lines of text
    numbers: ClassVar[bool] = False
    #: there, a post that brought a message waits so many seconds for its answer
    answer_seconds: float = 0
    #: None where nobody counts
    pace: Pace | None = None

    async def open(self) -> None:  # noqa: B027 - most channels have nothing to open
        """Open what is needed to send, on the running loop."""

    async def close(self) -> None:  # noqa: B027
        """Close it again."""

    @abstractmethod
    async def send(self, message: Outgoing) -> str:
        """Send; returns the platform's id of the message. Raises SendError."""

    def together(self, content: Content) -> int:
        """How many people may be told this in one call; 1 where each takes one of its own."""
        return 1

    async def send_together(self, messages: Sequence[Outgoing]) -> Mapping[int, SendError]:
        """Tell several people the same; returns who was not told, by outbox row, and why.

        At most as many as `together` says. Raises SendError for all of them.
        """
        raise SendError(Trouble.REJECTED)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change a message in place, where `edits` says so. Raises SendError."""
        raise SendError(Trouble.REJECTED)

    async def fetch(self, source: str, most: int) -> bytes:
        """What somebody sent, by the reference that this channel wrote (accepting.WantedMedia).

        Raises SendError: REJECTED when it is not to be had, ever, or longer than `most` bytes.
        """
        raise SendError(Trouble.REJECTED)

    def riding(self, address: str, content: Content) -> dict[str, Any] | None:
        """The call that says this in a webhook's own answer, or None where that cannot be."""
        return None
