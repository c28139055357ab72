"""Opens the database: one engine that writes, one that only reads, and the guard on early writes.

SQLite gets WAL, BEGIN IMMEDIATE (deferred transactions lost 20 of 160 claims to "database is
locked" in a trial) and synchronous=FULL, so that what was accepted survives a power cut.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoRoom
from sqlalchemy.orm import Session

from models.driver import execute
from models.vault import Vault, attach, vault_of

BUSY_MS = 50  # a turn on the loop waits no longer; then it goes to a thread
BUSY_THREAD_MS = 10_000
READ_LIMIT_MS = 5_000
REST_SECONDS = 1.0
_GUARD, _RESTS = "linli_guard", "linli_rests"
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
#: a statement that begins WITH may end in a write
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b(?! OF\b)", re.IGNORECASE)

# PostgreSQL: serialisation failure, deadlock, lock not available, connection trouble (08, 57).
_PASSING_STATES = ("40001", "40P01", "55P03")
_PASSING_CLASSES = ("08", "57")


@dataclass(slots=True)
class Guard:
    """Sees what a script writes: to stop it from writing too early, and to take it all back.

    Before the first write it sets a savepoint; most turns only ask, and need none.
    """

    connection: Connection
    writes: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """This statement is about to write."""
        if not self.writes:
            execute(self.connection, "SAVEPOINT script")
        self.writes.append(statement)

    def undo(self) -> None:
        """Take back what was written. What is not taken back stands with the transaction."""
        if self.writes:
            execute(self.connection, "ROLLBACK TO SAVEPOINT script")
        self.writes.clear()


@dataclass(frozen=True)
class Database:
    """Where the truth is kept.

    `write` for turns on the loop, `patient` for threads and commands that may wait for another
    writer (the same engine on PostgreSQL), `read` for pages and reports.
    """

    write: Engine
    read: Engine
    patient: Engine

    @property
    def is_sqlite(self) -> bool:
        """One file, one writer at a time."""
        return self.write.dialect.name == "sqlite"

    @property
    def vault(self) -> Vault:
        """The keys of this database."""
        return vault_of(self.write)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """An ORM session in its own write transaction; waits for other writers."""
        with self.patient.begin() as connection, Session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """An ORM session that only reads."""
        with self.read.connect() as connection, Session(connection) as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        for engine in {self.write, self.patient, self.read}:
            engine.dispose()


def open_database(
    url: str, vault: Vault, durability: Literal["full", "fast"] = "full", pool_size: int = 5
) -> Database:
    """Open `url` (`sqlite:///file` or `postgresql+psycopg://...`); makes SQLite's folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        write, patient, read = (_engine(url, pool_size) for _ in range(3))
        synchronous = "NORMAL" if durability == "fast" else "FULL"
        _sqlite(write, synchronous, BUSY_MS)
        _sqlite(patient, synchronous, BUSY_THREAD_MS)
        _sqlite(read, synchronous, BUSY_THREAD_MS, begin="BEGIN")
    else:
        write = patient = _engine(url, pool_size)
        _ask_after_rest(write)
        options = f"-c default_transaction_read_only=on -c statement_timeout={READ_LIMIT_MS}"
        read = _engine(url, pool_size, connect_args={"options": options})
    for engine in {write, patient, read}:
        attach(engine, vault)
    for engine in {write, patient}:
        event.listen(engine, "before_cursor_execute", _note_write)
    return Database(write, read, patient)


def _engine(url: str, pool_size: int, **options: Any) -> Engine:
    """Errors name the statement, never the values: what people wrote stays out of the log."""
    return create_engine(url, pool_size=pool_size, hide_parameters=True, **options)


def _ask_after_rest(engine: Engine) -> None:
    """Ask a connection that has rested whether it is still there; the pool makes another if not.

    Asking before each use cost as much as two statements. One that is lost within a second is
    found out by its first statement, and the same work is tried again.
    """

    @event.listens_for(engine, "checkin")
    def _(_raw: Any, record: Any) -> None:
        record.info[_RESTS] = monotonic()

    @event.listens_for(engine, "checkout")
    def _(raw: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get(_RESTS)
        if since is None or monotonic() - since < REST_SECONDS:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _sqlite(engine: Engine, synchronous: str, busy_ms: int, begin: str = "BEGIN IMMEDIATE") -> None:
    @event.listens_for(engine, "connect")
    def _(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"busy_timeout={busy_ms}",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed when tried again: locked, deadlock, connection lost."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or "database is locked" in str(error.orig):
        return True
    state: str | None = getattr(error.orig, "sqlstate", "")
    if state is None:  # psycopg could not connect: there is no server to name a state
        return isinstance(error, OperationalError)
    return state in _PASSING_STATES or state[:2] in _PASSING_CLASSES


def is_away(error: BaseException) -> bool:
    """The same, or the database is away, full or overrun: none of it is the work's own fault."""
    return is_passing(error) or isinstance(error, OperationalError | InterfaceError | NoRoom)


@contextmanager
def guarded(connection: Connection) -> Iterator[Guard]:
    """Watch the writes on this connection; a flush hook would not see Core statements."""
    guard = Guard(connection)
    connection.info[_GUARD] = guard
    try:
        yield guard
    finally:
        connection.info.pop(_GUARD, None)


def note_write(connection: Connection, statement: str) -> None:
    """Let the guard of this connection know, if there is one, of a statement that may write."""
    guard: Guard | None = connection.info.get(_GUARD)
    if guard is None:
        return
    begins = statement.lstrip()[:9].upper()
    is_read = begins.startswith(_READS) or (
        begins.startswith("WITH") and _WRITES.search(statement) is None
    )
    if not is_read:
        guard.note(statement)


def _note_write(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    note_write(connection, statement)
