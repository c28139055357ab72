"""Turns queued notices into rows of the outbox, a slice at a time, and ends what is over.

A slice is one short transaction with its cursor, so a crash repeats nobody; should the cursor ever
be wrong, the key of each row, notice and person, still lets nobody have it twice. The words stand
once, in the notice; the rows only name it.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    cast,
    literal,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.clock import Surroundings
from bot.queueing import queue_told
from bot.running import Runner
from handlers.broadcast_news import CARD, DONE, NEWS, counted
from handlers.engine.chat import Told
from models.audience import Circle, next_people, reach
from models.contact import Contact
from models.database import Database
from models.notice import Notice, NoticeState, tally
from models.outbox import GaveUp, Lane, Outbox, OutboxState, holders
from models.upsert import insert_for

#: people in one transaction: it must not hold an SQLite file for longer than 50 ms
SLICE = 500
#: others write between two slices
PAUSE_SECONDS = 0.005
SLICES_A_TICK = 100
OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING)

_QUEUED = (
    select(Notice)
    .where(Notice.state == NoticeState.QUEUED)
    .order_by(Notice.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_ENDING = select(Notice.id, Notice.state).where(
    Notice.state.in_([NoticeState.SENT, NoticeState.STOPPED]), Notice.done_at.is_(None)
)


def expand_once(db: Database, around: Surroundings, limit: int = SLICE) -> int:
    """Queue the next `limit` people of the first queued notice; returns how many those were.

    0 when there is nothing to do, or another process is at it. Pause between two calls: others
    write, too.
    """
    at = around.now()
    with db.patient.begin() as connection:
        with Session(connection) as session:
            notice = session.scalar(_QUEUED)
            if notice is None:
                return 0
            people = next_people(connection, _circle(notice, at), notice.cursor, limit)
            if people:
                contacts = [contact_id for _person_id, contact_id in people]
                notice.queued += _write_rows(connection, notice, contacts, at)
                notice.cursor = people[-1][0]
            if len(people) < limit:
                notice.state = NoticeState.SENT
            session.flush()
        around.reach("notice.before_commit")
    around.reach("notice.expanded")
    return len(people)


def _circle(notice: Notice, at: datetime) -> Circle:
    return Circle(notice.community_id, notice.author_id, notice.audience, at)


def _write_rows(connection: Connection, notice: Notice, contacts: list[int], at: datetime) -> int:
    """One row for each of these people, unless they have one; returns how many are new."""
    values = {
        "contacts": contacts,
        "notice": notice.id,
        "key": f"n{notice.id}:",
        "content": {"notice": NEWS, "values": {"notice": notice.id}},
        "at": at,
        "not_after": notice.not_after,
    }
    return connection.execute(_insert(connection), values).rowcount


def _insert(connection: Connection) -> Any:
    """All rows of a slice in one statement: what they share is bound, and sealed, once."""
    row: dict[InstrumentedAttribute[Any], ColumnElement[Any]] = {
        Outbox.community_id: Contact.community_id.expression,
        Outbox.account_id: Contact.account_id.expression,
        Outbox.contact_id: Contact.id.expression,
        Outbox.notice_id: bindparam("notice", type_=Outbox.notice_id.type),
        Outbox.key: bindparam("key", type_=Outbox.key.type) + cast(Contact.person_id, String),
        Outbox.lane: literal(Lane.BULK, Outbox.lane.type),
        Outbox.kind: literal(NEWS, Outbox.kind.type),
        Outbox.may_repeat: literal(False, Outbox.may_repeat.type),
        Outbox.content: bindparam("content", type_=Outbox.content.type),
        Outbox.subject: literal("", Outbox.subject.type),
        Outbox.state: literal(OutboxState.DUE, Outbox.state.type),
        Outbox.due_at: bindparam("at", type_=Outbox.due_at.type),
        Outbox.not_after: bindparam("not_after", type_=Outbox.not_after.type),
        Outbox.attempts: literal(0, Outbox.attempts.type),
        Outbox.doubts: literal(0, Outbox.doubts.type),
        Outbox.created_at: bindparam("at", type_=Outbox.created_at.type),
    }
    these = Contact.id.in_(bindparam("contacts", expanding=True))
    rows = select(*row.values()).where(these).order_by(Contact.id)
    made = insert_for(connection, Outbox).from_select([each.key for each in row], rows)
    return made.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def end_once(db: Database, around: Surroundings) -> int:
    """Look at notices that may be over; returns for how many something was done.

    The rows of a stopped one are taken out of the queue, a slice a call. When nothing of a notice
    is on its way any more, its author is told how it went.
    """
    with db.read.connect() as connection:
        going = connection.execute(_ENDING).all()
    done = 0
    for notice_id, state in going:
        if state is NoticeState.STOPPED and _take_out(db, notice_id):
            done += 1
        elif not _is_on_its_way(db, notice_id):
            done += _end(db, around, notice_id)
    return done


def _take_out(db: Database, notice_id: int) -> int:
    due = (Outbox.notice_id == notice_id) & (Outbox.state == OutboxState.DUE)
    picked = select(Outbox.id).where(due).limit(SLICE).with_for_update(skip_locked=True)
    with db.patient.begin() as connection:
        taken = connection.execute(
            update(Outbox)
            .where(Outbox.id.in_(picked.scalar_subquery()), due)
            .values(state=OutboxState.GAVE_UP, reason=GaveUp.TOO_OLD)
        )
    return taken.rowcount


def _is_on_its_way(db: Database, notice_id: int) -> bool:
    rows = select(Outbox.id).where(Outbox.notice_id == notice_id, Outbox.state.in_(OPEN))
    with db.read.connect() as connection:
        return connection.scalar(rows.limit(1)) is not None


def _end(db: Database, around: Surroundings, notice_id: int) -> int:
    """Write down that it is over, and tell its author; 1 unless another process was first."""
    at = around.now()
    with db.reading() as session:
        notice = session.get_one(Notice, notice_id)
        meant = reach(session, _circle(notice, notice.let_go_at or at))
        told = [Told(notice.author_id, DONE, counted(notice, tally(session, notice_id), meant))]
        told += [
            Told(each, CARD, {"notice": notice_id}, notice.subject)
            for each in holders(session, notice.subject)
        ]
    over = update(Notice).where(Notice.id == notice_id, Notice.done_at.is_(None)).values(done_at=at)
    with db.patient.begin() as connection:
        if not connection.execute(over).rowcount:
            return 0
        queue_told(connection, told, f"n{notice_id}.done", at)
        around.reach("notice.before_end")
    return 1


class Expander:
    """Expands notices and ends them, in one process, a tick at a time."""

    def __init__(
        self, db: Database, runner: Runner, around: Surroundings, look: Callable[[], None]
    ) -> None:
        """`look` tells delivery that something was queued."""
        self._db, self._runner, self._around, self._look = db, runner, around, look

    async def expand(self) -> None:
        """Queue what was announced: at most 50,000 people, so that a stop need not wait long."""
        await self._often(expand_once)

    async def end(self) -> None:
        """End what is over."""
        await self._often(end_once)

    async def _often(self, once: Callable[[Database, Surroundings], int]) -> None:
        for _n in range(SLICES_A_TICK):
            if not await self._runner.aside(once, self._db, self._around):
                return
            self._look()
            await asyncio.sleep(PAUSE_SECONDS)
