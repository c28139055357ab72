"""Figures of the queues, for /metrics and for `linli doctor`: cheap however much has been said.

Every query goes down an index, and counts stop at MOST. Of what is finished, the last minute is
told: counting all that was ever sent took 60 ms with 200,000 rows, and grows with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)

from bot.bookkeeping import SUBJECT as BOOKS
from models.account import Account
from models.audit import Audit
from models.inbox import Inbox, InboxState
from models.media import Media, MediaState
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.timer import Timer, TimerState

MOST = 10_000
RECENT = timedelta(minutes=1)
#: on their way, or stuck; what was sent and answered is told as finished
STANDING = (
    OutboxState.DUE,
    OutboxState.LEASED,
    OutboxState.SENDING,
    OutboxState.ANSWERING,
    OutboxState.UNCERTAIN,
    OutboxState.GAVE_UP,
)
FINISHED = (OutboxState.SENT, OutboxState.ANSWERED, OutboxState.GAVE_UP)


@dataclass(slots=True)
class Finished:
    """Rows of one state and lane that were finished lately."""

    rows: int = 0
    #: attempts after the first one of each
    retried: int = 0
    doubts: int = 0


@dataclass(slots=True)
class Figures:
    """How the queues stand at one moment."""

    #: rows of each state
    outbox: dict[OutboxState, int] = field(default_factory=dict)
    #: rows that may go, and since when the oldest of them may
    due: dict[Lane, int] = field(default_factory=dict)
    due_since: dict[Lane, datetime] = field(default_factory=dict)
    finished: dict[tuple[OutboxState, Lane], Finished] = field(default_factory=dict)
    gave_up: dict[GaveUp, int] = field(default_factory=dict)
    inbox: dict[InboxState, int] = field(default_factory=dict)
    #: when the oldest message was accepted whose turn is still to come
    accepted_at: datetime | None = None
    #: keys count upwards, so the newest tells about how many there have been
    newest_inbox: int = 0
    newest_outbox: int = 0
    next_timer: datetime | None = None
    timers_due: int = 0
    media_wanted: int = 0
    #: what the last look into the hours books found, and when the oldest of them was
    books_wrong: int = 0
    books_checked_at: datetime | None = None
    #: channel and name of accounts whose platform asked for silence, and until when
    paused: dict[tuple[str, str], datetime] = field(default_factory=dict)


_AT: BindParameter[datetime] = bindparam("at", type_=Outbox.due_at.type)
_SINCE: BindParameter[datetime] = bindparam("since", type_=Outbox.due_at.type)
_ACCOUNTS: BindParameter[Sequence[int]] = bindparam("accounts", expanding=True)


def _some(of: Any, *where: ColumnElement[bool]) -> Select[int]:
    rows = select(of).where(*where).limit(MOST).subquery()
    return select(func.count()).select_from(rows)


def _all(counts: Iterable[tuple[str, Select[int]]]) -> CompoundSelect[Any]:
    """One statement of many small counts, each under its name."""
    return union_all(*(select(literal(name), count.scalar_subquery()) for name, count in counts))


def _in(state: OutboxState, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Outbox.account_id.in_(_ACCOUNTS), Outbox.state == state, *more)


def _may_go(lane: Lane) -> ColumnElement[bool]:
    return and_(Outbox.state == OutboxState.DUE, Outbox.lane == lane, Outbox.due_at <= _AT)


def _oldest(lane: Lane) -> Select[str, datetime]:
    """One step into the index for each account; over all of them at once it would be a walk."""
    oldest = select(func.min(Outbox.due_at)).where(Outbox.account_id == Account.id, _may_go(lane))
    return select(literal(lane.value), oldest.correlate(Account).scalar_subquery())


def _details(state: OutboxState, lane: Lane) -> Select[Any]:
    of = _in(state, Outbox.lane == lane, Outbox.due_at >= _SINCE)
    row = select(Outbox.reason, Outbox.attempts, Outbox.doubts).where(of).limit(MOST).subquery()
    first = func.nullif(row.c.attempts, 0)
    return select(
        literal(state.value),
        literal(lane.value),
        row.c.reason,
        func.count(),
        func.sum(row.c.attempts) - func.count(first),
        func.sum(row.c.doubts),
    ).group_by(row.c.reason)


# Built once: building a statement costs more than running one of these.
_STANDING = _all((state.value, _some(Outbox.id, _in(state))) for state in STANDING)
_DUE = _all(
    (lane.value, _some(Outbox.id, Outbox.account_id.in_(_ACCOUNTS), _may_go(lane))) for lane in Lane
)
_DUE_SINCE = union_all(*(_oldest(lane).select_from(Account) for lane in Lane))
_FINISHED = union_all(*(_details(state, lane) for state in FINISHED for lane in Lane))
_INBOX = _all(
    (state.value, _some(Inbox.id, Inbox.state == state))
    for state in (InboxState.ACCEPTED, InboxState.FAILED)
)
_WAITING = select(Inbox.accepted_at).where(Inbox.state == InboxState.ACCEPTED).limit(MOST)
_TIMER_DUE = and_(Timer.state == TimerState.DUE, Timer.due_at <= _AT)
_WANTED = and_(
    Media.state == MediaState.WANTED, or_(Media.retry_at.is_(None), Media.retry_at <= _AT)
)
_OTHERS = select(
    select(func.min(_WAITING.subquery().c.accepted_at)).scalar_subquery().label("accepted_at"),
    select(func.max(Inbox.id)).scalar_subquery().label("newest_inbox"),
    select(func.max(Outbox.id)).scalar_subquery().label("newest_outbox"),
    select(func.min(Timer.due_at))
    .where(Timer.state == TimerState.DUE)
    .scalar_subquery()
    .label("next_timer"),
    _some(Timer.id, _TIMER_DUE).scalar_subquery().label("timers_due"),
    _some(Media.id, _WANTED).scalar_subquery().label("media_wanted"),
)
_PAUSED = select(Account.channel, Account.name, Account.paused_until).where(
    Account.paused_until > _AT
)


#: of the newest checks, one for each community and night
_BOOKS = (
    select(Audit.community_id, Audit.detail, Audit.at)
    .where(Audit.subject == BOOKS)
    .order_by(Audit.id.desc())
    .limit(100)
)


def figures(connection: Connection, at: datetime) -> Figures:
    """Look at all of it."""
    accounts = connection.scalars(select(Account.id)).all()
    values = {"accounts": accounts, "at": at, "since": at - RECENT}
    found = Figures()
    for state, count in connection.execute(_STANDING, values):
        found.outbox[OutboxState(state)] = count
    for lane, count in connection.execute(_DUE, values):
        found.due[Lane(lane)] = count
    for lane, since in connection.execute(_DUE_SINCE, values):
        if since is not None:
            found.due_since[Lane(lane)] = min(since, found.due_since.get(Lane(lane), since))
    _finished(connection, values, found)
    for state, count in connection.execute(_INBOX):
        found.inbox[InboxState(state)] = count
    others = connection.execute(_OTHERS, values).one()
    found.accepted_at, found.next_timer = others.accepted_at, others.next_timer
    found.newest_inbox, found.newest_outbox = others.newest_inbox or 0, others.newest_outbox or 0
    found.timers_due, found.media_wanted = others.timers_due, others.media_wanted
    for channel, name, until in connection.execute(_PAUSED, values):
        if until is not None:
            found.paused[channel, name] = until
    _books(connection, found)
    return found


def _books(connection: Connection, found: Figures) -> None:
    seen: set[int] = set()
    for community_id, detail, at in connection.execute(_BOOKS):
        if community_id not in seen:
            seen.add(community_id)
            found.books_wrong += int(detail)
            found.books_checked_at = min(at, found.books_checked_at or at)


def _finished(connection: Connection, values: dict[str, Any], found: Figures) -> None:
    for state in FINISHED:
        for lane in Lane:
            found.finished[state, lane] = Finished()
    for state, lane, reason, rows, retried, doubts in connection.execute(_FINISHED, values):
        total = found.finished[OutboxState(state), Lane(lane)]
        total.rows += rows
        total.retried += retried
        total.doubts += doubts
        if reason is not None:
            found.gave_up[reason] = found.gave_up.get(reason, 0) + rows
