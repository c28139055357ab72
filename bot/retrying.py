"""Lets rows go once more by the operator's wish: in slices, each with a line in the audit table.

In slices, because a running desk shares the database and must never wait long for a command.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, update

from bot.ground import Ground
from models.audit import Audit
from models.inbox import Inbox
from models.outbox import Outbox

SLICE = 500
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to rows of a table that are `still` as they were found."""

    table: type[Inbox] | type[Outbox]
    still: ColumnElement[bool]
    values: dict[str, Any]
    why: str


def in_slices(ground: Ground, change: Change, ids: Iterable[int]) -> int:
    """Change these rows, 500 in a transaction, with pauses between; returns how many."""
    rest, done = iter(ids), 0
    while some := list(islice(rest, SLICE)):
        if done:
            time.sleep(PAUSE_SECONDS)
        with ground.db.patient.begin() as connection:
            done += _change(connection, change, some, ground)
    return done


def _change(connection: Connection, change: Change, ids: list[int], ground: Ground) -> int:
    table, name = change.table, change.table.__tablename__
    changed = connection.execute(
        update(table)
        .where(table.id.in_(ids), change.still)
        .values(**change.values)
        .returning(table.community_id, table.id)
    ).all()
    for community_id in sorted({row.community_id for row in changed}):
        own = sorted(row.id for row in changed if row.community_id == community_id)
        audit = {
            "community_id": community_id,
            "action": f"{name}_retried",
            "subject": f"{name}:{own[0]}",
            "detail": f"{change.why}: {len(own)} rows, {own[0]} to {own[-1]}",
            "at": ground.around.now(),
        }
        connection.execute(insert(Audit), audit)
    return len(changed)
