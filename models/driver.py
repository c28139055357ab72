"""Hands a statement to the driver as it stands; failures are those that SQLAlchemy would raise."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def execute(connection: Connection, sql: str, parameters: Any = ()) -> Any:
    """Run it; returns the driver's cursor. Raises DBAPIError."""
    raw: Any = connection.connection.driver_connection
    try:
        return raw.execute(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _failure(connection, sql, error) from error


def _failure(connection: Connection, sql: str, error: Any) -> BaseException:
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.driver_connection, None)
    if is_lost:
        connection.invalidate(error)
        connection.engine.dispose()  # its others are most likely lost as well
    failure: BaseException = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    return failure
