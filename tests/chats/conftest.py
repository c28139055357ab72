"""Communities on a foreign platform, where people are asked before their words are used."""

from collections.abc import Iterator

import pytest

from models.database import Database
from tests.linking import TwoChannels
from tests.transcript import World


@pytest.fixture
def far(db: Database) -> Iterator[World]:
    """葵园社区 on Telegram, on both databases."""
    made = World(db, "telegram")
    yield made
    made.runner.close()


@pytest.fixture
def small_far(sqlite_db: Database) -> Iterator[World]:
    """葵园社区 on Telegram, on SQLite alone."""
    made = World(sqlite_db, "telegram")
    yield made
    made.runner.close()


@pytest.fixture
def two(db: Database) -> Iterator[TwoChannels]:
    """葵园社区 on the web and in WeChat, on both databases."""
    made = TwoChannels(db)
    yield made
    made.runner.close()


@pytest.fixture
def small_two(sqlite_db: Database) -> Iterator[TwoChannels]:
    """The same on SQLite alone."""
    made = TwoChannels(sqlite_db)
    yield made
    made.runner.close()
