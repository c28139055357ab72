"""The copy (一份记录): everything we hold of one person, table by table, and nothing of others.

What stands beside them is told by role or left out: no name, phone or door of anybody else, no key
of ours. Each part says whose rows it takes and what its columns are called for whoever reads it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, select
from sqlalchemy.orm import Session

from models.account import Account
from models.activity import Activity
from models.copied import PARTS
from models.order import Order
from models.part import Part
from models.person import Person
from models.sign_up import SignUp
from models.team import Team

_ORDER = "order:"


def copy_of(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All parts, by name; values as plain JSON, moments in UTC."""
    return {part.name: _rows(session, part, person.id) for part in PARTS}


def _rows(session: Session, part: Part, person_id: int) -> list[dict[str, Any]]:
    table: Any = part.table.__table__
    columns = [_as_called(table.c[name]) for name in part.columns]
    key = next(iter(table.primary_key))
    rows = session.execute(select(*columns).where(part.whose(person_id)).order_by(key))
    told = [
        {name: _plain(value) for name, value in zip(part.columns, row, strict=True)} for row in rows
    ]
    for row in told:
        if str(row.get("subject", "")).startswith(_ORDER):
            row["subject"] = _order(session, row["subject"])
    return told


def _as_called(column: Column[Any]) -> ColumnElement[Any]:
    """What a row points at by the name people know it by: the order's number, the channel."""
    called = {
        "account": select(Account.channel).where(Account.id == column),
        "activity": select(Activity.number).where(Activity.id == column),
        "service_order": select(Order.number).where(Order.id == column),
        "sign_up": select(Activity.number).join(SignUp).where(SignUp.id == column),
        "team": select(Team.name).where(Team.id == column),
    }
    for key in column.foreign_keys:
        if key.column.table.name in called:
            return called[key.column.table.name].scalar_subquery().label(column.name)
    return column


def _order(session: Session, subject: str) -> str:
    """order:12 by the number that people know; an order that is gone keeps none."""
    number = select(Order.number).where(Order.id == int(subject.removeprefix(_ORDER)))
    return _ORDER + (session.scalar(number) or "")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def shown(copy: dict[str, list[dict[str, Any]]]) -> Sequence[tuple[Part, list[dict[str, Any]]]]:
    """The parts that hold anything, to be read."""
    return [(part, rows) for part in PARTS if (rows := copy[part.name])]
