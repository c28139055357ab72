"""What a turn has changed, table by table, seen from outside the code that did it."""

import hashlib
import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, event, select

from models.tables import METADATA

#: what any turn may write without having done anything
BESIDE = frozenset({"action_button", "audit", "contact", "person"})
_WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)
_SEEN = "rights_written"


def watch(connection: Connection) -> None:
    """Note which tables this connection writes to from now on."""
    connection.info[_SEEN] = set()
    if not event.contains(connection, "before_cursor_execute", _note):
        event.listen(connection, "before_cursor_execute", _note)


def written(connection: Connection) -> frozenset[str]:
    """The tables that were written to since, even if it was taken back."""
    return frozenset(connection.info[_SEEN])


def _note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    match = _WRITE.match(statement)
    if match is not None:
        connection.info[_SEEN].add(match[1])
    elif statement.lstrip().upper().startswith("WITH"):
        connection.info[_SEEN].update(METADATA.tables)  # may write to any


def fingerprints(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """One fingerprint for each of these tables in which a deed would show."""
    return {
        name: hashlib.sha256(
            repr(connection.execute(select(METADATA.tables[name])).all()).encode()
        ).hexdigest()
        for name in names
        if name not in BESIDE and name in METADATA.tables
    }
