"""Letting go of what is older than its rule says, a slice at a time (models/retention.py).

Looking for old rows only reads, and may take its time; a slice of them is then let go of by id, so
that no write holds an SQLite file for long. Done twice, the second time finds nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    and_,
    delete,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from models.community import Community
from models.retention import RULES, Rule, days_kept
from models.tables import METADATA
from models.vault import Secret

#: rows in one transaction: it must not hold an SQLite file for longer than 50 ms
SLICE = 500
#: their numbers are part of other rows' keys, and must never come twice
NUMBERED = frozenset({"inbox", "outbox"})


@dataclass(frozen=True, slots=True)
class Due:
    """One rule in one community: what is older than `before` goes."""

    rule: Rule
    community_id: int
    before: datetime

    @property
    def table(self) -> Table:
        """The table it is about."""
        return METADATA.tables[self.rule.table]

    @property
    def key(self) -> Column[Any]:
        """What tells its rows apart."""
        [key] = self.table.primary_key
        return key

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"{self.rule.table}.{self.rule.column}"


def all_due(session: Session, at: datetime) -> list[Due]:
    """Every rule for every community, with the days that stand in this database."""
    days = days_kept(session)
    communities = session.scalars(select(Community.id).order_by(Community.id)).all()
    return [
        Due(rule, community_id, at - timedelta(days=days[rule.table, rule.column]))
        for community_id in communities
        for rule in RULES
    ]


def old_rows(connection: Connection, due: Due, limit: int = SLICE) -> list[int]:
    """Ids of the first rows that are to go."""
    rows = select(due.key).where(_is_old(due)).order_by(due.key).limit(limit)
    return list(connection.scalars(rows))


def let_go(connection: Connection, due: Due, ids: Sequence[int]) -> int:
    """Delete or blank these rows, those of them that are still to go; returns how many."""
    chosen = and_(due.key.in_(ids), _is_old(due))
    if due.rule.action == "delete":
        for column in _pointing_at(due.table):
            gone = select(due.key).where(chosen)
            connection.execute(
                update(column.table).where(column.in_(gone)).values({column.name: None})
            )
        return connection.execute(delete(due.table).where(chosen)).rowcount
    column = due.table.c[due.rule.column]
    blank = None if column.nullable else ""
    return connection.execute(update(due.table).where(chosen).values({column: blank})).rowcount


def _is_old(due: Due) -> ColumnElement[bool]:
    table, rule = due.table, due.rule
    old = and_(table.c.community_id == due.community_id, table.c[rule.moment] < due.before)
    if rule.action == "delete":
        return and_(old, is_not_newest(table)) if table.name in NUMBERED else old
    return and_(old, is_there(table.c[rule.column]))


def is_not_newest(table: Table) -> ColumnElement[bool]:
    """SQLite would give the number of a deleted newest row out once more."""
    return table.c.id < select(func.max(table.c.id)).scalar_subquery()


def is_there(column: Column[Any]) -> ColumnElement[bool]:
    """Whether anything stands in it: an encrypted nothing has no bytes."""
    if column.nullable:
        return column.is_not(None)
    if isinstance(column.type, Secret):
        return func.length(type_coerce(column, LargeBinary)) > 0
    return column != ""


def _pointing_at(table: Table) -> Iterator[Column[Any]]:
    """The columns of other rows that may name a row of this table."""
    for other in METADATA.tables.values():
        for column in other.c:
            if any(key.column.table is table for key in column.foreign_keys):
                yield column
