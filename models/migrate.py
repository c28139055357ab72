"""Brings a database to the newest shape. The scripts travel inside the package."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).parent / "migrations"


class BrokenReference(Exception):
    """A row of this table points at one that is not there."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, built in code so that no ini file has to be found."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that this database has not seen, each database alone."""
    with _free_to_rebuild(engine) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Two processes may start at once; the second waits and then finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7220412)")
        command.upgrade(configuration(connection), "head")


@contextmanager
def _free_to_rebuild(engine: Engine) -> Iterator[Connection]:
    """SQLite changes a table by building it anew; rows of others may point at it meanwhile."""
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if connection.dialect.name != "sqlite" or raw is None:
            yield connection
            return
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            broken = raw.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise BrokenReference(broken[0])
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def one_at_a_time(engine: Engine) -> Iterator[None]:
    """Processes that start together get the first rows ready one after the other.

    On SQLite nothing has to be held: one process alone has the file.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7220413)")
        yield


def head_revision() -> str:
    """The shape this code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def revision_of(engine: Engine) -> str:
    """The shape the database has; "" for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def is_current(engine: Engine) -> bool:
    """Whether the database has the shape this code expects."""
    return revision_of(engine) == head_revision()
