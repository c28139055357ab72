"""`linli backup`: everything of one moment in one file, beside a running desk.

An SQLite database is copied by its own online backup, which keeps no writer waiting; a PostgreSQL
one is read in one snapshot, table by table. Rows and media stay sealed as they are, so the file
is worth nothing without the keys, which come along only when asked for.
"""

import io
import json
import os
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from bot.dumping import dump_rows
from bot.ground import Ground
from bot.keys import kept_keys
from bot.storage import Storage
from models.migrate import revision_of

MANIFEST, ROWS, KEYS = "manifest.json", "linli.db", "keys.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is, for whoever finds it."""

    made_at: str
    #: "sqlite" or "postgresql": it goes back into the same
    database: str
    #: the shape of its tables
    revision: str
    with_keys: bool


def back_up(ground: Ground, file: Path, *, with_keys: bool) -> int:
    """Write the backup, whole or not at all, readable by its owner alone; returns its size."""
    db = ground.db
    dialect = db.read.dialect.name
    manifest = Manifest(ground.around.now().isoformat(), dialect, revision_of(db.read), with_keys)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as archive:
                _put(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
                if with_keys:
                    kept = kept_keys(ground.settings)
                    _put(archive, KEYS, json.dumps(kept).encode())
                _put_rows(archive, ground, file.parent)
                _put_media(archive, ground)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def _put(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _put_rows(archive: tarfile.TarFile, ground: Ground, folder: Path) -> None:
    with TemporaryDirectory(dir=folder) as space:
        if ground.db.is_sqlite:
            copy = Path(space) / ROWS
            copy_sqlite(sqlite_path(ground), copy)
            archive.add(copy, ROWS)
        else:
            for name, path in dump_rows(ground.db.read, Path(space)):
                archive.add(path, f"rows/{name}")
                path.unlink()


def sqlite_path(ground: Ground) -> Path:
    """The file of the database."""
    return Path(make_url(ground.settings.database.url).database or "")


def copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online backup: one snapshot, in one file."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def _put_media(archive: tarfile.TarFile, ground: Ground) -> None:
    storage = Storage(ground.settings.storage.path, ground.db.vault)
    for folder in storage.FOLDERS:
        for name in storage.names(folder):
            try:
                archive.add(storage.path_of(name), f"media/{name}")
            except FileNotFoundError:
                continue  # deleted meanwhile, and rightly
