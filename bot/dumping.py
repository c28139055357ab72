"""Rows of a PostgreSQL database as lines of JSON, and back: sealed values stay sealed.

Not for reading elsewhere: what a person may take along is their copy (models/copy.py).
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, Table, func, select, text
from sqlalchemy.engine import Row

from models.tables import METADATA
from models.vault import Secret, SecretJson

SLICE = 500
_STREAM = {"yield_per": SLICE}
_RAW = MetaData()


def raw_tables() -> list[Table]:
    """Every table without its types that seal, in an order in which rows may be written."""
    for table in METADATA.sorted_tables:
        if table.name not in _RAW.tables:
            Table(table.name, _RAW, *(_raw(column) for column in table.c))
    return [_RAW.tables[table.name] for table in METADATA.sorted_tables]


def _raw(column: Column[Any]) -> Column[Any]:
    is_sealed = isinstance(column.type, Secret | SecretJson)
    kind = LargeBinary() if is_sealed else column.type
    return Column(column.name, kind, primary_key=column.primary_key)


def dump_rows(engine: Engine, folder: Path) -> Iterator[tuple[str, Path]]:
    """One file a table, all of one snapshot."""
    snapshot = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with snapshot as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for table in raw_tables():
            path = folder / f"{table.name}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                rows = connection.execute(
                    select(table).order_by(*table.primary_key), execution_options=_STREAM
                )
                file.writelines(_line(row) + "\n" for row in rows)
            yield path.name, path


def _line(row: Row[Any]) -> str:
    return json.dumps({name: _out(value) for name, value in row._mapping.items()})


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"sealed": base64.b64encode(value).decode()}
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    return value


_BACK: dict[str, Any] = {
    "sealed": base64.b64decode,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _in(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        [(kind, text_of)] = value.items()
        return _BACK[kind](text_of) if kind in _BACK else value
    return value


def load_rows(connection: Connection, files: dict[str, Path]) -> None:
    """Put the rows of a dump in the place of all that is there, in the caller's transaction."""
    tables = raw_tables()
    names = ", ".join(f'"{table.name}"' for table in tables)
    connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    for table in tables:
        path = files.get(f"{table.name}.jsonl")
        if path is not None:
            with path.open(encoding="utf-8") as lines:
                _load(connection, table, lines)
            _count_on(connection, table)


def _load(connection: Connection, table: Table, lines: Iterable[str]) -> None:
    """Rows that name rows of their own table get those names afterwards."""
    own = [
        column.name
        for column in METADATA.tables[table.name].c
        if any(key.column.table.name == table.name for key in column.foreign_keys)
    ]
    rest = iter(lines)
    later: list[tuple[Any, dict[str, Any]]] = []
    while some := [_read(line) for line in islice(rest, SLICE)]:
        for row in some:
            named = {name: row[name] for name in own if row[name] is not None}
            if named:
                later.append((row["id"], named))
                row.update(dict.fromkeys(named))
        connection.execute(table.insert(), some)
    for number, named in later:
        connection.execute(table.update().where(table.c.id == number).values(named))


def _read(line: str) -> dict[str, Any]:
    return {name: _in(value) for name, value in json.loads(line).items()}


def _count_on(connection: Connection, table: Table) -> None:
    """New rows get numbers beyond the highest."""
    if "id" in table.c:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        newest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(sequence, newest, False)))
