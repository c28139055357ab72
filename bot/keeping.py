"""Keeps things only as long as their rules say: once a day, at night, for each community.

The night's timer row is the lease, so of several processes one sweeps; when it dies, another goes
on after a while, for what is gone already is not found again. A slice is one short transaction,
and others write between two. After downtime it is done late, once.
"""

import asyncio
from collections import Counter
from datetime import datetime, time, timedelta

import structlog
from sqlalchemy import Connection, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.running import Runner
from models.community import Community
from models.database import Database
from models.sweeping import Due, all_due, let_go, old_rows
from models.timer import Timer, TimerState, set_timer

KIND = "retention"
TICK_SECONDS = 60
PAUSE_SECONDS = 0.05
#: on the community's clock
NIGHTLY_AT = time(3, 30)
LEASE = timedelta(minutes=10)
log = structlog.get_logger()


def set_nightly(session: Session, community: Community, at: datetime) -> None:
    """See to it that the coming night is planned; to be said at every start."""
    waiting = select(Timer.id).where(
        Timer.kind == KIND, Timer.subject == _subject(community), Timer.state != TimerState.FIRED
    )
    if session.scalar(waiting) is None:
        set_timer(session, community.id, KIND, _subject(community), _next_night(community, at))


def _subject(community: Community) -> str:
    return f"community:{community.id}"


def _next_night(community: Community, at: datetime) -> datetime:
    local = community.local(at)
    night = datetime.combine(local.date(), NIGHTLY_AT, community.zone)
    return night if night > local else night + timedelta(days=1)


class Keeping:
    """The nights of one process."""

    def __init__(self, db: Database, runner: Runner, around: Surroundings, owner: str) -> None:
        """`owner` is this process among the others."""
        self._db, self._runner, self._around, self._owner = db, runner, around, owner

    async def tick(self) -> None:
        """Sweep the communities whose night has come."""
        for timer_id, community_id in await self._runner.aside(self._lease):
            gone = await self._sweep(timer_id, community_id)
            await self._runner.aside(self._plan, timer_id, community_id)
            log.info("swept", community=community_id, **gone)

    async def _sweep(self, timer_id: int, community_id: int) -> Counter[str]:
        gone: Counter[str] = Counter()
        for due in await self._runner.aside(self._due, community_id):
            while count := await self._runner.aside(sweep_once, self._db, due):
                gone[due.name] += count
                await self._runner.aside(self._hold, timer_id)
                await asyncio.sleep(PAUSE_SECONDS)
        return gone

    def _due(self, community_id: int) -> list[Due]:
        with self._db.reading() as session:
            rules = all_due(session, self._around.now())
        return [due for due in rules if due.community_id == community_id]

    def _lease(self) -> list[tuple[int, int]]:
        at = self._around.now()
        free = or_(
            Timer.state == TimerState.DUE,
            (Timer.state == TimerState.LEASED) & (Timer.lease_until < at),
        )
        with self._db.read.connect() as connection:
            rows = select(Timer.id).where(Timer.kind == KIND, free, Timer.due_at <= at)
            if connection.scalar(rows.limit(1)) is None:
                return []
        with self._db.patient.begin() as connection:
            leased = connection.execute(
                update(Timer)
                .where(Timer.kind == KIND, free, Timer.due_at <= at)
                .values(**self._lease_of(at), attempts=Timer.attempts + 1)
                .returning(Timer.id, Timer.community_id)
            )
            return [(row.id, row.community_id) for row in leased]

    def _lease_of(self, at: datetime) -> dict[str, object]:
        return {
            "state": TimerState.LEASED,
            "lease_owner": self._owner,
            "lease_until": at + LEASE,
        }

    def _hold(self, timer_id: int) -> None:
        with self._db.patient.begin() as connection:
            _mine(connection, timer_id, self._lease_of(self._around.now()))

    def _plan(self, timer_id: int, community_id: int) -> None:
        at = self._around.now()
        with self._db.session() as session:
            fired = {"state": TimerState.FIRED, "fired_at": at}
            _mine(session.connection(), timer_id, fired)
            set_nightly(session, session.get_one(Community, community_id), at)


def _mine(connection: Connection, timer_id: int, values: dict[str, object]) -> None:
    connection.execute(update(Timer).where(Timer.id == timer_id).values(**values))


def sweep_once(db: Database, due: Due) -> int:
    """Let go of the first slice of what is too old; returns how many rows, 0 when there is none."""
    with db.read.connect() as connection:
        ids = old_rows(connection, due)
    if not ids:
        return 0
    with db.patient.begin() as connection:
        return let_go(connection, due, ids)
