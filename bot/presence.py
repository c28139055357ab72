"""Tells living processes from dead ones, so that what a dead one held is taken back at once.

On PostgreSQL each process holds an advisory lock under its name for as long as its connection
lives. On SQLite there is one `linli run` to a file, so at its start every other owner is gone.
"""

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from models.database import Database
from models.outbox import Outbox, OutboxState
from models.timer import Timer, TimerState

_LOCKS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND pid <> pg_backend_pid()"
)
HELD = (OutboxState.LEASED, OutboxState.SENDING, OutboxState.ANSWERING)


def is_anybody_here(db: Database) -> bool:
    """Whether any process runs on this PostgreSQL database."""
    with db.read.connect() as connection:
        return bool(connection.scalar(_LOCKS))


class Presence:
    """This process among the others."""

    def __init__(self, db: Database, owner: str) -> None:
        """`owner` is the name under which rows are leased."""
        self._db, self.owner = db, owner
        self._held: Connection | None = None

    def begin(self) -> None:
        """Be seen as living from now on."""
        if not self._db.is_sqlite:
            self._held = self._hold()

    def end(self) -> None:
        """Give the name up."""
        if self._held is not None:
            self._held.invalidate()  # closes it, and with it the lock
            self._held.close()
            self._held = None

    def dead(self) -> list[str]:
        """Owners of rows whose process is gone."""
        if self._held is None:
            return []
        try:
            return self._dead(self._held)
        except DBAPIError:
            # The server went away and with it our lock; take it again before anybody is judged.
            self.end()
            self.begin()
            return []

    def _dead(self, connection: Connection) -> list[str]:
        messages = select(Outbox.lease_owner).where(Outbox.state.in_(HELD))
        timers = select(Timer.lease_owner).where(Timer.state == TimerState.LEASED)
        owners = [
            owner
            for owner in connection.scalars(messages.union(timers))
            if owner and owner != self.owner
        ]
        return [owner for owner in owners if self._is_free(connection, owner)]

    def _is_free(self, connection: Connection, owner: str) -> bool:
        key = func.hashtextextended(owner, 0)
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            return False
        connection.scalar(select(func.pg_advisory_unlock(key)))
        return True

    def _hold(self) -> Connection:
        connection = self._db.patient.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = func.hashtextextended(self.owner, 0)
        connection.execute(select(func.pg_advisory_lock(key)))
        return connection
