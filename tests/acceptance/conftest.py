"""The process that forks desks, and a desk on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.desk import Nursery, RunningDesk, desk_on


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One per test process."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def desk(nursery: Nursery, database_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on either database, not running yet."""
    with desk_on(nursery, database_url, tmp_path) as made:
        yield made


@pytest.fixture
def sqlite_desk(nursery: Nursery, sqlite_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on SQLite, not running yet."""
    with desk_on(nursery, sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def postgres_desk(nursery: Nursery, postgres_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on PostgreSQL, not running yet."""
    with desk_on(nursery, postgres_url, tmp_path) as made:
        yield made
