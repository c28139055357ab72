"""Accepting: a message is ours from the moment its row is committed, and only then is it answered.

The same key again changes nothing, however many processes get it at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.clock import Surroundings
from models.contact import meet
from models.database import Database
from models.inbox import Inbox, InboxState
from models.upsert import insert_new

#: the sweep leaves a fresh row to the process that accepted it
FIRST_RETRY = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a channel received it. `order` is the platform's own order."""

    account_id: int
    community_id: int
    address: str
    key: str
    order: int
    said_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The contact whose turn comes; `is_new` is False for a message we already had."""

    contact_id: int
    is_new: bool


Beside = Callable[[Connection, int], None]


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
        accepted = [_write(connection, *each, at) for each in messages]
        around.reach("accept.before_commit")
    around.reach("accept.committed")
    return accepted


def _write(
    connection: Connection, inbound: Inbound, beside: Beside | None, at: datetime
) -> Accepted:
    contact_id = meet(connection, inbound.community_id, inbound.account_id, inbound.address, at)
    is_new = insert_new(connection, Inbox, _row(inbound, contact_id, at))
    if is_new and beside is not None:
        beside(connection, contact_id)
    return Accepted(contact_id, is_new)


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
