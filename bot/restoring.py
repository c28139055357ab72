"""`linli restore`: a backup comes back; whoever has left since then is gone again.

Nothing is touched before everything has been looked at: that the desk is down, that the file is a
backup of this kind of database, that the keys open it, and that nothing is lost unasked.
"""

import json
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from bot.backing import KEYS, MANIFEST, ROWS, Manifest, copy_sqlite, sqlite_path
from bot.config import Settings
from bot.dumping import load_rows
from bot.ground import Ground, open_ground
from bot.keys import FILE as KEY_FILE
from bot.keys import add_keys
from bot.serving import AlreadyRunning, hold
from bot.stones import keep_stones, lay_stones
from bot.storage import Storage
from models.database import Database, open_database
from models.migrate import head_revision, upgrade
from models.outbox import Outbox, OutboxState
from models.person import Person
from models.vault import CannotOpen

_OPEN = (OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING, OutboxState.ANSWERING)


class CannotRestore(Exception):
    """Why it was left as it is, in words for the operator."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    made_at: str
    people: int
    files: int
    gone_again: int
    in_doubt: int


def restore(settings: Settings, file: Path, *, even_over_rows: bool) -> Restored:
    """Bring the backup back. Raises CannotRestore, and then nothing has changed."""
    with TemporaryDirectory(dir=file.parent) as space:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(space, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise CannotRestore(f"{file} is no backup that can be read.") from error
        return _restore(settings, Path(space), even_over_rows=even_over_rows)


def _restore(settings: Settings, space: Path, *, even_over_rows: bool) -> Restored:
    manifest = _manifest(space)
    _take_keys(settings, space / KEYS)
    ground = open_ground(settings)
    with closing(ground.db), _held(ground):
        _look(ground, manifest, even_over_rows=even_over_rows)
        if ground.db.is_sqlite:
            _check_keys(ground, space / ROWS)
        keep_stones(ground.db, settings.storage.path)
        return _replace(ground, space, manifest)


@contextmanager
def _held(ground: Ground) -> Iterator[None]:
    """No `linli run` while the block lasts."""
    try:
        held = hold(ground.settings, ground.db)
    except AlreadyRunning as error:
        raise CannotRestore("`linli run` uses this database; stop it first.") from error
    try:
        yield
    finally:
        if held is not None:
            held.close()


def _take_keys(settings: Settings, file: Path) -> None:
    """Further keys only open more; one that finds rows by their phone cannot be exchanged."""
    if settings.security.keys or not file.exists():
        return
    if not add_keys(settings, json.loads(file.read_text("utf-8"))):
        raise CannotRestore(f"Its keys are others than here; move {KEY_FILE} aside first.")


def _manifest(space: Path) -> Manifest:
    try:
        return Manifest(**json.loads((space / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CannotRestore("This file is no backup of ours.") from error


def _look(ground: Ground, manifest: Manifest, *, even_over_rows: bool) -> None:
    db = ground.db
    if manifest.database != db.read.dialect.name:
        raise CannotRestore(
            f"This is a backup of {manifest.database}; [database] url names {db.read.dialect.name}."
        )
    if not db.is_sqlite and manifest.revision != head_revision():
        raise CannotRestore("It is of another version: restore it with that one, then update.")
    upgrade(db.patient)
    if people_in(db) and not even_over_rows:
        raise CannotRestore("There are people in this database; --yes replaces all of it.")


def people_in(db: Database) -> int:
    """How many rows of people there are."""
    with db.read.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Person)) or 0


def _check_keys(ground: Ground, rows: Path) -> None:
    """Whether the keys of this installation open what is in the backup."""
    there = open_database(f"sqlite:///{rows}", ground.db.vault)
    try:
        with there.read.connect() as connection:
            connection.execute(select(Person.phone).where(Person.phone.is_not(None)).limit(1)).all()
            connection.execute(select(Outbox.content).order_by(Outbox.id).limit(1)).all()
    except CannotOpen as error:
        raise CannotRestore(
            f"The keys here do not open it; bring back its own {KEY_FILE} first."
        ) from error
    except DBAPIError as error:
        raise CannotRestore("The database in it cannot be read.") from error
    finally:
        there.close()


def _replace(ground: Ground, space: Path, manifest: Manifest) -> Restored:
    if ground.db.is_sqlite:
        _replace_sqlite(ground, space / ROWS)
        upgrade(ground.db.patient)
    else:
        files = {path.name: path for path in (space / "rows").iterdir()}
        with ground.db.patient.begin() as connection:
            load_rows(connection, files)
    files_back = _media_back(ground, space / "media")
    gone_again = lay_stones(ground.db, ground.settings.storage.path)
    in_doubt = _doubt(ground.db)
    return Restored(manifest.made_at, people_in(ground.db), files_back, gone_again, in_doubt)


def _replace_sqlite(ground: Ground, rows: Path) -> None:
    """The new file takes the old one's place in one step."""
    path = sqlite_path(ground)
    with ground.db.patient.connect() as connection:
        connection.connection.driver_connection.execute(  # type: ignore[union-attr]
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )
    ground.db.close()
    fresh = path.with_name(path.name + ".restoring")
    fresh.unlink(missing_ok=True)
    copy_sqlite(rows, fresh)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    fresh.replace(path)


def _media_back(ground: Ground, folder: Path) -> int:
    storage = Storage(ground.settings.storage.path, ground.db.vault)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return sum(storage.bring_back(name, folder / name) for name in names)


def _doubt(db: Database) -> int:
    """What was on its way then may have arrived since; the operator decides."""
    doubtful = update(Outbox).where(Outbox.state.in_(_OPEN))
    with db.patient.begin() as connection:
        changed = connection.execute(
            doubtful.values(state=OutboxState.UNCERTAIN, lease_owner=None, lease_until=None)
        )
        return changed.rowcount
