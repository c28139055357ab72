"""What we do not do (不做的事), why, and who does it instead: shipped rows, edited per community.

The shipped ones are in kind_limits.json; a row here stands for the same code and wins. Words
are told by the readers (handlers/understand/limits.py).
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from sqlalchemy import Boolean, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Key, Owned
from models.membership import STAFF, require
from models.person import Person

#: characters of the sentence that says why, and of who does it
LONGEST_REASON, LONGEST_WHO = 80, 30


class KindLimit(Owned, Base):
    """What one community changed of one limit: its sentence, who does it, or that it is none."""

    __tablename__ = "kind_limit"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(24))
    #: instead of the shipped sentence; "" keeps that
    says: Mapped[str] = mapped_column(String(120), default="")
    who: Mapped[str] = mapped_column(String(40), default="")
    #: a company's or a public line, nobody's own number
    phone: Mapped[str] = mapped_column(String(24), default="")
    #: this community does it all the same
    is_off: Mapped[bool] = mapped_column(Boolean, default=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as it counts in a community. `kinds` are the kinds of help it is looked for in."""

    code: str
    name: str
    name_en: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    #: with one of these beside them the words mean something else
    besides: tuple[str, ...]
    says: str
    says_en: str
    who: str
    who_en: str
    phone: str
    is_off: bool = False


@lru_cache(maxsize=1)
def shipped_limits() -> tuple[Limit, ...]:
    """The limits everybody starts with, as written in kind_limits.json."""
    source = resources.files("models").joinpath("kind_limits.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(source)
    return tuple(
        Limit(
            besides=tuple(row.pop("not")),
            kinds=tuple(row.pop("kinds")),
            words=tuple(row.pop("words")),
            **row,
        )
        for row in rows
    )


def limits_of(session: Session, community_id: int) -> tuple[Limit, ...]:
    """All limits of a community in their order, those it lifted among them."""
    rows = select(KindLimit).where(KindLimit.community_id == community_id)
    own = {row.code: row for row in session.scalars(rows)}
    return tuple(_as_here(limit, own.get(limit.code)) for limit in shipped_limits())


def _as_here(limit: Limit, row: KindLimit | None) -> Limit:
    if row is None:
        return limit
    return replace(
        limit,
        says=row.says or limit.says,
        says_en=row.says or limit.says_en,
        who=row.who or limit.who,
        who_en=row.who or limit.who_en,
        phone=row.phone or ("" if row.who else limit.phone),
        is_off=row.is_off,
    )


def change_limit(session: Session, worker: Person, code: str, at: datetime, **changes: Any) -> None:
    """Write down what this community says of a limit; no change at all is the shipped one again.

    `changes` are columns of KindLimit. Raises Refused for who is no staff here.
    """
    require(session, worker, STAFF, at)
    rows = select(KindLimit).filter_by(community_id=worker.community_id, code=code)
    row = session.scalars(rows).one_or_none()
    if not changes:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = KindLimit(community_id=worker.community_id, code=code)
        session.add(row)
    for column, value in changes.items():
        setattr(row, column, value)
    session.flush()
