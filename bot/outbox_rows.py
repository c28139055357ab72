"""The outbox rows under delivery's hands: marking, giving up, trying again, taking back.

Every function writes in the caller's transaction, the same on both databases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    select,
    update,
)

from bot.queueing import LEASE
from handlers.content import Content
from models.contact import Contact
from models.database import Database
from models.group_chat import GroupChat
from models.outbox import GaveUp, Outbox, OutboxState, SentMessage
from models.ready import Ready
from models.upsert import build_insert

HOUR = timedelta(hours=1)
FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_THESE = update(Outbox).where(Outbox.id.in_(_IDS))
_SENDING = (
    update(Outbox)
    .where(
        Outbox.id.in_(_IDS),
        Outbox.state == OutboxState.LEASED,
        Outbox.lease_owner == bindparam("owner"),
    )
    .values(
        state=OutboxState.SENDING,
        lease_until=bindparam("until"),
        attempts=Outbox.attempts + 1,
    )
    .returning(Outbox.id)
)
_RIDING = _THESE.where(Outbox.state == OutboxState.ANSWERING)
_CARD = Ready(
    select(SentMessage.platform_id).where(
        SentMessage.contact_id == bindparam("contact_id"),
        SentMessage.subject == bindparam("subject"),
    )
)
_GROUP_CARD = Ready(
    select(SentMessage.platform_id).where(
        SentMessage.group_id == bindparam("group_id"), SentMessage.subject == bindparam("subject")
    )
)
_NEXT_SEND = {
    table: update(table)
    .where(table.id == bindparam("of"))
    .values(next_send_at=bindparam("next_send"))
    for table in (Contact, GroupChat)
}


@dataclass(frozen=True, slots=True)
class Job:
    """One message ready to go. `replaces` is the platform's id of the card it renews."""

    outbox_id: int
    contact_id: int
    group_id: int
    community_id: int
    account_id: int
    address: str
    content: Content
    created_at: datetime
    #: the call's moment
    at: datetime
    replaces: str = ""
    #: asked for just now: goes below, and the older card steps back
    fresh: bool = False
    attempts: int = 0
    doubts: int = 0
    may_repeat: bool = True
    is_bulk: bool = False
    kind: str = "reply"
    #: what the channel adds of its own is said in it too
    language: str = ""
    #: the notice to many that it is of, or 0
    notice_id: int = 0
    #: others who are told the same in the same call (bot/together.py)
    fellows: tuple["Job", ...] = ()

    @property
    def everybody(self) -> list["Job"]:
        """All whom this call is to, each alone."""
        return [replace(self, fellows=()), *self.fellows] if self.fellows else [self]

    @property
    def chat(self) -> tuple[int, int]:
        """Tells chats apart: the contact, or the group."""
        return (self.contact_id, self.group_id)

    @property
    def is_edit(self) -> bool:
        """It only changes what stands there already, so doing it twice does no harm."""
        return bool(self.replaces) and not self.fresh


def ids_of(jobs: Iterable[Job]) -> list[int]:
    """The rows of everybody whom these calls are to."""
    return [each.outbox_id for job in jobs for each in job.everybody]


def mark_sending(connection: Connection, ids: Iterable[int], owner: str, at: datetime) -> set[int]:
    """Commit `sending` before the bytes leave; returns the rows that are still ours."""
    values = {"ids": list(ids), "owner": owner, "until": at + LEASE}
    return set(connection.scalars(_SENDING, values)) if values["ids"] else set()


