"""Little worlds: on SQLite alone, and on both databases."""

from collections.abc import Iterator

import pytest

from models.database import Database
from tests.handlers.engine.little_desk import LittleWorld, jot, reason


def _made(db: Database) -> Iterator[LittleWorld]:
    world = LittleWorld(db)
    world.desk.own.update(jot=jot, reason=reason)
    yield world
    world.runner.close()


@pytest.fixture
def little(sqlite_db: Database) -> Iterator[LittleWorld]:
    """A little world on SQLite."""
    yield from _made(sqlite_db)


@pytest.fixture
def little_on_both(db: Database) -> Iterator[LittleWorld]:
    """A little world on SQLite and on PostgreSQL."""
    yield from _made(db)
