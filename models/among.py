"""`column IN (…)` with all values in one parameter: the same text however many there are.

A statement whose text changes with each list is compiled and planned anew each time; this one can
be a `Ready`.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, TypeDecorator, bindparam, column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


def among(column_: Any, name: str) -> ColumnElement[bool]:
    """True where the column, of keys or short texts, is one of the values named `name`."""
    of = String if isinstance(column_.type, String) else BigInteger
    values = _Each(bindparam(name, type_=_Many(of)))
    rows = values.table_valued(column("value", of), name="value")
    found: ColumnElement[bool] = column_.in_(select(rows.c.value))
    return found


class _Many(TypeDecorator[Any]):
    """Keys or short texts: an array on PostgreSQL, its JSON on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, of: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.of))
        return dialect.type_descriptor(String())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class _Each(FunctionElement[Any]):
    """The values of one parameter as rows."""

    inherit_cache = True
    name = "each_of"


@compiles(_Each, "postgresql")
def _of_array(each: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unnest({compiler.process(each.clauses, **kw)})"


@compiles(_Each, "sqlite")
def _of_json(each: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(each.clauses, **kw)})"
