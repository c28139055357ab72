"""What a turn has changed, table by table, seen from outside the code that did it."""

import hashlib
import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from models.tables import METADATA

#: what any turn may write without having done anything
BESIDE = frozenset({"action_button", "audit", "contact", "person"})
_WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)
_SEEN = "rights_written"


def watch(connection: Connection) -> None:
    """Note which tables this connection to SQLite writes to from now on, by whatever way."""
    seen: set[str] = set()
    connection.info[_SEEN] = seen
    raw: Any = connection.connection.driver_connection
    raw.set_trace_callback(lambda statement: _note(seen, statement))


def written(connection: Connection) -> frozenset[str]:
    """The tables that were written to since, even if it was taken back."""
    return frozenset(connection.info[_SEEN])


def _note(seen: set[str], statement: str) -> None:
    match = _WRITE.match(statement)
    if match is not None:
        seen.add(match[1])
    elif statement.lstrip().upper().startswith("WITH"):
        seen.update(METADATA.tables)  # may write to any


def fingerprints(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """One fingerprint for each of these tables in which a deed would show."""
    return {
        name: hashlib.sha256(
            repr(connection.execute(select(METADATA.tables[name])).all()).encode()
        ).hexdigest()
        for name in names
        if name not in BESIDE and name in METADATA.tables
    }
