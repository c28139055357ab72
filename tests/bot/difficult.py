"""A channel that makes difficulties when the test says so, and keeps what was sent when."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from bot.channels.contract import Channel, Outgoing, Pace, SendError, Trouble
from tests.transcript import World

Difficulty = Callable[[Outgoing], SendError | None]


class Difficult(Channel):
    name: ClassVar[str] = "difficult"
    rings: ClassVar[bool] = True
    edits: ClassVar[bool] = True

    def __init__(self, pace: Pace | None = None) -> None:
        """Easy until `difficulty` is set."""
        self.pace = pace
        self.difficulty: Difficulty = lambda _message: None
        self.tried: list[Outgoing] = []
        self.sent: list[Outgoing] = []

    @property
    def texts(self) -> list[str]:
        """What was sent, in order."""
        return [each.content.text for each in self.sent]

    @property
    def moments(self) -> list[datetime]:
        """When, in the same order."""
        return [each.at for each in self.sent]

    async def send(self, message: Outgoing) -> str:
        """Keep it, unless there is a difficulty."""
        self.tried.append(message)
        error = self.difficulty(message)
        if error is not None:
            raise error
        self.sent.append(message)
        return str(message.outbox_id)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """As sending."""
        await self.send(message)


def once(trouble: Trouble, **facts: float) -> Difficulty:
    """The first message meets `trouble`, the next one nothing."""
    left = [SendError(trouble, facts.get("retry_after", 0))]
    return lambda _message: left.pop() if left else None


def made_difficult(world: World, pace: Pace | None = None) -> Difficult:
    """The world's only account speaks through a difficult channel from now on."""
    channel = Difficult(pace)
    world.channel = channel
    world.restart()
    return channel
