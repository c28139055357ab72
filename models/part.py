"""One part of a copy: rows of one table that are somebody's, and what its columns are called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.base import Base
from models.contact import Contact
from models.order import Order
from models.same_person import person_ids_of

Whose = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table, with what people call it and its columns."""

    table: type[Base]
    label: str
    whose: Whose
    columns: dict[str, str]
    #: where two parts are of one table
    apart: str = ""

    @property
    def name(self) -> str:
        """How the file names it."""
        return self.apart or self.table.__tablename__


def chats(person_id: int) -> Select[int]:
    """Ids of the chats of a person."""
    return select(Contact.id).where(Contact.person_id.in_(person_ids_of(person_id)))


def own_orders(person_id: int) -> Select[int]:
    """Ids of the orders they asked for, or that were asked for them."""
    ids = person_ids_of(person_id)
    own = or_(Order.requested_by_id.in_(ids), Order.served_person_id.in_(ids))
    return select(Order.id).where(own)


def of(column: InstrumentedAttribute[Any]) -> Whose:
    """The rows in which this column names the person."""
    return lambda who: column.in_(person_ids_of(who))


def in_chats(column: InstrumentedAttribute[Any]) -> Whose:
    """The rows in which this column names a chat of theirs."""
    return lambda who: column.in_(chats(who))
