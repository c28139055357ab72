"""Which messages go next: leased by one process, in order for each chat, replies before bulk.

A chat gets one message at a time. Answers and notices keep the order they were made in; a notice
to many waits until nothing else does, so a broadcast never delays an answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.queueing import LEASE
from models.contact import Contact
from models.group_chat import GroupChat
from models.outbox import Lane, Outbox, OutboxState
from models.ready import Ready

BATCH = 50
#: tries, about two and a half minutes
HOLDS_UP = 3
OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING, OutboxState.ANSWERING)

# What runs with every batch is built once: building a statement costs five times what running
# it does.
_AT: BindParameter[datetime] = bindparam("at")
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_OLDER = aliased(Outbox)
OPEN_STATES = [literal(each, Outbox.state.type) for each in OPEN]
_PERSONAL = [literal(each, Outbox.lane.type) for each in (Lane.REPLY, Lane.NOTICE)]


def is_in_the_way(older: type[Outbox]) -> ColumnElement[bool]:
    """It is due, or was tried a moment ago and is tried again: what is newer waits behind it.

    A message that found trouble for minutes holds nothing else up.
    """
    return or_(older.due_at <= _AT, older.attempts.between(1, HOLDS_UP))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one look may take: for which account, and how many of each."""

    account_id: int
    owner: str
    at: datetime
    limit: int = BATCH
    #: rows of this notice to many alone
    notice_id: int = 0


def _next(chat: type[Contact] | type[GroupChat], bulk: bool, alike: bool = False) -> Select[Any]:
    """Rows of one kind whose chat is free and which nothing of that chat goes before.

    `alike` ones are of one notice to many.
    """
    mine: InstrumentedAttribute[Any] = Outbox.contact_id if chat is Contact else Outbox.group_id
    same = _OLDER.contact_id == mine if chat is Contact else _OLDER.group_id == mine
    before = _OLDER.id < Outbox.id
    goes_before = (
        or_(_OLDER.lane != Lane.BULK, before) if bulk else and_(_OLDER.lane != Lane.BULK, before)
    )
    older = select(literal(1)).where(
        same,
        _OLDER.state.in_(OPEN_STATES),
        goes_before,
        _OLDER.id != Outbox.id,
        is_in_the_way(_OLDER),
    )
    return (
        select(Outbox.id)
        .join(chat, chat.id == mine)
        .where(
            Outbox.account_id == bindparam("account_id"),
            Outbox.state == OutboxState.DUE,
            Outbox.lane == Lane.BULK if bulk else Outbox.lane.in_(_PERSONAL),
            Outbox.due_at <= _AT,
            or_(chat.next_send_at.is_(None), chat.next_send_at <= _AT),
            ~older.exists(),
            *([Outbox.notice_id == bindparam("notice_id")] if alike else []),
        )
        .order_by(Outbox.lane.desc(), Outbox.due_at, Outbox.id)
        .limit(bindparam("limit"))
        .with_for_update(of=Outbox, skip_locked=True)
    )


#: in the order in which they are looked for, and which of _LEASED reads them
_NEXT = (
    (Ready(_next(Contact, bulk=False)), 0),
    (Ready(_next(GroupChat, bulk=False)), 1),
    (Ready(_next(Contact, bulk=True)), 0),
)
_ALIKE = ((Ready(_next(Contact, bulk=True, alike=True)), 0),)
_LEASE = update(Outbox).where(Outbox.id.in_(_IDS))
_ROWS = select(
    *Outbox.__table__.columns,
    Contact.address,
    Contact.person_id,
    Contact.language,
    Contact.stopped_at,
    Contact.overseas,
).join(Contact, Contact.id == Outbox.contact_id)
_GROUP_ROWS = select(
    *Outbox.__table__.columns,
    GroupChat.address,
    null().label("person_id"),
    literal("").label("language"),
    GroupChat.left_at.label("stopped_at"),
    literal("").label("overseas"),
).join(GroupChat, GroupChat.id == Outbox.group_id)
_LEASED = tuple(rows.where(Outbox.id.in_(_IDS)) for rows in (_ROWS, _GROUP_ROWS))


def rows_of(connection: Connection, ids: list[int]) -> list[Row[Any]]:
    """These rows of private chats with the chat they go to, oldest first."""
    return sorted(connection.execute(_LEASED[0], {"ids": ids}), key=lambda row: int(row.id))


def lease_due(connection: Connection, wanted: Wanted) -> list[Row[Any]]:
    """Lease what goes next, with the chat it goes to; urgent first, at most `wanted.limit`."""
    values = {"account_id": wanted.account_id, "at": wanted.at}
    if wanted.notice_id:
        values["notice_id"] = wanted.notice_id
    ids: list[int] = []
    wholes: set[int] = set()
    for ready, whole in _ALIKE if wanted.notice_id else _NEXT:
        left = wanted.limit - len(ids)
        if left > 0:
            found = ready.rows(connection, {**values, "limit": left})
            ids.extend(row.id for row in found)
            wholes.update([whole] if found else [])
    if not ids:
        return []
    lease = {
        "state": OutboxState.LEASED,
        "lease_owner": wanted.owner,
        "lease_until": wanted.at + LEASE,
    }
    connection.execute(_LEASE, {"ids": ids, **lease})
    rows: list[Row[Any]] = []
    for whole in wholes:
        rows.extend(connection.execute(_LEASED[whole], {"ids": ids}))
    place = {outbox_id: n for n, outbox_id in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.id])
