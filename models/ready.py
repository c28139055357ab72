"""Statements that run with every message: compiled once, then handed to the driver as they are.

SQLAlchemy takes 20 to 60 us for a statement whose text it knows, the driver 1 to 5. Types and
encryption are those of the columns; a failure of the driver's is raised as SQLAlchemy would, and
the guard on early writes sees them as it sees all others.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Float
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from models.database import note_write
from models.driver import execute

Process = Callable[[Any], Any]


class Ready:
    """One statement: a select, or an insert or update with the values named."""

    def __init__(self, statement: Any, *names: str) -> None:
        """`names` are the columns that an insert fills or an update sets."""
        self._statement, self._names = statement, names
        # by dialect, because each engine's has the keys of its own database
        self._compiled: WeakKeyDictionary[Dialect, _Compiled] = WeakKeyDictionary()

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows, each with its columns by name."""
        compiled = self._for(connection.dialect)
        made = compiled.make_row
        return [made(each) for each in compiled.execute(connection, values).fetchall()]

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(connection, values)
        return rows[0][0] if rows else None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        count: int = self._for(connection.dialect).execute(connection, values).rowcount
        return count

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect)
        if compiled is None:
            compiled = self._compiled[dialect] = _Compiled(self._statement, self._names, dialect)
        return compiled


class _Compiled:
    """The text of one statement for one database, and how its values go in and come out."""

    def __init__(self, statement: Any, names: Sequence[str], dialect: Dialect) -> None:
        made: Any = statement.compile(dialect=dialect, column_keys=names or None)
        if made.insert_prefetch or made.update_prefetch or "POSTCOMPILE" in made.string:
            raise ValueError(f"a value is made while it runs: {made.string}")
        self._sql: str = made.string
        self._is_positional: bool = made.positional
        order = made.positiontup if made.positional else made.binds
        self._places = [(name, *_place(made.binds[name], dialect)) for name in order]
        columns = list(statement.exported_columns)
        names_out = [each.key for each in columns]
        self._row: Any = namedtuple("Row", names_out)  # type: ignore[misc]
        self._out = [_result(each.type, dialect) for each in columns]

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The driver's cursor. Raises DBAPIError."""
        bound = [
            constant if constant is not None else process(values[name]) if process else values[name]
            for name, process, constant in self._places
        ]
        parameters: Any = bound
        if not self._is_positional:
            parameters = {name: each for (name, *_), each in zip(self._places, bound, strict=True)}
        note_write(connection, self._sql)
        return execute(connection, self._sql, parameters)

    def make_row(self, raw: Sequence[Any]) -> Any:
        """The row as Python knows its values."""
        pairs = zip(raw, self._out, strict=True)
        return self._row._make(
            process(value) if process is not None else value for value, process in pairs
        )


def _place(bind: Any, dialect: Dialect) -> tuple[Process | None, Any]:
    """How a value goes in; or what always stands there."""
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    constant = None if bind.required else bind.effective_value
    if constant is not None and process is not None:
        constant = process(constant)
    return process, constant


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    if isinstance(kind, Float):
        return None  # every driver gives a float as one; psycopg's processor asks what came first
    process: Process | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return process
