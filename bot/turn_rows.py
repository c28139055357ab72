"""The rows of a turn that are the same in every conversation: what to handle next, what is done.

Statements are built once, here: building one costs five times what running it does.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    and_,
    bindparam,
    literal,
    not_,
    or_,
    select,
    update,
)

from bot.leasing import OPEN_STATES, is_in_the_way
from handlers.engine.state import State
from models.account import Account
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.inbox import Inbox, InboxState
from models.outbox import Lane, Outbox, OutboxState
from models.ready import Ready

_OF: BindParameter[int] = bindparam("of")
_HERS = select(Conversation.contact_id).where(Conversation.contact_id == _OF)
_LOCK = Ready(_HERS.with_for_update())
_ON_THE_WAY = [
    literal(each, Outbox.state.type) for each in (OutboxState.SENDING, OutboxState.ANSWERING)
]
#: something for this contact is unsent
_UNSENT = select(literal(1)).where(
    Outbox.contact_id == Inbox.contact_id,
    Outbox.state.in_(OPEN_STATES),
    Outbox.lane != Lane.BULK,
    is_in_the_way(Outbox),
    # and she has not been told it: what was said a moment ago need not be marked yet
    not_(and_(Outbox.state.in_(_ON_THE_WAY), Outbox.id <= bindparam("told"))),
)
#: and not in the hands of this process
_OLDER = _UNSENT.where(
    or_(
        Outbox.state == OutboxState.DUE,
        Outbox.lease_owner.is_distinct_from(bindparam("owner")),
    )
)
_MESSAGE = (
    select(
        Inbox.id,
        Inbox.key,
        Inbox.payload,
        Inbox.said_at,
        Inbox.accepted_at,
        Inbox.attempts,
        Conversation.state,
        Contact.id.label("contact_id"),
        Contact.account_id,
        Contact.community_id,
        Contact.person_id,
        Contact.language,
        Contact.overseas,
        Contact.digits,
        Contact.address,
        Contact.next_send_at,
        Contact.stopped_at,
        _UNSENT.exists().label("has_unsent"),
        _OLDER.exists().label("has_older"),
        Account.channel,
        Community.language.label("community_language"),
    )
    .join(Conversation, Conversation.contact_id == Inbox.contact_id)
    .join(Contact, Contact.id == Inbox.contact_id)
    .join(Account, Account.id == Contact.account_id)
    .join(Community, Community.id == Contact.community_id)
    .where(Inbox.state == InboxState.ACCEPTED)
)
_FIRST = _MESSAGE.where(Inbox.contact_id == _OF).order_by(Inbox.platform_order, Inbox.id)
_NEXT = Ready(_FIRST.limit(2))
_THIS = Ready(_MESSAGE.where(Inbox.id == _OF))
_CONVERSATION = Ready(
    update(Conversation).where(Conversation.contact_id == _OF),
    "state",
    "script",
    "changed_at",
    "nudged_at",
)
_DONE = Ready(update(Inbox).where(Inbox.id == _OF), "state", "done_at", "retry_at", "answer")
_LANGUAGE = Ready(update(Contact).where(Contact.id == _OF), "language")
_INBOX = update(Inbox).where(Inbox.id == _OF)
_NEXT_SEND = Ready(update(Contact).where(Contact.id == _OF), "next_send_at")
_CONTACT = update(Contact).where(Contact.id == _OF)


def lock(connection: Connection, contact_id: int) -> None:
    """Lock the conversation row, so that whatever is read after this is fresh.

    SQLite has the whole file for this transaction already.
    """
    if connection.dialect.name != "sqlite":
        _LOCK.rows(connection, {"of": contact_id})


def next_accepted(
    connection: Connection, contact_id: int, owner: str, told: int, at: datetime
) -> tuple[Row[Any] | None, bool]:
    """The contact's first accepted message with where the chat stands, and whether more wait.

    `told` is the newest row that she has been told by this process, or 0.
    """
    rows = _NEXT.rows(connection, {"of": contact_id, "owner": owner, "told": told, "at": at})
    return (rows[0] if rows else None), len(rows) > 1


def still_accepted(
    connection: Connection, inbox_id: int, owner: str, at: datetime
) -> Row[Any] | None:
    """This message, unless its turn is over or failed already."""
    rows = _THIS.rows(connection, {"of": inbox_id, "owner": owner, "told": 0, "at": at})
    return rows[0] if rows else None


def keep_state(connection: Connection, contact_id: int, state: State, at: datetime) -> None:
    """Where the chat stands now."""
    script = state.open.script if state.open else None
    values = {"state": state.to_json(), "script": script, "changed_at": at, "nudged_at": None}
    _CONVERSATION.run(connection, {"of": contact_id, **values})


def keep_language(connection: Connection, contact_id: int, language: str) -> None:
    """The language this contact is spoken to in."""
    _LANGUAGE.run(connection, {"of": contact_id, "language": language})


def keep_reachable(connection: Connection, contact_id: int) -> None:
    """Whoever writes has not blocked us, or not any more."""
    connection.execute(_CONTACT, {"of": contact_id, "stopped_at": None})


def keep_next_send(connection: Connection, contact_id: int, next_send_at: datetime) -> None:
    """When this contact may be written to again."""
    _NEXT_SEND.run(connection, {"of": contact_id, "next_send_at": next_send_at})


def mark_done(connection: Connection, inbox_id: int, answer: Any, at: datetime) -> None:
    """Its turn is over. `answer` rides: the same bytes for the same post, should it come again."""
    values = {"state": InboxState.DONE, "done_at": at, "retry_at": None, "answer": answer}
    _DONE.run(connection, {"of": inbox_id, **values})


def mark_failed(connection: Connection, row: Row[Any], error_id: str) -> None:
    """A bug stopped it; it waits for `linli inbox retry`."""
    values = {"state": InboxState.FAILED, "error_id": error_id, "attempts": row.attempts + 1}
    connection.execute(_INBOX, {"of": row.id, **values})


def mark_later(connection: Connection, row: Row[Any], retry_at: datetime) -> None:
    """The sweep takes it up then."""
    values = {"attempts": row.attempts + 1, "retry_at": retry_at}
    connection.execute(_INBOX, {"of": row.id, **values})
