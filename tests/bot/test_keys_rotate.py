"""Keys change while everything stays readable, and an interrupted change goes on."""

import fcntl
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import rotating
from bot.dumping import raw_tables
from bot.keys import FILE
from bot.rotating import left_to_do, seal_files_anew, seal_rows_anew, sealed_in
from bot.storage import Storage
from models.database import Database, open_database
from models.outbox import Outbox
from models.person import Person
from models.tables import METADATA
from models.vault import CannotOpen, Secret, SecretJson, Vault, new_key
from tests.bot.test_backup import with_key_file
from tests.command_line import configured, linli
from tests.conftest import INDEX_KEY, KEY
from tests.models.test_erasing import NEEDLES, a_life, fill_the_rest, found
from tests.transcript import World

NEW = new_key()


def opened_with(world: World, *keys: str) -> Database:
    """The same database as a process with other keys sees it."""
    url = world.db.write.url.render_as_string(hide_password=False)
    return open_database(url, Vault(list(keys), INDEX_KEY))


def key_file(folder: Path) -> list[str]:
    kept: list[str] = json.loads((folder / FILE).read_text())["keys"]
    return kept


def test_everything_sealed_is_sealed_with_the_first_key(world: World, tmp_path: Path) -> None:
    a_life(world)
    photo = fill_the_rest(world, Storage(tmp_path, world.db.vault))
    where = found(world.db, *NEEDLES)
    both, new = opened_with(world, NEW, KEY), opened_with(world, NEW)
    todo = left_to_do(both)
    assert todo > 20
    assert seal_rows_anew(both) == todo
    assert left_to_do(both) == 0
    assert seal_files_anew(tmp_path, both) == 1
    assert found(new, *NEEDLES) == where
    assert Storage(tmp_path, new.vault).read(photo)
    assert seal_rows_anew(both) == 0
    assert seal_files_anew(tmp_path, both) == 0
    with pytest.raises(CannotOpen):
        found(world.db, *NEEDLES)
    for db in (both, new):
        db.close()


def test_a_rotation_that_was_cut_short_goes_on(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_life(small_world)
    where = found(small_world.db, *NEEDLES)
    monkeypatch.setattr(rotating, "SLICE", 3)
    both, new = opened_with(small_world, NEW, KEY), opened_with(small_world, NEW)
    slices = iter(range(3))

    def stop() -> None:
        if next(slices, None) is None:
            raise KeyboardInterrupt

    todo = left_to_do(both)
    with pytest.raises(KeyboardInterrupt):
        seal_rows_anew(both, stop)
    assert 0 < left_to_do(both) < todo
    assert found(both, *NEEDLES) == where
    assert 0 < seal_rows_anew(both) < todo
    assert found(new, *NEEDLES) == where
    for db in (both, new):
        db.close()


def test_what_is_written_meanwhile_is_not_written_over(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_life(small_world)
    both = opened_with(small_world, NEW, KEY)
    real = rotating._renewed

    def slow(db: Database, row: object, names: list[str]) -> dict[str, bytes]:
        values = real(db, row, names)
        if "phone" in names and "legal_name" in names:
            with both.session() as session:
                session.scalars(select(Person).where(Person.phone.is_not(None))).first()
                for person in session.scalars(select(Person)):
                    person.phone = "13900000999"
        return values

    monkeypatch.setattr(rotating, "_renewed", slow)
    seal_rows_anew(both)
    with both.reading() as session:
        assert set(session.scalars(select(Person.phone))) == {"13900000999"}
    both.close()


def test_the_command_makes_a_key_and_forgets_the_old_ones_when_told(
    small_world: World, tmp_path: Path
) -> None:
    a_life(small_world)
    photo = fill_the_rest(small_world, Storage(tmp_path, small_world.db.vault))
    where = found(small_world.db, *NEEDLES)
    option = with_key_file(tmp_path, str(small_world.db.write.url))
    kept = {"keys": [KEY], "index_key": INDEX_KEY, "session_key": "session"}
    (tmp_path / FILE).write_text(json.dumps(kept))
    told = linli("keys", "rotate", *option)
    assert told.exit_code == 0, told.output
    assert "--drop forgets them" in told.output
    assert "1 files" in told.output
    first, second = key_file(tmp_path)
    assert second == KEY
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    told = linli("keys", "rotate", "--drop", *option)
    assert told.output.startswith("0 rows and 0 files")
    assert "1 old keys are gone" in told.output
    assert key_file(tmp_path) == [first]
    new = opened_with(small_world, first)
    assert found(new, *NEEDLES) == where
    assert Storage(tmp_path, new.vault).read(photo)
    new.close()


def test_a_running_desk_gets_no_key_it_does_not_know(small_world: World, tmp_path: Path) -> None:
    option = with_key_file(tmp_path, str(small_world.db.write.url))
    kept = {"keys": [KEY], "index_key": INDEX_KEY, "session_key": "session"}
    (tmp_path / FILE).write_text(json.dumps(kept))
    with Path(f"{small_world.db.write.url.database}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        told = linli("keys", "rotate", *option)
    assert told.exit_code == 1
    assert "stop `linli run` first" in told.output
    assert key_file(tmp_path) == [KEY]


def test_keys_of_the_configuration_are_used_beside_a_running_desk(
    world: World, tmp_path: Path
) -> None:
    a_life(world)
    url = world.db.write.url.render_as_string(hide_password=False)
    file = configured(tmp_path, url)
    file.write_text(file.read_text().replace(f'"{KEY}"', f'"{NEW}", "{KEY}"'))
    told = linli("keys", "rotate", "--config", str(file))
    assert told.exit_code == 0, told.output
    assert "Nothing here needs the old keys any more" in told.output
    new = opened_with(world, NEW)
    with new.reading() as session:
        assert session.scalars(select(Outbox.content)).all()
    new.close()


def test_every_sealed_column_is_gone_through() -> None:
    sealed = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.c
        if isinstance(column.type, Secret | SecretJson)
    }
    walked = {(table.name, name) for table in raw_tables() for name in sealed_in(table)}
    assert walked == sealed
    assert all(len(METADATA.tables[name].primary_key) == 1 for name, _column in sealed)
