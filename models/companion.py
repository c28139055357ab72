"""Companions (带人一起): people somebody brings along to an activity, each in a place of their own.

They have no chat and no hours here: they are counted, and named for whoever leads the day, if a
name was given at all. Names go once the activity is settled; what stays is a number.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned
from models.sign_up import SignUp
from models.vault import Secret


class Companion(Owned, Base):
    """One more person who comes with a sign-up, and goes with it."""

    __tablename__ = "companion"

    id: Mapped[Key]
    sign_up_id: Mapped[int] = mapped_column(BigKey, ForeignKey("sign_up.id"), index=True)
    #: "" where none was given, and once the activity is settled
    name: Mapped[str] = mapped_column(Secret, default="")
    #: under 18; whoever brought them said to be their guardian
    is_minor: Mapped[bool] = mapped_column(Boolean, default=False)
    brought_at: Mapped[datetime] = mapped_column(Instant)


def companions_of(session: Session, mine: SignUp) -> list[Companion]:
    """Who comes along, in the order they were named."""
    rows = select(Companion).filter_by(sign_up_id=mine.id).order_by(Companion.id)
    return list(session.scalars(rows))


def along_with(session: Session, rows: Iterable[SignUp]) -> int:
    """How many people come along with these sign-ups."""
    ids = [each.id for each in rows]
    return session.scalar(select(func.count()).where(Companion.sign_up_id.in_(ids))) or 0


def any_minor(session: Session, rows: Iterable[SignUp]) -> bool:
    """Whether there are minors among those who come along."""
    ids = [each.id for each in rows]
    found = select(Companion.id).where(Companion.sign_up_id.in_(ids), Companion.is_minor)
    return session.scalar(found.limit(1)) is not None


def heads(session: Session, rows: Iterable[SignUp]) -> int:
    """How many people these sign-ups are, with those who come along."""
    there = list(rows)
    return len(there) + along_with(session, there)


def leave_behind(session: Session, ids: Iterable[int]) -> None:
    """Nobody comes along with these sign-ups any more."""
    session.execute(delete(Companion).where(Companion.sign_up_id.in_(list(ids))))


def came_along(session: Session, rows: Iterable[SignUp], people: int) -> None:
    """So many of those who were to come along did; the others are not counted."""
    ids = [each.id for each in rows]
    found = select(Companion).where(Companion.sign_up_id.in_(ids)).order_by(Companion.id)
    for each in session.scalars(found).all()[people:]:
        session.delete(each)
    session.flush()


def forget_names(session: Session, activity_id: int) -> None:
    """The day is over: how many they were stays, who they were does not."""
    there = select(SignUp.id).filter_by(activity_id=activity_id)
    rows = update(Companion).where(Companion.sign_up_id.in_(there))
    session.execute(rows.values(name="").execution_options(synchronize_session=False))
