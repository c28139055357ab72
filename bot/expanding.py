"""Turns queued notices into rows of the outbox, a slice at a time, and ends what is over.

A slice is one short transaction with its cursor, so a crash repeats nobody; should the cursor ever
be wrong, the key of each row, notice and person, still lets nobody have it twice. The words stand
once, in the notice; the rows only name it.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    String,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.calling_up import CallingUp, ring_held_once
from bot.clock import Surroundings
from bot.queueing import queue_told
from bot.running import Runner
from handlers.broadcast_card import CARD, DONE, counted
from handlers.broadcast_news import NEWS
from handlers.engine.chat import Told
from models.audience import Circle, next_people
from models.calling import is_met
from models.contact import Contact
from models.database import Database
from models.notice import GOING, Notice, NoticeState
from models.outbox import GaveUp, Lane, Outbox, OutboxState, holders
from models.upsert import insert_for

#: people in one transaction: it must not hold an SQLite file for longer than 50 ms
SLICE = 500
#: others write between two slices
PAUSE_SECONDS = 0.005
SLICES_A_TICK = 100
NO_TEXTS = CallingUp()
OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING)

_STARTED: BindParameter[datetime] = bindparam("at", type_=Notice.starts_at.type)
_QUEUED = (
    select(Notice)
    .where(
        Notice.state == NoticeState.QUEUED,
        Notice.paused_at.is_(None),
        or_(Notice.starts_at.is_(None), Notice.starts_at <= _STARTED),
    )
    .order_by(Notice.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_BEGUN = (NoticeState.QUEUED, NoticeState.SENT, NoticeState.STOPPED, NoticeState.MET)
_ENDING = select(Notice).where(Notice.state.in_(_BEGUN), Notice.done_at.is_(None))
#: nothing more of it goes out, for this reason
_CUT_SHORT = {NoticeState.STOPPED: GaveUp.TOO_OLD, NoticeState.MET: GaveUp.ENOUGH}
#: how far it is, on the cards of staff, no more often than this
TOLD_EVERY = timedelta(seconds=30)


def expand_once(
    db: Database, around: Surroundings, limit: int = SLICE, calling: CallingUp = NO_TEXTS
) -> int:
    """Queue the next `limit` people of the first queued notice; returns how many those were.

    1 for a slice in which nobody was meant; 0 when there is nothing to do, or another process is
    at it. Pause between two calls: others write, too.
    """
    at = around.now()
    with db.patient.begin() as connection:
        with Session(connection) as session:
            notice = session.scalar(_QUEUED, {"at": at})
            if notice is None:
                return 0
            looked = _expand(connection, notice, limit, at)
            if notice.state is NoticeState.SENT:
                calling.begin(session, notice, _circle(notice, at), at)
            session.flush()
        around.reach("notice.before_commit")
    around.reach("notice.expanded")
    return looked


def _expand(connection: Connection, notice: Notice, limit: int, at: datetime) -> int:
    circle = _circle(notice, at)
    found = next_people(connection, circle, notice.cursor, limit)
    if found.people:
        contacts = [contact_id for _person_id, contact_id in found.people]
        notice.queued += _write_rows(connection, notice, contacts, at)
        notice.cursor = found.people[-1][0]
    if found.reached is None:
        notice.state = NoticeState.SENT
        return len(found.people)
    notice.cursor = found.reached
    return max(len(found.people), 1)


def _circle(notice: Notice, at: datetime) -> Circle:
    return Circle(notice.whom, notice.author_id, at, notice.is_safety)


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


def end_once(db: Database, around: Surroundings, calling: CallingUp = NO_TEXTS) -> int:
    """Look at notices that may be over; returns for how many something was done.

    One that has what it called for is cut short like one that was stopped: its rows are taken out
    of the queue, a slice a call. When nothing of a notice is on its way any more, its author is
    told how it went; until then staff see how far it is.
    """
    at = around.now()
    with db.reading() as session:
        going = [each for each in session.scalars(_ENDING) if _has_begun(each, at)]
        met = {each.id for each in going if each.is_going and is_met(session, each)}
        session.expunge_all()
    done = 0
    for notice in going:
        if notice.is_urgent:
            _catch_up(db, notice.id, calling, at)
        if notice.id in met:
            done += _cut_short(db, notice.id)
        elif notice.state in _CUT_SHORT and _take_out(db, notice.id, _CUT_SHORT[notice.state]):
            done += 1
        elif notice.state is NoticeState.QUEUED or _is_on_its_way(db, notice.id):
            _tell_progress(db, notice, at)
        else:
            done += _end(db, around, notice.id)
    return done


def _catch_up(db: Database, notice_id: int, calling: CallingUp, at: datetime) -> None:
    """Whoever it did not arrive at is rung up; by one process at a time."""
    free = select(Notice).where(Notice.id == notice_id).with_for_update(skip_locked=True)
    with db.patient.begin() as connection, Session(connection) as session:
        notice = session.scalar(free)
        if notice is not None:
            calling.catch_up(session, notice, at)
            session.flush()


def _has_begun(notice: Notice, at: datetime) -> bool:
    return notice.state is not NoticeState.QUEUED or (notice.starts_at or at) <= at


def _cut_short(db: Database, notice_id: int) -> int:
    """It has what it called for; 1 unless another process was first."""
    met = update(Notice).where(Notice.id == notice_id, Notice.state.in_(GOING))
    with db.patient.begin() as connection:
        values = {"state": NoticeState.MET, "paused_at": None}
        return connection.execute(met.values(values)).rowcount


def _tell_progress(db: Database, notice: Notice, at: datetime) -> None:
    """The cards of staff say how far it is, now and then; nothing while it rests."""
    if notice.paused_at is not None or not _is_stale(db, notice, at):
        return
    free = select(Notice.id).where(Notice.id == notice.id).with_for_update(skip_locked=True)
    with db.patient.begin() as connection, Session(connection) as session:
        if session.scalar(free) is not None and _told_at(session, notice) < at - TOLD_EVERY:
            told = _cards(session, notice)
            queue_told(connection, told, f"n{notice.id}.{at.timestamp():.0f}", at)


def _is_stale(db: Database, notice: Notice, at: datetime) -> bool:
    with db.reading() as session:
        return _told_at(session, notice) < at - TOLD_EVERY


def _told_at(session: Session, notice: Notice) -> datetime:
    """When the cards of staff were renewed last; when nobody has one, there is nothing to renew."""
    last = select(func.max(Outbox.created_at)).where(Outbox.subject == notice.subject)
    return session.scalar(last) or datetime.max.replace(tzinfo=UTC)


def _cards(session: Session, notice: Notice) -> list[Told]:
    return [
        Told(each, CARD, {"notice": notice.id}, notice.subject)
        for each in holders(session, notice.subject)
    ]


def _take_out(db: Database, notice_id: int, reason: GaveUp) -> int:
    due = (Outbox.notice_id == notice_id) & (Outbox.state == OutboxState.DUE)
    picked = select(Outbox.id).where(due).limit(SLICE).with_for_update(skip_locked=True)
    with db.patient.begin() as connection:
        taken = connection.execute(
            update(Outbox)
            .where(Outbox.id.in_(picked.scalar_subquery()), due)
            .values(state=OutboxState.GAVE_UP, reason=reason)
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
        circle = _circle(notice, notice.let_go_at or at)
        values = counted(session, notice, circle)
        told = [Told(notice.author_id, DONE, values), *_cards(session, notice)]
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
        self,
        db: Database,
        runner: Runner,
        around: Surroundings,
        look: Callable[[], None],
        calling: CallingUp = NO_TEXTS,
    ) -> None:
        """`look` tells delivery that something was queued."""
        self._db, self._runner, self._around, self._look = db, runner, around, look
        self._calling = calling

    async def expand(self) -> None:
        """Queue what was announced: at most 50,000 people, so that a stop need not wait long."""
        await self._often(partial(expand_once, calling=self._calling))

    async def end(self) -> None:
        """End what is over."""
        await self._often(partial(end_once, calling=self._calling))
        if await self._runner.aside(ring_held_once, self._db, self._around):
            self._look()

    async def _often(self, once: Callable[[Database, Surroundings], int]) -> None:
        for _n in range(SLICES_A_TICK):
            if not await self._runner.aside(once, self._db, self._around):
                return
            self._look()
            await asyncio.sleep(PAUSE_SECONDS)
