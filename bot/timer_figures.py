"""When each scheduled kind fires next, fired last, and how late: for the doctor and /metrics.

One step into an index for each kind, however many timers there are; a statement built once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, func, literal, select, union_all

from bot import bookkeeping, keeping
from handlers.timers import TIMERS
from models.timer import Timer, TimerState

KINDS = (*sorted(TIMERS), keeping.NIGHT.kind, bookkeeping.NIGHT.kind)


@dataclass(frozen=True, slots=True)
class TimerFigure:
    """One kind; None where nothing is set, or nothing has fired yet."""

    kind: str
    next_at: datetime | None
    last_at: datetime | None
    #: how late the newest one fired
    took: timedelta

    def late(self, at: datetime) -> timedelta:
        """How long the oldest that is due has been so."""
        return max(at - self.next_at, timedelta()) if self.next_at else timedelta()


def _of(kind: str) -> Select[str, datetime, datetime, datetime]:
    fired = (
        select(Timer.due_at, Timer.fired_at)
        .where(Timer.kind == kind, Timer.state == TimerState.FIRED)
        .order_by(Timer.due_at.desc())
        .limit(1)
        .subquery()
    )
    due = select(func.min(Timer.due_at)).where(Timer.kind == kind, Timer.state != TimerState.FIRED)
    return select(
        literal(kind),
        due.scalar_subquery(),
        select(fired.c.due_at).scalar_subquery(),
        select(fired.c.fired_at).scalar_subquery(),
    )


_ALL = union_all(*map(_of, KINDS))


def _late(planned: datetime | None, fired: datetime | None) -> timedelta:
    return max(fired - planned, timedelta()) if planned and fired else timedelta()


def timer_figures(connection: Connection) -> list[TimerFigure]:
    """Every kind, by name; the nightly one last."""
    return [
        TimerFigure(kind, due, fired, _late(planned, fired))
        for kind, due, planned, fired in connection.execute(_ALL)
    ]
