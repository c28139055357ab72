"""The reply that rides: one call carried in the answer to the webhook that brought the message.

It saves a request, and may ride only where nothing is lost by not learning its result: the turn's
only message, behind nothing unsent, never to be edited, with the pace of chat and account free.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.channels.contract import Channel
from handlers.content import Content
from models.database import Database
from models.inbox import Inbox
from models.outbox import Outbox, OutboxState


@dataclass(frozen=True, slots=True)
class Chance:
    """A webhook waits for its answer: to the message of this key, through this channel."""

    key: str
    channel: Channel
    #: takes a call's moment from what the account may send right now
    take: Callable[[datetime], bool]

    @property
    def seconds(self) -> float:
        """Between two messages to one chat."""
        return self.channel.pace.chat if self.channel.pace is not None else 0


@dataclass(frozen=True, slots=True)
class Ride:
    """The bytes to be written as the webhook's answer, and the row they are of."""

    outbox_id: int
    body: dict[str, Any]


_KEPT = update(Inbox).where(Inbox.id == bindparam("of"))
_AGAIN = (
    select(Outbox.id, Inbox.answer)
    .join(Outbox, Outbox.key == bindparam("outbox_key"))
    .where(
        Inbox.id == bindparam("of"),
        Inbox.answer.is_not(None),
        Outbox.state.in_([OutboxState.ANSWERING, OutboxState.ANSWERED]),
    )
)


def ride_of(
    chance: Chance | None, row: Row[Any], messages: Sequence[Content], at: datetime
) -> dict[str, Any] | None:
    """The call that says `messages` in the webhook's answer, or None where it may not ride."""
    if chance is None or row.key != chance.key or len(messages) != 1 or row.has_older:
        return None
    if row.next_send_at is not None and row.next_send_at > at:
        return None
    body = chance.channel.riding(row.address, messages[0])
    return body if body is not None and chance.take(at) else None


def keep_answer(connection: Connection, inbox_id: int, body: dict[str, Any]) -> None:
    """The same bytes for the same post, should it come again."""
    connection.execute(_KEPT, {"of": inbox_id, "answer": body})


def ride_again(db: Database, account_id: int, key: str) -> Ride | None:
    """What a resent post is answered with; None once the reply went another way."""
    with db.read.connect() as connection:
        inbox_id = connection.scalar(
            select(Inbox.id).where(Inbox.account_id == account_id, Inbox.key == key)
        )
        row = connection.execute(_AGAIN, {"of": inbox_id, "outbox_key": f"i{inbox_id}:r0"}).first()
    return None if row is None else Ride(row.id, row.answer)
