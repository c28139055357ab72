"""INSERT ... ON CONFLICT for both databases, from one place.

Nothing in a turn may rely on catching an IntegrityError, so first rows are made this way.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from models.ready import Ready


def insert_for(connection: Connection | Session, table: type[DeclarativeBase]) -> Any:
    """The insert statement of this connection's dialect, which has `on_conflict_do_...`."""
    bind = connection if isinstance(connection, Connection) else connection.connection()
    return build_insert(bind.dialect.name, table)


def build_insert(dialect: str, table: type[DeclarativeBase]) -> Any:
    """The same for the dialect of that name, to be kept ready-made."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def insert_new(
    connection: Connection, table: type[DeclarativeBase], values: dict[str, Any]
) -> bool:
    """Insert a row unless one with its unique key is there; True when it was made now."""
    return bool(_insert_new(connection.dialect.name, table, *values).run(connection, values))


@cache
def _insert_new(dialect: str, table: type[DeclarativeBase], *names: str) -> Ready:
    return Ready(build_insert(dialect, table).on_conflict_do_nothing().inline(), *names)
