"""The copy (一份记录): everything we hold of one person, table by table, and nothing of others.

What stands beside them is told by role or left out: no name, phone or door of anybody else, no key
of ours. Each part says whose rows it takes and what its columns are called for whoever reads it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.copied import PARTS
from models.copied_part import Part
from models.person import Person


def copy_of(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All parts, by name; values as plain JSON, moments in UTC."""
    return {part.name: _rows(session, part, person.id) for part in PARTS}


def _rows(session: Session, part: Part, person_id: int) -> list[dict[str, Any]]:
    table: Any = part.table.__table__
    columns = [table.c[name] for name in part.columns]
    key = next(iter(table.primary_key))
    rows = session.execute(select(*columns).where(part.whose(person_id)).order_by(key))
    return [
        {name: _plain(value) for name, value in zip(part.columns, row, strict=True)} for row in rows
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def shown(copy: dict[str, list[dict[str, Any]]]) -> Sequence[tuple[Part, list[dict[str, Any]]]]:
    """The parts that hold anything, to be read."""
    return [(part, rows) for part in PARTS if (rows := copy[part.name])]
