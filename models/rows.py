"""Rows of an ORM session, read by key and written new through ready-made statements.

What `session.get` and a flush of one new row do, at a tenth of their cost: they are most of what
a turn does with the database. The objects belong to the session like all others: a change of theirs
is written with its next flush.
"""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, insert, inspect, select, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models.base import Base
from models.ready import Ready

T = TypeVar("T", bound=Base)


def settled(session: Session) -> Connection:
    """The session's connection, for a ready-made statement: what waits in it is written first."""
    session.flush()
    bind = session.bind
    return bind if isinstance(bind, Connection) else session.connection()


def find(session: Session, table: type[T], key: int | None) -> T | None:
    """The row of that key, or None; the one the session has if it has one."""
    if key is None:
        return None
    known = inspect(table).identity_key_from_primary_key((key,))
    if known in session.identity_map:
        return session.get(table, key)
    found = _form(table).select.rows(settled(session), {"of": key})
    return _of_session(session, table, found[0]._asdict()) if found else None


def find_one(session: Session, table: type[T], key: int) -> T:
    """The row of that key. Raises LookupError when there is none."""
    found = find(session, table, key)
    if found is None:
        raise LookupError(f"{table.__tablename__} has no row {key}")
    return found


def write(session: Session, row: T) -> T:
    """Insert a new row now, with the defaults of its columns; it has its key afterwards.

    The values go into the object as the database holds them: no change of it waits for a flush.
    """
    form, values = _form(type(row)), vars(row)
    for name, default in form.defaults:
        if name not in values:
            values[name] = default() if callable(default) else default
    values["id"] = form.insert.scalar(settled(session), values)
    return _adopted(session, row)


def change(session: Session, row: Base, **values: Any) -> None:
    """Write these values of a row of the session now, as they stand in it afterwards."""
    known: Any = row
    _change(type(row), *values).run(settled(session), {"of": known.id, **values})
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _change(table: Any, *names: str) -> Ready:
    return Ready(update(table.__table__).where(table.id == bindparam("of")), *names)


def _of_session(session: Session, table: type[T], values: dict[str, Any]) -> T:
    made: Any = inspect(table).class_manager.new_instance()
    row: T = made
    vars(row).update(values)
    return _adopted(session, row)


def _adopted(session: Session, row: T) -> T:
    """The row as one that the session has read: all its values are those of the database."""
    make_transient_to_detached(row)
    session.add(row)
    return row


class _Form:
    """The two statements of one table, whose key is `id`."""

    def __init__(self, table: type[Base]) -> None:
        columns = table.__table__.columns
        names = [each.key for each in columns if each.key != "id"]
        of_table: Any = table.__table__
        self.insert = Ready(insert(of_table).returning(columns["id"]), *names)
        self.select = Ready(select(*columns).where(columns["id"] == bindparam("of")))
        self.defaults = [(each.key, _default(each)) for each in columns if each.key != "id"]


@cache
def _form(table: type[Base]) -> _Form:
    return _Form(table)


def _default(column: Any) -> Any:
    """A value, or what makes one; None where the column has no default."""
    default = column.default
    if default is None:
        return None
    return (lambda: default.arg(None)) if default.is_callable else default.arg