def mark_sent(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """The platform has them."""
    sent = {"state": OutboxState.SENT, "sent_at": at, "due_at": at, **FREE}
    connection.execute(_THESE, {"ids": ids, **sent})


def mark_answered(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """They rode in a webhook's answer, whose bytes were written."""
    if not ids:
        return
    answered = {"state": OutboxState.ANSWERED, "sent_at": at, "due_at": at, "attempts": 1, **FREE}
    connection.execute(_RIDING, {"ids": ids, **answered})


def give_up(connection: Connection, outbox_id: int, reason: GaveUp, at: datetime) -> None:
    """It will not be sent, for one of the closed reasons."""
    give_all_up(connection, [outbox_id], reason, at)


def give_all_up(connection: Connection, ids: Sequence[int], reason: GaveUp, at: datetime) -> None:
    """None of them will be sent, all for this reason."""
    gone = {"state": OutboxState.GAVE_UP, "reason": reason, "due_at": at, **FREE}
    connection.execute(_THESE, {"ids": ids, **gone})


def again_at(connection: Connection, outbox_id: int, due_at: datetime) -> None:
    """Due once more, later; nothing of it went out."""
    all_again_at(connection, [outbox_id], due_at)


def all_again_at(connection: Connection, ids: Sequence[int], due_at: datetime) -> None:
    """All of them due once more, later; nothing of them went out."""
    due = {"state": OutboxState.DUE, "due_at": due_at, **FREE}
    connection.execute(_THESE, {"ids": ids, **due})


def in_doubt(connection: Connection, job: Job, due_at: datetime) -> None:
    """It may have arrived. Once more if it may be repeated and was in doubt only now."""
    again = job.may_repeat and job.doubts == 0
    connection.execute(
        update(Outbox)
        .where(Outbox.id == job.outbox_id)
        .values(
            state=OutboxState.DUE if again else OutboxState.UNCERTAIN,
            due_at=due_at,
            doubts=Outbox.doubts + 1,
            **FREE,
        )
    )


def stop_chat(connection: Connection, job: Job, at: datetime) -> None:
    """Nobody is reached there any more: what waits for this chat is given up too."""
    if job.group_id:
        gone = update(GroupChat).where(GroupChat.id == job.group_id, GroupChat.left_at.is_(None))
        connection.execute(gone.values(left_at=at))
        waiting: ColumnElement[bool] = Outbox.group_id == job.group_id
    else:
        stop = update(Contact).where(Contact.id == job.contact_id, Contact.stopped_at.is_(None))
        connection.execute(stop.values(stopped_at=at))
        waiting = Outbox.contact_id == job.contact_id
    connection.execute(
        update(Outbox)
        .where(waiting, Outbox.state == OutboxState.DUE)
        .values(state=OutboxState.GAVE_UP, reason=GaveUp.BLOCKED, due_at=at)
    )


def free_from(connection: Connection, free: dict[tuple[int, int], datetime]) -> None:
    """When each of these chats may be written to again."""
    for table, place in ((Contact, 0), (GroupChat, 1)):
        values = [
            {"of": chat[place], "next_send": at} for chat, at in sorted(free.items()) if chat[place]
        ]
        if values:
            connection.execute(_NEXT_SEND[table], values)


def full_until(
    connection: Connection, contacts: Sequence[int], most: int, at: datetime
) -> dict[tuple[int, int], datetime]:
    """Chats that have all they may get within an hour with what goes now, and until when."""
    found = connection.execute(
        select(Outbox.contact_id, func.min(Outbox.sent_at).label("first"))
        .where(
            Outbox.contact_id.in_(contacts),
            Outbox.state.in_((OutboxState.SENT, OutboxState.ANSWERED)),
            Outbox.sent_at > at - HOUR,
        )
        .group_by(Outbox.contact_id)
        .having(func.count() >= most - 1)
    )
    return {(row.contact_id, 0): row.first + HOUR for row in found}


def leave_alone(
    connection: Connection, account_id: int, address: str, until: datetime
) -> list[tuple[int, int]]:
    """Write nothing to whoever has this address before then; returns the chat."""
    chats: list[tuple[int, int]] = []
    for table, place in ((Contact, 0), (GroupChat, 1)):
        known = update(table).where(table.account_id == account_id, table.address == address)
        ids = connection.scalars(known.values(next_send_at=until).returning(table.id))
        chats.extend((each, 0) if place == 0 else (0, each) for each in ids)
    return chats


def left_alone_until(db: Database, account_id: int, address: str) -> datetime | None:
    """When whoever has this address may be written to again; None for right now."""
    with db.read.connect() as connection:
        moments = [
            connection.scalar(
                select(table.next_send_at).where(
                    table.account_id == account_id, table.address == address
                )
            )
            for table in (Contact, GroupChat)
        ]
    return max((each for each in moments if each is not None), default=None)


def was_told(connection: Connection, row: Row[Any]) -> bool:
    """Whether this chat was given a card of the same subject before, or did itself what it is of.

    For channels on which a card cannot be changed.
    """
    before = select(Outbox.id).where(
        Outbox.subject == row.subject, Outbox.contact_id == row.contact_id, Outbox.id < row.id
    )
    return connection.scalar(before.limit(1)) is not None


def live_card(connection: Connection, chat: tuple[int, int], subject: str) -> str:
    """The platform's id of the card this chat has of `subject`, or nothing."""
    contact_id, group_id = chat
    if group_id:
        return _GROUP_CARD.scalar(connection, {"group_id": group_id, "subject": subject}) or ""
    return _CARD.scalar(connection, {"contact_id": contact_id, "subject": subject}) or ""


def remember_card(connection: Connection, job: Job, platform_id: str, at: datetime) -> None:
    """From now on the card of this subject is that message."""
    row = {
        "community_id": job.community_id,
        "contact_id": job.contact_id or None,
        "group_id": job.group_id or None,
        "subject": job.content.subject,
        "platform_id": platform_id,
        "sent_at": at,
    }
    chat = "group_id" if job.group_id else "contact_id"
    _remember(connection.dialect.name, chat, *row).run(connection, row)


@cache
def _remember(dialect: str, chat: str, *names: str) -> Ready:
    made = build_insert(dialect, SentMessage)
    anew = {name: made.excluded[name] for name in ("platform_id", "sent_at")}
    card = made.on_conflict_do_update(index_elements=[chat, "subject"], set_=anew)
    return Ready(card.inline(), *names)


def forget_card(connection: Connection, job: Job) -> None:
    """The card that was to be changed is not there any more."""
    connection.execute(
        delete(SentMessage).where(
            SentMessage.contact_id == job.contact_id
            if job.contact_id
            else SentMessage.group_id == job.group_id,
            SentMessage.subject == job.content.subject,
            SentMessage.platform_id == job.replaces,
        )
    )
