"""The outbox rows under delivery's hands: leasing, wording, marking, taking back.

Every function is one short transaction, the same on both databases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from bot.queueing import LEASE
from handlers.content import Content
from handlers.engine.buttons import Bearer, with_actions
from handlers.language import speaking
from handlers.notice import Reading
from handlers.notices import NOTICES
from models.contact import Contact
from models.database import Database
from models.lore import Lore
from models.outbox import GaveUp, Lane, Outbox, OutboxState, SentMessage
from models.person import Person
from models.upsert import insert_for

BATCH = 50
OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING)

# What runs with every batch is built once: building a statement costs five times what running
# it does.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_OLDER = aliased(Outbox)
_NEXT = (
    select(Outbox.id)
    .where(
        Outbox.state == OutboxState.DUE,
        Outbox.due_at <= bindparam("at"),
        Outbox.account_id.in_(bindparam("accounts", expanding=True)),
        Outbox.id
        == select(func.min(_OLDER.id))
        .where(
            _OLDER.contact_id == Outbox.contact_id,
            _OLDER.state.in_(OPEN),
            _OLDER.due_at <= bindparam("at"),
        )
        .scalar_subquery(),
    )
    .order_by(Outbox.lane.desc(), Outbox.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
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
_WITH_CONTACT = (
    select(
        *Outbox.__table__.columns,
        Contact.address,
        Contact.person_id,
        Contact.language,
        Contact.stopped_at,
    )
    .join(Contact, Contact.id == Outbox.contact_id)
    .where(Outbox.id.in_(_IDS))
    .order_by(Outbox.id)
)
_CARD = select(SentMessage.platform_id).where(
    SentMessage.contact_id == bindparam("contact_id"), SentMessage.subject == bindparam("subject")
)


@dataclass(frozen=True, slots=True)
class Job:
    """One message ready to go. `replaces` is the platform's id of the card it renews."""

    outbox_id: int
    contact_id: int
    community_id: int
    account_id: int
    address: str
    content: Content
    replaces: str = ""
    #: asked for just now: goes below, and the older card steps back
    fresh: bool = False
    attempts: int = 0
    may_repeat: bool = True


def lease_due(
    connection: Connection, accounts: Sequence[int], owner: str, at: datetime
) -> list[Row[Any]]:
    """Lease the next row of each contact, oldest first, replies before notices before bulk."""
    ids = list(connection.scalars(_NEXT, {"accounts": accounts, "at": at}))
    if not ids:
        return []
    lease = {"state": OutboxState.LEASED, "lease_owner": owner, "lease_until": at + LEASE}
    connection.execute(_THESE, {"ids": ids, **lease})
    rows: list[Row[Any]] = [*connection.execute(_WITH_CONTACT, {"ids": ids})]
    return rows


def word(
    connection: Connection, row: Row[Any], lore: Lore, new_token: Any, at: datetime
) -> Content | GaveUp:
    """What this row says now, or why it is not said any more."""
    if row.stopped_at is not None:
        return GaveUp.BLOCKED
    if row.not_after is not None and row.not_after < at:
        return GaveUp.TOO_OLD
    if "said" in row.content:
        return Content.from_json(row.content["said"])
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        known = lore.of(session, row.community_id, at)
        person = session.get(Person, row.person_id) if row.person_id else None
        reading = Reading(session, known, person, at)
        with speaking(row.language or known.community.language):
            message = NOTICES[row.content["notice"]](reading, row.content["values"])
        if message is None:
            return GaveUp.TOO_OLD
        bearer = Bearer(row.contact_id, row.community_id, new_token)
        content = with_actions(session, message.content, message.actions, bearer, at)
        session.commit()
    return content


def mark_sending(connection: Connection, ids: Iterable[int], owner: str, at: datetime) -> set[int]:
    """Commit `sending` before the bytes leave; returns the rows that are still ours."""
    values = {"ids": list(ids), "owner": owner, "until": at + LEASE}
    return set(connection.scalars(_SENDING, values))


def mark_sent(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """The platform has them."""
    sent = {"state": OutboxState.SENT, "sent_at": at, "lease_owner": None, "lease_until": None}
    connection.execute(_THESE, {"ids": ids, **sent})


def give_up(connection: Connection, outbox_id: int, reason: GaveUp) -> None:
    """It will not be sent, for one of the closed reasons."""
    connection.execute(
        update(Outbox)
        .where(Outbox.id == outbox_id)
        .values(state=OutboxState.GAVE_UP, reason=reason, lease_owner=None, lease_until=None)
    )


def again_at(connection: Connection, outbox_id: int, due_at: datetime, doubts: int = 0) -> None:
    """Due once more, later; `doubts` counts those that may have been sent already."""
    connection.execute(
        update(Outbox)
        .where(Outbox.id == outbox_id)
        .values(
            state=OutboxState.DUE,
            due_at=due_at,
            lease_owner=None,
            lease_until=None,
            doubts=Outbox.doubts + doubts,
        )
    )


def live_card(connection: Connection, contact_id: int, subject: str) -> str:
    """The platform's id of the card this contact has of `subject`, or nothing."""
    return connection.scalar(_CARD, {"contact_id": contact_id, "subject": subject}) or ""


def remember_card(connection: Connection, job: Job, platform_id: str, at: datetime) -> None:
    """From now on the card of this subject is that message."""
    row = insert_for(connection, SentMessage).values(
        community_id=job.community_id,
        contact_id=job.contact_id,
        subject=job.content.subject,
        platform_id=platform_id,
        sent_at=at,
    )
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["contact_id", "subject"],
            set_={"platform_id": platform_id, "sent_at": at},
        )
    )


def take_back(db: Database, at: datetime, dead: Sequence[str] | None) -> tuple[int, int]:
    """Take back rows of processes that are gone: how many were never tried, how many in doubt.

    `dead` names the owners known to be gone, None means everybody; other rows wait for their
    lease to lapse. A doubtful row goes once more if it may be repeated.
    """
    lapsed = Outbox.lease_until < at - timedelta(seconds=5)
    gone = lapsed | Outbox.lease_owner.in_(dead) if dead is not None else Outbox.id.is_not(None)
    free = {"lease_owner": None, "lease_until": None}
    with db.patient.begin() as connection:
        untried = connection.execute(
            update(Outbox)
            .where(Outbox.state == OutboxState.LEASED, gone)
            .values(state=OutboxState.DUE, **free)
        )
        in_doubt = connection.execute(
            update(Outbox)
            .where(Outbox.state == OutboxState.SENDING, gone)
            .values(state=OutboxState.UNCERTAIN, doubts=Outbox.doubts + 1, **free)
        )
        connection.execute(
            update(Outbox)
            .where(
                Outbox.state == OutboxState.UNCERTAIN,
                Outbox.may_repeat.is_(True),
                Outbox.doubts == 1,
                Outbox.lane != Lane.BULK,
            )
            .values(state=OutboxState.DUE)
        )
    return untried.rowcount, in_doubt.rowcount
