"""A backup comes back whole, and whoever has left since then is gone again."""

import fcntl
import json
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.clock import utc_now
from bot.config import load_settings
from bot.ground import open_ground, prepare
from bot.presence import Presence
from bot.storage import Storage
from models.consent import Consent
from models.database import Database
from models.outbox import Outbox, OutboxState
from models.person import Person
from models.rights_request import Tombstone
from models.tables import METADATA
from tests.command_line import configured, linli
from tests.conftest import INDEX_KEY, KEY
from tests.filled import Filler
from tests.models.test_erasing import NAME, NEEDLES, a_life, fill_the_rest, found, later
from tests.queued import queued
from tests.transcript import MONDAY, World


@pytest.fixture
def config(world: World, tmp_path: Path) -> tuple[str, str]:
    """The option that names the configuration of this database."""
    url = world.db.write.url.render_as_string(hide_password=False)
    return "--config", str(configured(tmp_path, url))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "linli.backup"


@pytest.fixture
def lived(world: World, tmp_path: Path) -> World:
    """Somebody asked, was helped, and everything that can be kept of her is."""
    a_life(world)
    fill_the_rest(world, Storage(tmp_path, world.db.vault))
    return world


def people(db: Database) -> list[tuple[int, str]]:
    with db.reading() as session:
        rows = session.execute(select(Person.id, Person.display_name).order_by(Person.id))
        return [(number, name) for number, name in rows]


def everything(db: Database) -> dict[str, int]:
    """How many rows each table has."""
    with db.read.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
        }


def test_a_backup_comes_back_whole(
    lived: World, config: tuple[str, str], file: Path, tmp_path: Path
) -> None:
    before, where = everything(lived.db), found(lived.db, *NEEDLES)
    photo = Storage(tmp_path, lived.db.vault).keep(b"a photo that a row holds")
    told = linli("backup", str(file), *config)
    assert told.exit_code == 0, told.output
    assert "Without the keys nobody can read it" in told.output
    assert file.stat().st_mode & 0o777 == 0o600
    with lived.db.patient.begin() as connection:
        connection.execute(text("DELETE FROM evaluation"))
        fill = Filler(connection, {"community": lived.community_id})
        newcomer = fill.row("person", display_name="新来的")
    Storage(tmp_path, lived.db.vault).drop(photo)
    refused = linli("restore", str(file), *config)
    assert refused.exit_code == 1
    assert "--yes replaces all of it" in refused.output
    assert (newcomer, "新来的") in people(lived.db)
    lived.db.close()
    told = linli("restore", str(file), "--yes", *config)
    assert told.exit_code == 0, told.output
    assert "1 files" in told.output
    assert "0 who had left since then are gone again." in told.output
    assert everything(lived.db) == before
    assert found(lived.db, *NEEDLES) == where
    assert Storage(tmp_path, lived.db.vault).read(photo) == b"a photo that a row holds"
    assert lived.someone("周凯").say("我的").startswith("您")


def test_whoever_left_after_the_backup_is_gone_again(
    lived: World, config: tuple[str, str], file: Path, tmp_path: Path
) -> None:
    assert linli("backup", str(file), *config).exit_code == 0
    her = lived.someone("her-address-7")
    her.say("退出")
    her.say("1")
    later(lived)
    assert found(lived.db, *NEEDLES) == []
    lived.db.close()
    told = linli("restore", str(file), "--yes", *config)
    assert told.exit_code == 0, told.output
    assert "1 who had left since then are gone again." in told.output
    assert found(lived.db, *NEEDLES) == []
    with lived.db.reading() as session:
        stones = session.scalars(select(Tombstone.person_id)).all()
        left = session.scalars(select(Person.id).where(Person.left_at.is_not(None))).all()
        assert stones == left
        open_ones = select(Consent.id).where(
            Consent.person_id.in_(left), Consent.withdrawn_at.is_(None)
        )
        assert session.scalars(open_ones).all() == []
    assert "周凯" in [name for _number, name in people(lived.db)]
    assert not (tmp_path / "tombstones.json").exists()


