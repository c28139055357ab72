"""Puts what is to be said into the outbox, in the transaction that decided to say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from handlers.content import Content
from handlers.engine.chat import Told
from models.account import Account, is_on_for
from models.consent import UNANSWERED
from models.contact import Contact
from models.conversation import Conversation
from models.group_chat import GroupChat
from models.outbox import Lane, Outbox, OutboxState
from models.ready import Ready
from models.same_person import living_id_of

#: how long a process may hold a row before others take it back
LEASE = timedelta(seconds=60)
_ALWAYS = (
    *("community_id", "account_id", "contact_id", "group_id", "key", "lane", "kind", "may_repeat"),
    *("content", "due_at", "attempts", "doubts", "created_at", "subject", "state"),
)
#: the columns of a reply's row
ROW = (*_ALWAYS, "lease_owner", "lease_until")
_INSERT = Ready(insert(Outbox).returning(Outbox.id), *ROW)
_INSERT_TOLD = Ready(insert(Outbox).inline(), *_ALWAYS, "not_after")
_CHATS = (
    select(Contact.id, Contact.account_id, Contact.community_id, Contact.address)
    .join(Conversation, Conversation.contact_id == Contact.id)
    .join(Account, Account.id == Contact.account_id)
    .where(
        # whoever was merged into another is told as that one
        Contact.person_id == living_id_of(bindparam("of")).scalar_subquery(),
        Contact.stopped_at.is_(None),
        Contact.overseas != UNANSWERED,
        Account.is_on,
    )
    .order_by(
        Contact.is_chosen.desc(),
        Conversation.changed_at.desc(),
        Contact.id.desc(),
    )
)
_LAST_CHAT, _ALL_CHATS = Ready(_CHATS.limit(1)), Ready(_CHATS)
#: an answer to an emergency is owed even before the yes to a foreign platform
_THIS_CHAT = Ready(
    select(Contact.id, Contact.account_id, Contact.community_id, Contact.address).where(
        Contact.id == bindparam("of"), Contact.stopped_at.is_(None), is_on_for(Contact)
    )
)
_GROUP = Ready(
    select(GroupChat.account_id, GroupChat.community_id, GroupChat.address)
    .join(Account, Account.id == GroupChat.account_id)
    .where(GroupChat.id == bindparam("of"), GroupChat.left_at.is_(None), Account.is_on)
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
    """Write replies that belong to no turn; returns them for delivery, whatever way they go."""
    keys = [insert_reply(connection, each) for each in reply_rows(to, messages, key, going)]
    return handed(keys, to, messages, going)


def reply_rows(
    to: Recipient, messages: Sequence[Content], key: str, going: Going
) -> list[dict[str, Any]]:
    """The rows of replies, to be inserted."""
    rows = []
    for n, content in enumerate(messages):
        row = _row(to, f"{key}:r{n}", Lane.REPLY, "reply", {"said": content.to_json()}, going.at)
        row.update(subject=content.subject, state=going.state, lease_owner=None, lease_until=None)
        if going.state is not OutboxState.DUE:
            row.update(lease_owner=going.owner, lease_until=going.at + LEASE)
        rows.append(row)
    return rows


def insert_reply(connection: Connection, row: dict[str, Any]) -> int:
    """Write one of them; returns its key."""
    return int(_INSERT.scalar(connection, row))


def handed(
    keys: Sequence[int], to: Recipient, messages: Sequence[Content], going: Going
) -> list[Handed]:
    """The same replies for delivery, by the keys of their rows."""
    return [
        Handed(
            outbox_id,
            to.contact_id,
            to.account_id,
            to.community_id,
            to.address,
            content,
            content.subject,
            going.at,
            going.not_before or going.at,
            going.language,
        )
        for outbox_id, content in zip(keys, messages, strict=True)
    ]


def queue_told(connection: Connection, told: Sequence[Told], key: str, at: datetime) -> int:
    """Write notices for others, each to the chat they chose or used last, or to all; how many.

    Somebody without a chat on an account that is on gets none: the worklist shows who has to be
    called.
    """
    if not told:
        return 0
    where = {chat: _recipients(connection, *chat) for chat in map(_chat, told)}
    count = 0
    for n, each in enumerate(told):
        for also, to in enumerate(where[_chat(each)]):
            content = {"notice": each.notice, "values": each.values}
            place = f"{n}.{also}" if also else f"{n}"
            row = _row(to, f"{key}:n{place}", each.lane, each.notice, content, at)
            row.update(subject=each.subject, state=OutboxState.DUE, not_after=each.not_after)
            _INSERT_TOLD.run(connection, row)
            count += 1
    return count


def _chat(told: Told) -> tuple[int, Ready]:
    if told.group_id:
        return told.group_id, _GROUP
    if told.contact_id:
        return told.contact_id, _THIS_CHAT
    return told.person_id, _ALL_CHATS if told.everywhere else _LAST_CHAT


def _recipients(connection: Connection, of: int, chats: Ready) -> list[Recipient]:
    """The chats or the group to write to, as far as we may write there."""
    return [
        Recipient(
            0 if chats is _GROUP else row.id,
            row.account_id,
            row.community_id,
            row.address,
            of if chats is _GROUP else 0,
        )
        for row in chats.rows(connection, {"of": of})
    ]


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
