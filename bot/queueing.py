"""Puts what is to be said into the outbox, in the transaction that decided to say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from handlers.content import Content
from handlers.engine.chat import Told
from models.consent import UNANSWERED
from models.contact import Contact
from models.conversation import Conversation
from models.group_chat import GroupChat
from models.outbox import Lane, Outbox, OutboxState
from models.ready import Ready

#: how long a process may hold a row before others take it back
LEASE = timedelta(seconds=60)
_INSERT = Ready(
    insert(Outbox).returning(Outbox.id),
    "community_id",
    "account_id",
    "contact_id",
    "group_id",
    "key",
    "lane",
    "kind",
    "may_repeat",
    "content",
    "due_at",
    "attempts",
    "doubts",
    "created_at",
    "subject",
    "state",
    "lease_owner",
    "lease_until",
)


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
    created_at: datetime
    #: the chat is not to be written to before then
    not_before: datetime
    #: what a channel adds of its own is said in it too
    language: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a row goes: a contact, or else a group."""

    contact_id: int
    account_id: int
    community_id: int
    address: str
    group_id: int = 0


@dataclass(frozen=True, slots=True)
class Going:
    """How a turn's replies go out.

    `leased`: by this process, from memory; `due`: through the rows, behind what is still unsent;
    `answering`: in the answer to the webhook that brought the message.
    """

    owner: str
    at: datetime
    state: OutboxState = OutboxState.LEASED
    not_before: datetime | None = None
    language: str = ""


def queue_replies(
    connection: Connection,
    to: Recipient,
    messages: Sequence[Content],
    key: str,
    going: Going,
) -> list[Handed]:
    """Write the turn's own replies; returns them for delivery, whatever way they go."""
    at = going.at
    handed = []
    for n, content in enumerate(messages):
        row = _row(to, f"{key}:r{n}", Lane.REPLY, "reply", {"said": content.to_json()}, at)
        row.update(subject=content.subject, state=going.state, lease_owner=None, lease_until=None)
        if going.state is not OutboxState.DUE:
            row.update(lease_owner=going.owner, lease_until=at + LEASE)
        outbox_id = int(_INSERT.scalar(connection, row))
        handed.append(
            Handed(
                outbox_id,
                to.contact_id,
                to.account_id,
                to.community_id,
                to.address,
                content,
                content.subject,
                at,
                going.not_before or at,
                going.language,
            )
        )
    return handed


def queue_told(connection: Connection, told: Sequence[Told], key: str, at: datetime) -> int:
    """Write notices for other people, each to the chat they used last; returns how many.

    Somebody without a chat gets none: the worklist shows who has to be called.
    """
    if not told:
        return 0
    where = _contacts_of(connection, {each.person_id for each in told if not each.group_id})
    groups = _groups(connection, {each.group_id for each in told if each.group_id})
    rows = []
    for n, each in enumerate(told):
        to = groups.get(each.group_id) if each.group_id else where.get(each.person_id)
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
        .where(
            Contact.person_id.in_(people),
            Contact.stopped_at.is_(None),
            Contact.overseas != UNANSWERED,
        )
        .order_by(Conversation.changed_at, Contact.id)
    )
    return {
        row.person_id: Recipient(row.id, row.account_id, row.community_id, row.address)
        for row in rows.all()
    }


def _groups(connection: Connection, ids: set[int]) -> dict[int, Recipient]:
    if not ids:
        return {}
    rows = connection.execute(
        select(GroupChat.id, GroupChat.account_id, GroupChat.community_id, GroupChat.address).where(
            GroupChat.id.in_(ids), GroupChat.left_at.is_(None)
        )
    )
    return {
        row.id: Recipient(0, row.account_id, row.community_id, row.address, row.id) for row in rows
    }


def _row(
    to: Recipient, key: str, lane: Lane, kind: str, content: Any, at: datetime
) -> dict[str, Any]:
    return {
        "community_id": to.community_id,
        "account_id": to.account_id,
        "contact_id": to.contact_id or None,
        "group_id": to.group_id or None,
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
