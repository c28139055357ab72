"""Puts what is to be said into the outbox, in the transaction that decided to say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from handlers.content import Content
from handlers.engine.chat import Told
from models.contact import Contact
from models.conversation import Conversation
from models.outbox import Lane, Outbox, OutboxState

#: how long a process may hold a row before others take it back
LEASE = timedelta(seconds=60)
#: built once: building a statement costs five times what running it does
_INSERT = insert(Outbox).returning(Outbox.id)


@dataclass(frozen=True, slots=True)
class Handed:
    """A reply that goes to delivery in memory, already leased."""

    outbox_id: int
    contact_id: int
    account_id: int
    community_id: int
    address: str
    content: Content
    subject: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a row goes."""

    contact_id: int
    account_id: int
    community_id: int
    address: str


def queue_replies(
    connection: Connection,
    to: Recipient,
    messages: Sequence[Content],
    key: str,
    owner: str,
    at: datetime,
) -> list[Handed]:
    """Write the turn's own replies, leased by this process; returns them for delivery."""
    handed = []
    for n, content in enumerate(messages):
        row = _row(to, f"{key}:r{n}", Lane.REPLY, "reply", {"said": content.to_json()}, at)
        row.update(
            subject=content.subject,
            state=OutboxState.LEASED,
            lease_owner=owner,
            lease_until=at + LEASE,
        )
        outbox_id = connection.execute(_INSERT, row).scalar_one()
        handed.append(
            Handed(
                outbox_id,
                to.contact_id,
                to.account_id,
                to.community_id,
                to.address,
                content,
                content.subject,
            )
        )
    return handed


def queue_told(connection: Connection, told: Sequence[Told], key: str, at: datetime) -> int:
    """Write notices for other people, each to the chat they used last; returns how many.

    Somebody without a chat gets none: the worklist shows who has to be called.
    """
    if not told:
        return 0
    where = _contacts_of(connection, {each.person_id for each in told})
    rows = []
    for n, each in enumerate(told):
        to = where.get(each.person_id)
        if to is None:
            continue
        content = {"notice": each.notice, "values": each.values}
        row = _row(to, f"{key}:n{n}", each.lane, each.notice, content, at)
        row.update(subject=each.subject, state=OutboxState.DUE, not_after=each.not_after)
        rows.append(row)
    if rows:
        connection.execute(insert(Outbox), rows)
    return len(rows)


def _contacts_of(connection: Connection, people: set[int]) -> dict[int, Recipient]:
    rows = connection.execute(
        select(
            Contact.person_id, Contact.id, Contact.account_id, Contact.community_id, Contact.address
        )
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Contact.person_id.in_(people), Contact.stopped_at.is_(None))
        .order_by(Conversation.changed_at, Contact.id)
    )
    return {
        row.person_id: Recipient(row.id, row.account_id, row.community_id, row.address)
        for row in rows.all()
    }


def _row(
    to: Recipient, key: str, lane: Lane, kind: str, content: Any, at: datetime
) -> dict[str, Any]:
    return {
        "community_id": to.community_id,
        "account_id": to.account_id,
        "contact_id": to.contact_id,
        "key": key,
        "lane": lane,
        "kind": kind,
        "may_repeat": lane is not Lane.BULK,
        "content": content,
        "due_at": at,
        "attempts": 0,
        "doubts": 0,
        "created_at": at,
    }
