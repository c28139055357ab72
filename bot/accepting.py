"""Accepting: a message is ours from the moment its row is committed, and only then is it answered.

The same key again changes nothing, however many processes get it at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.clock import Surroundings
from models.contact import Contact, meet
from models.conversation import Conversation
from models.database import Database
from models.inbox import Inbox, InboxState
from models.media import Media, MediaState
from models.ready import Ready
from models.upsert import build_insert, insert_new

#: the sweep leaves a fresh row to the process that accepted it
FIRST_RETRY = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class WantedMedia:
    """Something sent with a message that still lies at the platform; a job fetches it later.

    `source` is the platform's own reference, as the channel that fetches it wrote it.
    """

    kind: Literal["photo", "voice", "file"]
    content_type: str
    source: str
    #: bytes, 0 = not told
    size: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a channel received it. `order` is the platform's own order.

    `media` becomes rows with the message, and their ids its payload's "media".
    """

    account_id: int
    community_id: int
    address: str
    key: str
    order: int
    said_at: datetime
    payload: dict[str, Any]
    media: tuple[WantedMedia, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The contact whose turn comes; `is_new` is False for a message we already had."""

    contact_id: int
    is_new: bool


Beside = Callable[[Connection, int], None]

_MEDIA = insert(Media).returning(Media.id)
_PAYLOAD = update(Inbox).where(
    Inbox.account_id == bindparam("account"), Inbox.key == bindparam("message_key")
)


def accept(
    db: Database,
    around: Surroundings,
    inbound: Inbound,
    beside: Beside | None = None,
    *,
    patient: bool = False,
) -> Accepted:
    """Commit the message. `beside` writes more in the same transaction, for a new one only."""
    return accept_all(db, around, [(inbound, beside)], patient=patient)[0]


def accept_all(
    db: Database,
    around: Surroundings,
    messages: Sequence[tuple[Inbound, Beside | None]],
    *,
    patient: bool = False,
) -> list[Accepted]:
    """Commit the messages, all or none, in their order."""
    engine = db.patient if patient else db.write
    at = around.now()
    with engine.begin() as connection:
        accepted = [write(connection, *each, at) for each in messages]
        around.reach("accept.before_commit")
    around.reach("accept.committed")
    return accepted


def write(
    connection: Connection, inbound: Inbound, beside: Beside | None, at: datetime
) -> Accepted:
    """Write the message in a transaction of the caller's, which accepts it by its commit."""
    contact_id = meet(connection, inbound.community_id, inbound.account_id, inbound.address, at)
    is_new = insert_new(connection, Inbox, _row(inbound, contact_id, at))
    if is_new:
        _write_more(connection, inbound, contact_id, beside, at)
    return Accepted(contact_id, is_new)


def write_if_free(
    connection: Connection, contact_id: int, inbound: Inbound, beside: Beside | None, at: datetime
) -> bool:
    """The same for a contact who is known, on PostgreSQL, and her conversation is locked with it.

    False, and nothing was written, while somebody else holds that, and for a message we have.
    """
    row = _row(inbound, contact_id, at)
    values = {**row, "of_address": inbound.address}
    if not _if_free(*row).run(connection, values):
        return False
    _write_more(connection, inbound, contact_id, beside, at)
    return True


@cache
def _if_free(*names: str) -> Ready:
    row = [bindparam(name, type_=Inbox.__table__.columns[name].type) for name in names]
    hers = (
        select(*row)
        .select_from(Conversation)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(
            Contact.id == bindparam("contact_id"),
            Contact.account_id == bindparam("account_id"),
            Contact.address == bindparam("of_address"),
        )
        .with_for_update(of=Conversation, skip_locked=True)
    )
    new = build_insert("postgresql", Inbox).from_select(names, hers, include_defaults=False)
    return Ready(new.on_conflict_do_nothing().inline())


def _write_more(
    connection: Connection, inbound: Inbound, contact_id: int, beside: Beside | None, at: datetime
) -> None:
    if inbound.media:
        _want(connection, inbound, contact_id, at)
    if beside is not None:
        beside(connection, contact_id)


def _want(connection: Connection, inbound: Inbound, contact_id: int, at: datetime) -> None:
    """Write the rows of what is to be fetched.

    Only the inbox row tells a new message from a repeated one, so the payload learns their ids
    after it.
    """
    ids = [
        connection.execute(_MEDIA, _media(each, inbound, contact_id, at)).scalar_one()
        for each in inbound.media
    ]
    where = {"account": inbound.account_id, "message_key": inbound.key}
    connection.execute(_PAYLOAD, {**where, "payload": {**inbound.payload, "media": ids}})


def _media(wanted: WantedMedia, inbound: Inbound, contact_id: int, at: datetime) -> dict[str, Any]:
    return {
        "community_id": inbound.community_id,
        "contact_id": contact_id,
        "kind": wanted.kind,
        "content_type": wanted.content_type,
        "size": wanted.size,
        "seconds": wanted.seconds,
        "state": MediaState.WANTED,
        "source": wanted.source,
        "attempts": 0,
        "retry_at": at,
        "created_at": at,
    }


def _row(inbound: Inbound, contact_id: int, at: datetime) -> dict[str, Any]:
    return {
        "community_id": inbound.community_id,
        "account_id": inbound.account_id,
        "contact_id": contact_id,
        "key": inbound.key,
        "platform_order": inbound.order,
        "payload": inbound.payload,
        "state": InboxState.ACCEPTED,
        "said_at": inbound.said_at,
        "accepted_at": at,
        "attempts": 0,
        "retry_at": at + FIRST_RETRY,
    }