def test_a_restore_that_was_cut_short_is_made_good_at_the_next_start(
    lived: World,
    config: tuple[str, str],
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert linli("backup", str(file), *config).exit_code == 0
    her = lived.someone("her-address-7")
    her.say("退出")
    her.say("1")
    later(lived)
    lived.db.close()
    monkeypatch.setattr("bot.restoring.lay_stones", lambda *_words: 1 / 0)
    assert linli("restore", str(file), "--yes", *config).exit_code == 1
    assert found(lived.db, NAME)
    ground = open_ground(load_settings(Path(config[1])))
    prepare(ground)
    ground.db.close()
    assert found(lived.db, *NEEDLES) == []


def test_a_number_given_out_anew_is_somebody_else(
    lived: World, config: tuple[str, str], file: Path
) -> None:
    assert linli("backup", str(file), *config).exit_code == 0
    with lived.db.session() as session:
        fill = Filler(session.connection(), {"community": lived.community_id})
        after_backup = fill.row("person", display_name="后来的")
        session.flush()
        session.add(Tombstone(community_id=lived.community_id, person_id=after_backup, at=MONDAY))
    lived.db.close()
    assert linli("restore", str(file), "--yes", *config).exit_code == 0
    with lived.db.patient.begin() as connection:
        fill = Filler(connection, {"community": lived.community_id})
        fill.row("person", id=after_backup, display_name="又一位", created_at=utc_now())
    assert linli("backup", str(file), *config).exit_code == 0
    lived.db.close()
    assert linli("restore", str(file), "--yes", *config).exit_code == 0
    assert (after_backup, "又一位") in people(lived.db)


def test_what_was_on_its_way_then_is_in_doubt_and_not_sent_by_itself(
    lived: World, config: tuple[str, str], file: Path
) -> None:
    queued(lived.db, utc_now(), OutboxState.DUE, rows=2)
    linli("backup", str(file), *config)
    lived.db.close()
    told = linli("restore", str(file), "--yes", *config).output
    assert "messages were on their way then" in told
    with lived.db.reading() as session:
        due = select(func.count()).where(Outbox.state == OutboxState.DUE)
        assert session.scalar(due) == 0


def test_a_running_desk_keeps_a_restore_away(
    lived: World, config: tuple[str, str], file: Path
) -> None:
    linli("backup", str(file), *config)
    if lived.db.is_sqlite:
        with Path(f"{lived.db.write.url.database}.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            told = linli("restore", str(file), "--yes", *config)
    else:
        presence = Presence(lived.db, "another")
        presence.begin()
        told = linli("restore", str(file), "--yes", *config)
        presence.end()
    assert told.exit_code == 1
    assert "stop it first.\nNothing was changed." in told.output


def test_what_is_no_backup_of_ours_is_refused(
    lived: World, config: tuple[str, str], file: Path, tmp_path: Path
) -> None:
    file.write_bytes(b"nonsense")
    assert "no backup that can be read" in linli("restore", str(file), *config).output
    with tarfile.open(file, "w") as archive:
        archive.add(config[1], "../outside")
    assert linli("restore", str(file), *config).exit_code == 1
    with tarfile.open(file, "w") as archive:
        archive.add(config[1], "something")
    assert "no backup of ours" in linli("restore", str(file), *config).output
    other = {"made_at": "", "database": "oracle", "revision": "", "with_keys": False}
    (tmp_path / "manifest.json").write_text(json.dumps(other))
    with tarfile.open(file, "w") as archive:
        archive.add(tmp_path / "manifest.json", "manifest.json")
    assert "a backup of oracle" in linli("restore", str(file), "--yes", *config).output
    assert people(lived.db)


def with_key_file(folder: Path, url: str) -> tuple[str, str]:
    """A configuration whose keys stand in a file of their own."""
    folder.mkdir(exist_ok=True)
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "{url}"\n[storage]\npath = "{folder}"\n', "utf-8")
    return "--config", str(file)


def test_keys_come_along_only_when_asked_for(small_world: World, tmp_path: Path) -> None:
    a_life(small_world)
    url = str(small_world.db.write.url)
    option = with_key_file(tmp_path, url)
    kept = {"keys": [KEY], "index_key": INDEX_KEY, "session_key": "session"}
    (tmp_path / "keys.json").write_text(json.dumps(kept))
    without, with_them = tmp_path / "without", tmp_path / "with"
    linli("backup", str(without), *option)
    assert "The keys are in it" in linli("backup", str(with_them), "--with-keys", *option).output
    with tarfile.open(without) as archive:
        assert "keys.json" not in archive.getnames()
    assert KEY.encode() not in without.read_bytes()

    elsewhere = tmp_path / "elsewhere"
    there = with_key_file(elsewhere, f"sqlite:///{elsewhere}/linli.db")
    refused = linli("restore", str(without), *there)
    assert "The keys here do not open it" in refused.output
    assert "Its keys are others" in linli("restore", str(with_them), *there).output
    (elsewhere / "keys.json").unlink()
    told = linli("restore", str(with_them), *there)
    assert told.exit_code == 0, told.output
    assert json.loads((elsewhere / "keys.json").read_text()) == kept
    ground = open_ground(load_settings(elsewhere / "config.toml"))
    assert found(ground.db, NAME)
    ground.db.close()


def test_a_backup_is_taken_beside_somebody_who_writes(small_world: World, tmp_path: Path) -> None:
    a_life(small_world)
    option = ("--config", str(configured(tmp_path, str(small_world.db.write.url))))
    with small_world.db.patient.begin() as connection:
        Filler(connection, {"community": small_world.community_id}).row("person")
        told = linli("backup", str(tmp_path / "b"), *option)
    assert told.exit_code == 0, told.output
    assert not list(tmp_path.glob("*.part"))
