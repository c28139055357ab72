"""What a turn has changed, table by table, seen from outside the code that did it."""

import hashlib
from typing import Any

from sqlalchemy import Connection, event, select

from models.tables import METADATA

#: what any turn may write without having done anything
BESIDE = frozenset({"action_button", "audit", "contact", "person"})
_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
_SEEN = "rights_writes"


def watch(connection: Connection) -> None:
    """Count the writes of this connection from now on."""
    connection.info[_SEEN] = 0
    if not event.contains(connection, "before_cursor_execute", _count):
        event.listen(connection, "before_cursor_execute", _count)


def was_written(connection: Connection) -> bool:
    """Whether anything was written since, even if it was taken back."""
    return bool(connection.info[_SEEN])


def _count(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if statement.lstrip().upper().startswith(_WRITES):
        connection.info[_SEEN] += 1


def fingerprints(connection: Connection) -> dict[str, str]:
    """One fingerprint for each table in which a deed would show."""
    return {
        table.name: hashlib.sha256(
            repr(connection.execute(select(table)).all()).encode()
        ).hexdigest()
        for table in METADATA.sorted_tables
        if table.name not in BESIDE
    }
