"""The scheduler: a clock that ticks; what is due stands in rows. Any process may tick.

APScheduler keeps no jobs for us: two processes on one job store ran 11 runs for 10 jobs.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, Select, func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.delivery import STOP_SECONDS, Delivery
from bot.presence import Presence
from bot.queueing import LEASE, queue_told
from bot.receiving import Receiver
from bot.running import Runner
from bot.taking_back import take_back
from handlers.engine.chat import Told
from handlers.timers import TIMERS
from handlers.timers.firing import Firing
from models.community import Community
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.opt_out import NoticeKind, OptOut
from models.person import Person
from models.quiet import is_between
from models.timer import Timer, TimerState

BATCH = 500
#: so many batches in one tick; others write between two
BATCHES_A_TICK, PAUSE_SECONDS = 40, 0.005
#: one reminder of something half written, after this long
NUDGE_AFTER = timedelta(hours=1)
Tick = Callable[[], Coroutine[Any, Any, None]]
log = structlog.get_logger()


def fire_due(db: Database, around: Surroundings, owner: str) -> int:
    """Fire a batch of the timers that are due, kind by kind; returns how many.

    A kind that fails keeps none of the others from firing; then its error is raised, and its rows
    are tried again when their lease is over.
    """
    at = around.now()
    take_timers_back(db, at, ())
    with db.patient.begin() as connection:
        rows = _lease(connection, owner, around)
    if rows:
        around.reach("timers.leased")
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for timer_id, kind in rows:
        by_kind[kind].append(timer_id)
    failed: list[Exception] = []
    for kind, ids in by_kind.items():
        try:
            with db.patient.begin() as connection:
                firing = Firing(Session(connection), at, around.token, around.address, around.code)
                _fire(connection, kind, ids, firing, owner)
        except Exception as error:
            log.exception("timers failed", kind=kind, timers=len(ids))
            failed.append(error)
        around.reach("timers.fired")
    if failed:
        raise failed[0]
    return len(rows)


def take_timers_back(db: Database, at: datetime, dead: Sequence[str]) -> int:
    """What a process leased and never fired is due again: its lease is over, or it is `dead`."""
    over = or_(Timer.lease_until < at, Timer.lease_owner.in_(dead))
    held = Timer.state == TimerState.LEASED, Timer.kind.in_(TIMERS), over
    with db.read.connect() as connection:
        if connection.scalar(select(Timer.id).where(*held).limit(1)) is None:
            return 0
    free = {"state": TimerState.DUE, "lease_owner": None, "lease_until": None}
    with db.patient.begin() as connection:
        return connection.execute(update(Timer).where(*held).values(free)).rowcount


def _lease(connection: Connection, owner: str, around: Surroundings) -> list[tuple[int, str]]:
    at = around.now()
    picked = (
        select(Timer.id)
        .where(Timer.state == TimerState.DUE, Timer.due_at <= at, Timer.kind.in_(TIMERS))
        .order_by(Timer.due_at, Timer.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        update(Timer)
        .where(Timer.id.in_(picked.scalar_subquery()))
        .values(
            state=TimerState.LEASED,
            lease_owner=owner,
            lease_until=at + LEASE,
            attempts=Timer.attempts + 1,
        )
        .returning(Timer.id, Timer.kind)
    )
    return [(row.id, row.kind) for row in rows]


def _fire(connection: Connection, kind: str, ids: list[int], firing: Firing, owner: str) -> None:
    """Fire those that are still ours: a lease may have been over before we came to it."""
    ours = Timer.state == TimerState.LEASED, Timer.lease_owner == owner
    with firing.session as session:
        rows = select(Timer).where(Timer.id.in_(ids), *ours).order_by(Timer.id)
        timers = session.scalars(rows.with_for_update()).all()
        if timers:
            fired = update(Timer).where(Timer.id.in_([each.id for each in timers]))
            connection.execute(fired.values(state=TimerState.FIRED, fired_at=firing.now))
            TIMERS[kind](firing, timers)
        session.flush()
    queue_told(connection, firing.told, f"t{ids[0]}.{firing.now.timestamp():.0f}", firing.now)


def nudge_silent(db: Database, around: Surroundings) -> int:
    """Remind once of what was left half written an hour ago; returns how many people.

    Never in quiet hours: then it waits for the morning.
    """
    at = around.now()
    with db.patient.begin() as connection:
        silent = [
            (contact_id, person_id)
            for contact_id, person_id, zone, quiet_from, quiet_until in connection.execute(
                _silent_since(at - NUDGE_AFTER, at)
            )
            if person_id is not None
            and not is_between(at.astimezone(ZoneInfo(zone)).time(), quiet_from, quiet_until)
        ]
        contacts = [contact_id for contact_id, _person_id in silent]
        connection.execute(
            update(Conversation).where(Conversation.contact_id.in_(contacts)).values(nudged_at=at)
        )
        told = [Told(person_id, "nudge", {}) for _contact_id, person_id in silent]
        queue_told(connection, told, f"nudge{at.timestamp():.0f}", at)
    return len(silent)


def _silent_since(moment: datetime, at: datetime) -> Select[int, int | None, str, time, time]:
    return (
        select(
            Conversation.contact_id,
            Contact.person_id,
            Community.timezone,
            func.coalesce(Person.quiet_from, Community.quiet_from),
            func.coalesce(Person.quiet_until, Community.quiet_until),
        )
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Person, Person.id == Contact.person_id)
        .join(Community, Community.id == Conversation.community_id)
        .where(
            Conversation.script.is_not(None),
            Conversation.nudged_at.is_(None),
            Conversation.changed_at <= moment,
            or_(Person.hushed_until.is_(None), Person.hushed_until <= at),
            Contact.person_id.not_in(
                select(OptOut.person_id).where(OptOut.kind == NoticeKind.REMINDERS)
            ),
        )
        .limit(BATCH)
        .with_for_update(of=Conversation, skip_locked=True)
    )


class Scheduler:
    """The ticking of one process."""

    def __init__(
        self,
        db: Database,
        runner: Runner,
        receiver: Receiver,
        delivery: Delivery,
        around: Surroundings,
        presence: Presence,
    ) -> None:
        """Nothing ticks before `start`."""
        self._db, self._runner, self._receiver = db, runner, receiver
        self._delivery, self._around, self._presence = delivery, around, presence
        self._clock = AsyncIOScheduler(timezone="UTC")
        self._ticking: set[asyncio.Task[None]] = set()
        self._ticks: list[tuple[int, Tick]] = [
            (1, self._timers),
            (5, self._inbox),
            (15, self._outbox),
            (60, self._nudges),
        ]

    def also(self, seconds: int, tick: Tick) -> None:
        """Tick this, too, each time so many seconds have passed; to be said before `start`."""
        self._ticks.append((seconds, tick))

    def start(self) -> None:
        """Begin ticking on the running loop."""
        for seconds, tick in self._ticks:
            self._clock.add_job(
                self._tick,
                "interval",
                args=(tick,),
                name=tick.__name__,
                seconds=seconds,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._clock.start()

    async def stop(self) -> None:
        """Tick no more; what is ticking comes to its end, or is cut short after a while."""
        self._clock.pause()
        await asyncio.sleep(0)  # a tick that has just been called has begun now
        if self._ticking:
            await asyncio.wait(self._ticking, timeout=STOP_SECONDS)
        self._clock.shutdown(wait=False)

    async def _tick(self, tick: Tick) -> None:
        task = asyncio.create_task(tick())
        self._ticking.add(task)
        task.add_done_callback(self._ticking.discard)
        await task

    async def _timers(self) -> None:
        for _n in range(BATCHES_A_TICK):
            fired = await self._runner.aside(fire_due, self._db, self._around, self._presence.owner)
            if fired:
                self._delivery.look()
            if fired < BATCH:
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def _inbox(self) -> None:
        await self._receiver.sweep()

    async def _outbox(self) -> None:
        untried, in_doubt = await self._runner.aside(self._take_back)
        if untried or in_doubt:
            log.warning("took rows back", untried=untried, in_doubt=in_doubt)
            self._delivery.look()

    def _take_back(self) -> tuple[int, int]:
        at, dead = self._around.now(), self._presence.dead()
        take_timers_back(self._db, at, dead)
        return take_back(self._db, at, dead)

    async def _nudges(self) -> None:
        if await self._runner.aside(nudge_silent, self._db, self._around):
            self._delivery.look()
