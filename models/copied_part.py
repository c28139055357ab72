"""One part of a copy: the rows of one table, with what people call it and its columns."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from models.base import Base

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
