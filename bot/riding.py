"""The reply that rides: one call carried in the answer to the webhook that brought the message.

It saves a request, and may ride only where nothing is lost by not learning its result: the turn's
only message, behind nothing unsent, never to be edited, with the pace of chat and account free.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.channels.contract import Channel
from bot.outbox_rows import FREE
from bot.turn_rows import keep_next_send
from handlers.content import Content
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox
from models.outbox import Outbox, OutboxState

#: contacts of which it is remembered what they were told last
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Chance:
    """A webhook waits for its answer: to the message of this key, through this channel."""

    key: str
    channel: Channel
    #: takes a call's moment from what the account may send right now
    take: Callable[[datetime], bool]

    @property
    def is_free(self) -> bool:
        """The answer costs nothing and belongs to this very post: it waits for nothing else."""
        return self.channel.answer_bytes > 0

    @property
    def seconds(self) -> float:
        """Between two messages to one chat."""
        return self.channel.pace.chat if self.channel.pace is not None else 0


@dataclass(frozen=True, slots=True)
class Ride:
    """The bytes to be written as the webhook's answer, and the row they are of."""

    outbox_id: int
    body: dict[str, Any]
    contact_id: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """What comes of a post that was answered with a ride before: that, or a row that is due."""

    ride: Ride | None = None
    is_queued: bool = False


class Ridden:
    """The rides whose bytes were written, until that is marked at their rows."""

    def __init__(self) -> None:
        """None yet."""
        self._ids: list[int] = []

    def __bool__(self) -> bool:
        """Whether any are to be marked."""
        return bool(self._ids)

    def note(self, outbox_id: int) -> None:
        """One more."""
        self._ids.append(outbox_id)

    def take(self) -> list[int]:
        """All of them, for whoever marks them now."""
        ids, self._ids = self._ids, []
        return ids

    def put_back(self, ids: Sequence[int]) -> None:
        """Those could not be marked."""
        self._ids = [*ids, *self._ids]


class Told:
    """The newest row that each contact has been told by this process, before it is marked.

    People answer at once. Waiting for the mark would send what they are told next by a call,
    whose mark waits as well, and so on: on PostgreSQL 5 to 20 % of the replies rode.
    """

    def __init__(self) -> None:
        """Nobody was told anything yet."""
        self._newest: dict[int, int] = {}

    def note(self, contact_id: int, outbox_id: int) -> None:
        """This row has reached this contact."""
        self._newest.pop(contact_id, None)
        self._newest[contact_id] = outbox_id
        if len(self._newest) > REMEMBERED:
            del self._newest[next(iter(self._newest))]

    def of(self, contact_id: int) -> int:
        """The key of that row, or 0. What has been marked since may still stand here."""
        return self._newest.get(contact_id, 0)


_RODE = (OutboxState.ANSWERING, OutboxState.ANSWERED)
_AGAIN = (
    select(Outbox.id, Outbox.contact_id, Outbox.due_at, Inbox.answer, Contact.next_send_at)
    .select_from(Inbox)
    .join(Outbox, Outbox.key == bindparam("outbox_key"))
    .join(Contact, Contact.id == Outbox.contact_id)
    .where(Inbox.id == bindparam("of"), Inbox.answer.is_not(None), Outbox.state.in_(_RODE))
)
_THIS = update(Outbox).where(Outbox.id == bindparam("outbox_id"), Outbox.state.in_(_RODE))


def ride_of(
    chance: Chance | None, row: Row[Any], messages: Sequence[Content], at: datetime
) -> dict[str, Any] | None:
    """The call that says `messages` in the webhook's answer, or None where it may not ride."""
    if chance is None or row.key != chance.key or len(messages) != 1:
        return None
    if row.has_unsent and not chance.is_free:
        return None
    if row.next_send_at is not None and row.next_send_at > at:
        return None
    body = chance.channel.riding(row.address, messages[0])
    return body if body is not None and chance.take(at) else None


def send_instead(db: Database, outbox_id: int, at: datetime, *, patient: bool) -> None:
    """A reply that was to ride has not left: it is due."""
    engine = db.patient if patient else db.write
    with engine.begin() as connection:
        due = {"state": OutboxState.DUE, "due_at": at, **FREE}
        connection.execute(_THIS.values(**due), {"outbox_id": outbox_id})


def ride_again(
    db: Database, account_id: int, chance: Chance, at: datetime, *, patient: bool
) -> Again:
    """What a resent post is answered with.

    The same bytes, as long as nothing else went to this chat: the platform has not carried them
    out, so their moment is not used yet. Else they go by a call, in their turn, and in doubt.
    """
    engine = db.patient if patient else db.write
    with engine.begin() as connection:
        inbox_id = connection.scalar(
            select(Inbox.id).where(Inbox.account_id == account_id, Inbox.key == chance.key)
        )
        row = connection.execute(_AGAIN, {"of": inbox_id, "outbox_key": f"i{inbox_id}:r0"}).first()
        if row is None:
            return Again()
        between = timedelta(seconds=chance.seconds)
        if row.next_send_at is not None and row.next_send_at > max(at, row.due_at + between):
            due = {"state": OutboxState.DUE, "due_at": at, **FREE}
            connection.execute(_THIS.values(doubts=Outbox.doubts + 1), {"outbox_id": row.id, **due})
            return Again(is_queued=True)
        connection.execute(_THIS, {"outbox_id": row.id, "due_at": at})
        if chance.seconds:
            keep_next_send(connection, row.contact_id, at + between)
    return Again(Ride(row.id, row.answer))
