"""Timers: everything that is due later is a row here; the scheduler is only the clock.

unique(kind, subject, occurrence) makes setting a timer twice harmless; moving an event replaces
its timers, because the occurrence names the planned moment.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Index, Integer, String, UniqueConstraint, bindparam, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Instant, Key, Owned, named
from models.ready import Ready
from models.rows import settled
from models.upsert import build_insert, insert_for, insert_new


class TimerState(StrEnum):
    """due until it has fired; cancelled timers are deleted."""

    DUE = "due"
    LEASED = "leased"
    FIRED = "fired"


class Timer(Owned, Base):
    """One moment at which something is looked at again."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "occurrence"),
        Index("ix_timer_state_due_at", "state", "due_at"),
        Index("ix_timer_kind_state_due_at", "kind", "state", "due_at"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    occurrence: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[TimerState] = mapped_column(named(TimerState), default=TimerState.DUE)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    fired_at: Mapped[datetime | None] = mapped_column(Instant)


_CLEAR = Ready(
    delete(Timer).where(
        Timer.kind == bindparam("of_kind"),
        Timer.subject == bindparam("of_subject"),
        Timer.state == TimerState.DUE,
    )
)


def set_timer(
    session: Session, community_id: int, kind: str, subject: str, due_at: datetime
) -> None:
    """Look at `subject` again at `due_at`; replaces what was planned for it before."""
    row = {
        "community_id": community_id,
        "kind": kind,
        "subject": subject,
        "occurrence": due_at.isoformat(timespec="seconds"),
        "due_at": due_at,
        "state": TimerState.DUE,
        "attempts": 0,
    }
    connection = settled(session)
    if connection.dialect.name == "postgresql":
        _in_place_of_others().run(connection, row)
    else:
        _CLEAR.run(connection, {"of_kind": kind, "of_subject": subject})
        insert_new(connection, Timer, row)


@cache
def _in_place_of_others() -> Ready:
    """Both in one statement. The row itself is not touched when it is there already: what one
    statement deletes, it cannot insert anew."""
    names = ("community_id", "kind", "subject", "occurrence", "due_at", "state", "attempts")
    others = delete(Timer).where(
        Timer.kind == bindparam("kind"),
        Timer.subject == bindparam("subject"),
        Timer.occurrence != bindparam("occurrence"),
        Timer.state == TimerState.DUE,
    )
    made = build_insert("postgresql", Timer).values({name: bindparam(name) for name in names})
    return Ready(made.on_conflict_do_nothing().inline().add_cte(others.cte("others")))


def set_timers(session: Session, kind: str, due: Iterable[tuple[int, str, datetime]]) -> None:
    """Look at many subjects again in one statement: community, subject and moment of each.

    What was planned for them before stays; a moment that is planned already is not planned twice.
    """
    rows = [
        {
            "community_id": community_id,
            "kind": kind,
            "subject": subject,
            "occurrence": due_at.isoformat(timespec="minutes"),
            "due_at": due_at,
            "state": TimerState.DUE,
            "attempts": 0,
        }
        for community_id, subject, due_at in due
    ]
    if rows:  # many executions of one statement: one of 500 rows is built anew each time
        session.connection().execute(insert_for(session, Timer).on_conflict_do_nothing(), rows)


def clear_timers(session: Session, kind: str, subjects: Collection[str]) -> None:
    """Forget what was planned for many subjects, in one statement."""
    due = Timer.state == TimerState.DUE
    session.execute(delete(Timer).where(Timer.kind == kind, Timer.subject.in_(subjects), due))


def clear_timer(session: Session, kind: str, subject: str) -> None:
    """Forget what was planned for `subject`; what has fired stays as a trace."""
    _CLEAR.run(settled(session), {"of_kind": kind, "of_subject": subject})
