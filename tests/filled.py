"""Rows of any table, filled with something of the right kind: for tests about every table."""

from collections.abc import Mapping
from datetime import date, time
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    String,
    Table,
    Time,
    insert,
)

from models.base import Instant
from models.tables import METADATA
from models.vault import Secret, SecretJson
from tests.transcript import MONDAY


class Filler:
    """Makes rows; what a row has to point at is made once and used again."""

    def __init__(self, connection: Connection, parents: Mapping[str, int] | None = None) -> None:
        """`parents` are ids by table, to be pointed at instead of rows made up."""
        self._connection = connection
        self._parents = dict(parents or {})
        self._numbers = count(1)

    def row(self, name: str, /, **values: Any) -> int:
        """Write one row of table `name`; returns its id, or that of the row it belongs to."""
        table = METADATA.tables[name]
        for column in table.c:
            if column.name not in values and not column.nullable and not _counts_itself(column):
                values[column.name] = self._value(column)
        made = self._connection.execute(insert(table).values(values).returning(*table.primary_key))
        return int(made.scalar_one())

    def _value(self, column: Column[Any]) -> Any:
        for key in column.foreign_keys:
            return self.parent(key.column.table)
        return _value_of(column, next(self._numbers))

    def parent(self, table: Table) -> int:
        """The row of this table that others point at."""
        if table.name not in self._parents:
            self._parents[table.name] = self.row(table.name)
        return self._parents[table.name]


def _counts_itself(column: Column[Any]) -> bool:
    return column.primary_key and not column.foreign_keys


def _value_of(column: Column[Any], n: int) -> Any:
    kind: Any = column.type
    if isinstance(kind, Secret):
        return f"words {n}"
    if isinstance(kind, SecretJson):
        return {"words": n}
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or ()))
    if isinstance(kind, String):
        return f"x{n}"[: kind.length]
    simple: dict[type[Any], Any] = {
        Boolean: False,
        Integer: n,
        Float: 1.0,
        JSON: [],
        Instant: MONDAY,
        Date: date(2026, 11, 23),
        Time: time(9),
    }
    return next(value for each, value in simple.items() if isinstance(kind, each))
