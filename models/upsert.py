"""INSERT ... ON CONFLICT for both databases, from one place.

Nothing in a turn may rely on catching an IntegrityError, so first rows are made this way.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert_for(connection: Connection | Session, table: type[DeclarativeBase]) -> Any:
    """The insert statement of this connection's dialect, which has `on_conflict_do_...`."""
    bind = connection if isinstance(connection, Connection) else connection.connection()
    build = postgresql.insert if bind.dialect.name == "postgresql" else sqlite.insert
    return build(table)
