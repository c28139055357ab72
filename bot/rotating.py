"""`linli keys rotate`: everything sealed is sealed anew with the first key, beside a running desk.

A value that the first key opens is left alone, so a rotation that was cut short goes on where it
stood. A row is changed only if it still holds what was read: what people write meanwhile stays.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Table, and_, or_, select

from bot.config import Settings
from bot.dumping import raw_tables
from bot.keys import kept_keys, write_keys
from bot.storage import Storage
from models.database import Database
from models.tables import METADATA
from models.vault import Secret, SecretJson, new_key

SLICE = 500
PAUSE_SECONDS = 0.02


def new_first_key(settings: Settings) -> None:
    """Put a fresh key before those in the key file; the others still open what they sealed."""
    kept = kept_keys(settings)
    write_keys(settings, {**kept, "keys": [new_key(), *kept["keys"]]})


def drop_old_keys(settings: Settings) -> int:
    """Leave only the first key in the key file; returns how many went."""
    kept = kept_keys(settings)
    write_keys(settings, {**kept, "keys": kept["keys"][:1]})
    return len(kept["keys"]) - 1


def seal_rows_anew(db: Database, after_slice: Callable[[], None] = lambda: None) -> int:
    """Go through every sealed column, 500 rows at a time; returns how many rows changed."""
    return sum(_seal_table(db, table, after_slice) for table in raw_tables() if sealed_in(table))


def sealed_in(table: Table) -> list[str]:
    """The names of the columns that are sealed."""
    columns = METADATA.tables[table.name].c
    return [each.name for each in columns if isinstance(each.type, Secret | SecretJson)]


def _seal_table(db: Database, table: Table, after_slice: Callable[[], None]) -> int:
    names, [key] = sealed_in(table), list(table.primary_key)
    changed, after = 0, 0
    while True:
        rows = select(key, *(table.c[name] for name in names)).where(key > after)
        with db.read.connect() as connection:
            some = connection.execute(rows.order_by(key).limit(SLICE)).all()
        if not some:
            return changed
        after = some[-1][0]
        fresh = [(row, values) for row in some if (values := _renewed(db, row, names))]
        changed += _write(db, table, fresh)
        if fresh:
            after_slice()
            time.sleep(PAUSE_SECONDS)


def _renewed(db: Database, row: Any, names: list[str]) -> dict[str, bytes]:
    values = {name: row._mapping[name] for name in names if row._mapping[name]}
    fresh = {name: db.vault.renewed(bytes(value)) for name, value in values.items()}
    return {name: value for name, value in fresh.items() if value is not None}


def _write(db: Database, table: Table, fresh: list[tuple[Any, dict[str, bytes]]]) -> int:
    if not fresh:
        return 0
    [key] = list(table.primary_key)
    changed = 0
    with db.patient.begin() as connection:
        for row, values in fresh:
            same = and_(*(table.c[name] == row._mapping[name] for name in values))
            changed += connection.execute(
                table.update().where(key == row[0], same).values(values)
            ).rowcount
    return changed


def left_to_do(db: Database) -> int:
    """Rows that an old key is still needed for."""
    count = 0
    for table in raw_tables():
        names = sealed_in(table)
        if names:
            there = or_(*(table.c[name].is_not(None) for name in names))
            rows = select(*table.primary_key, *(table.c[name] for name in names)).where(there)
            with db.read.connect() as connection:
                found = connection.execute(rows, execution_options={"yield_per": SLICE})
                count += sum(bool(_renewed(db, row, names)) for row in found)
    return count


def seal_files_anew(folder: Path, db: Database) -> int:
    """Go through every file of media; returns how many changed."""
    storage = Storage(folder, db.vault)
    changed = 0
    for each in storage.FOLDERS:
        for name in storage.names(each):
            try:
                changed += storage.renew(name)
            except FileNotFoundError:
                continue  # deleted meanwhile
    return changed
