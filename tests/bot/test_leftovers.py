"""Files of photos and voice are deleted when no row holds them any more."""

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.leftovers import Leftovers, drop_all
from bot.storage import Storage
from models.media import Media
from tests.filled import Filler
from tests.transcript import World


def test_a_file_is_deleted_when_nobody_holds_it_and_it_is_not_new(
    small_world: World, tmp_path: Path
) -> None:
    db, storage = small_world.db, Storage(tmp_path, small_world.db.vault)
    held, orphan, new = (storage.keep(data) for data in (b"held", b"orphan", b"new"))
    hour = timedelta(hours=2)
    for name in (held, orphan):
        os.utime(storage._path(name), ((small_world.now - hour).timestamp(),) * 2)
    os.utime(storage._path(new), (small_world.now.timestamp(),) * 2)
    with db.session() as session:
        Filler(session.connection()).row("media", sha256=held)
        assert session.scalars(select(Media.sha256)).all() == [held]
    assert drop_all(db, storage, small_world.around) == 1
    assert not storage._path(orphan).exists()
    assert storage.read(held) == b"held"
    assert storage.read(new) == b"new"


async def test_a_desk_looks_through_a_folder_a_minute(small_world: World, tmp_path: Path) -> None:
    db, storage = small_world.db, Storage(tmp_path, small_world.db.vault)
    orphan = storage.keep(b"orphan")
    os.utime(storage._path(orphan), (0, 0))
    looking = Leftovers(db, small_world.runner, storage, small_world.around)
    for folder in storage.FOLDERS:
        assert storage._path(orphan).exists() is (folder <= orphan[:2])
        await looking.tick()
    assert not storage._path(orphan).exists()


def test_what_is_sent_again_is_as_good_as_new(small_world: World, tmp_path: Path) -> None:
    storage = Storage(tmp_path, small_world.db.vault)
    name = storage.keep(b"the same photo")
    os.utime(storage._path(name), (0, 0))
    assert storage.keep(b"the same photo") == name
    assert storage.written_at(name).year > 2000
    small_world.now = storage.written_at(name) + timedelta(minutes=59)
    assert drop_all(small_world.db, storage, small_world.around) == 0
