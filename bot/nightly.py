"""What is done once a day at night for each community, by one process of several.

The night's timer row is the lease: when the process that has it dies, another goes on after a
while. After downtime it is done late, once.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import Surroundings
from bot.running import Runner
from models.community import Community
from models.database import Database
from models.timer import Timer, TimerState, set_timer

TICK_SECONDS = 60
LEASE = timedelta(minutes=10)
Hold = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Night:
    """One kind of nightly work, and the hour of the community's clock at which it is done."""

    kind: str
    clock: time

    def plan(self, session: Session, community: Community, at: datetime) -> None:
        """See to it that the coming night is planned; to be said at every start."""
        subject = f"community:{community.id}"
        waiting = select(Timer.id).where(
            Timer.kind == self.kind, Timer.subject == subject, Timer.state != TimerState.FIRED
        )
        if session.scalar(waiting) is None:
            today = community.local(at).date()
            night = community.moment(today, self.clock)
            if night <= at:
                night = community.moment(today + timedelta(days=1), self.clock)
            set_timer(session, community.id, self.kind, subject, night)


class Nights:
    """One kind of nightly work in one process."""

    def __init__(
        self, db: Database, runner: Runner, around: Surroundings, owner: str, night: Night
    ) -> None:
        """`owner` is this process among the others."""
        self._db, self._runner, self._around, self._owner = db, runner, around, owner
        self._night = night

    async def tick(self, work: Callable[[int, Hold], Coroutine[Any, Any, None]]) -> None:
        """Do `work` for the communities whose night has come; it holds the lease while it lasts."""
        for timer_id, community_id in await self._runner.aside(self._lease):

            async def hold(timer_id: int = timer_id) -> None:
                await self._runner.aside(self._hold, timer_id)

            await work(community_id, hold)
            await self._runner.aside(self._plan, timer_id, community_id)

    def _lease(self) -> list[tuple[int, int]]:
        at = self._around.now()
        free = or_(
            Timer.state == TimerState.DUE,
            (Timer.state == TimerState.LEASED) & (Timer.lease_until < at),
        )
        mine = (Timer.kind == self._night.kind, free, Timer.due_at <= at)
        with self._db.read.connect() as connection:
            if connection.scalar(select(Timer.id).where(*mine).limit(1)) is None:
                return []
        with self._db.patient.begin() as connection:
            leased = connection.execute(
                update(Timer)
                .where(*mine)
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
            self._night.plan(session, session.get_one(Community, community_id), at)


def _mine(connection: Connection, timer_id: int, values: dict[str, object]) -> None:
    connection.execute(update(Timer).where(Timer.id == timer_id).values(**values))


def plan_nights(session: Session, at: datetime, *nights: Night) -> None:
    """See to it that the coming night of every community is planned; said at every start."""
    for community in session.scalars(select(Community).order_by(Community.id)):
        for night in nights:
            night.plan(session, community, at)
