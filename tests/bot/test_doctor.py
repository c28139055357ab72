"""`linli doctor` on what every desk stands on: settings, keys, storage, database, queues."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import Surroundings
from bot.config import load_settings
from bot.doctor import examine
from bot.doctor.finding import Finding, Level
from bot.serving import lock_file
from models.account import Account
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import Lane, OutboxState
from models.timer import set_timer
from tests.command_line import configured, linli
from tests.queued import queued
from tests.transcript import MONDAY, World

MINUTE = timedelta(minutes=1)


def look(world: World, folder: Path, more: str = "") -> list[Finding]:
    """What the doctor says at the world's moment."""
    url = world.db.write.url.render_as_string(hide_password=False)
    config = configured(folder, url, more)
    return examined(config, world.now)


def examined(config: Path | None, at: datetime | None = None) -> list[Finding]:
    """What the doctor says, at this moment or another."""
    around = Surroundings() if at is None else Surroundings(now=lambda: at)
    return asyncio.run(examine(config, around))


def of(findings: list[Finding], what: str) -> list[str]:
    """The lines about one thing."""
    return [str(each) for each in findings if each.what == what]


def test_a_desk_that_is_well_says_so(small_world: World, tmp_path: Path) -> None:
    small_world.someone("wang").say("您好")
    config = configured(tmp_path, str(small_world.db.write.url))
    with lock_file(load_settings(config)) or pytest.fail("no lock"):
        found = look(small_world, tmp_path)
    assert {each.level for each in found} == {Level.OK}
    assert [each.what for each in found] == [
        "settings",
        "keys",
        "storage",
        "database",
        "process",
        "inbox",
        "outbox",
        "timers",
    ]


def test_nothing_is_made_where_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = examined(None)
    assert [each.what for each in found] == ["settings", "keys", "storage", "database"]
    assert Level.BROKEN not in {each.level for each in found}
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_read_is_named_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[telegram]\ntokn = "1:hidden"\n[web]\nport = "hidden"\n', encoding="utf-8")
    told = linli("doctor", "--config", str(file))
    assert told.exit_code == 1
    assert "broken  settings: telegram.tokn: Extra inputs are not permitted." in told.output
    assert "broken  settings: web.port: " in told.output
    assert "hidden" not in told.output
    assert linli("doctor", "--config", str(tmp_path / "none.toml")).exit_code == 1


def test_what_can_be_mended_later_is_no_failure_of_the_command(tmp_path: Path) -> None:
    config = configured(tmp_path, f"sqlite:///{tmp_path}/none.db")
    told = linli("doctor", "--config", str(config))
    assert told.exit_code == 0
    assert "look    database: no " in told.output
    assert not (tmp_path / "none.db").exists()


def test_keys_that_are_broken_open_to_others_or_of_elsewhere_are_found(
    small_world: World, tmp_path: Path
) -> None:
    small_world.someone("wang").say("您好")
    url = str(small_world.db.write.url)
    config, file = tmp_path / "config.toml", tmp_path / "keys.json"
    config.write_text(
        f'[database]\nurl = "{url}"\n[storage]\npath = "{tmp_path}"\n', encoding="utf-8"
    )
    linli("inbox", "list", "--config", str(config))  # makes keys, which are not this database's
    [first, second] = of(examined(config), "keys")
    assert first.startswith("ok")
    assert second.startswith("broken  keys: they do not open what this database holds.")
    file.chmod(0o644)
    assert f"chmod 600 {file}" in of(examined(config), "keys")[0]
    file.write_text("{}", encoding="utf-8")
    [line] = of(examined(config), "keys")
    assert line.endswith("cannot be used (KeyError). Take it from the backup.")


def test_a_folder_that_cannot_be_written_is_broken(small_world: World, tmp_path: Path) -> None:
    config = configured(tmp_path, str(small_world.db.write.url))
    words = config.read_text("utf-8").replace(f'path = "{tmp_path}"', 'path = "/proc"')
    config.write_text(words, encoding="utf-8")
    [line] = of(examined(config), "storage")
    assert line.startswith("broken  storage: /proc cannot be written")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "its address cannot be read"),
        (
            "postgresql+psycopg://linli:pass@127.0.0.1:9/linli",
            "***@127.0.0.1:9/linli does not answer",
        ),
        ("postgresql+nothing://127.0.0.1/linli", "its address cannot be read"),
    ],
)
def test_a_database_that_is_not_there_is_broken(tmp_path: Path, url: str, words: str) -> None:
    [line] = of(examined(configured(tmp_path, url)), "database")
    assert line.startswith("broken")
    assert words in line
    assert "pass@" not in line


def test_a_database_of_another_shape_is_broken(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    config = configured(tmp_path, f"sqlite:///{tmp_path}/empty.db")
    [line] = of(examined(config), "database")
    assert "`linli migrate`" in line


def test_what_waits_too_long_is_broken_and_a_broadcast_is_not(world: World, tmp_path: Path) -> None:
    world.someone("wang").say("您好")
    with world.db.session() as session:
        session.execute(
            update(Inbox).values(state=InboxState.ACCEPTED, accepted_at=world.now - 9 * MINUTE)
        )
        set_timer(session, world.community_id, "review_due", "order:1", world.now - 8 * MINUTE)
    queued(world.db, world.now, OutboxState.DUE, lane=Lane.BULK, ago=7 * MINUTE)
    found = look(world, tmp_path)
    assert of(found, "inbox")[0].startswith("broken  inbox: a message has waited 9 min")
    assert of(found, "timers")[0].startswith("broken  timers: the oldest is 8 min late")
    assert of(found, "outbox") == ["ok      outbox: 1 to send, 0 given up."]
    queued(world.db, world.now, OutboxState.DUE, lane=Lane.NOTICE, ago=6 * MINUTE)
    assert of(look(world, tmp_path), "outbox")[0].startswith(
        "broken  outbox: a notice has waited 6 min to be sent. Is `linli run` active?"
    )


def test_what_somebody_should_know_is_shown_with_the_command_for_it(
    world: World, tmp_path: Path
) -> None:
    world.someone("wang").say("您好")
    with world.db.session() as session:
        session.execute(update(Inbox).values(state=InboxState.FAILED))
        session.execute(update(Account).values(paused_until=world.now + 3 * MINUTE))
        set_timer(session, world.community_id, "review_due", "order:1", world.now + 70 * MINUTE)
    queued(world.db, world.now, OutboxState.UNCERTAIN, lane=Lane.BULK)
    found = look(world, tmp_path)
    assert "`linli inbox list`" in of(found, "inbox")[0]
    silent, doubtful = of(found, "outbox")
    assert silent == "look    outbox: paper main was asked to be silent for another 3 min."
    assert "`linli outbox list --state uncertain`" in doubtful
    assert of(found, "timers") == ["ok      timers: the next in 1 h 10 min."]


@pytest.mark.postgres
def test_a_clock_that_differs_from_the_databases_is_broken(
    postgres_url: str, tmp_path: Path
) -> None:
    config = configured(tmp_path, postgres_url)
    [line] = of(examined(config, MONDAY), "clock")
    assert line.startswith("broken  clock: this machine's is ")
    found = examined(config)
    assert of(found, "clock")[0].startswith("ok")
    assert of(found, "process") == ["look    process: no `linli run` is active."]


def test_the_command_fails_when_something_is_broken(sqlite_db: Database, tmp_path: Path) -> None:
    config = configured(
        tmp_path,
        str(sqlite_db.write.url),
        '[telegram]\ntoken = "1:x"\napi_base = "http://127.0.0.1:9/bot"\n',
    )
    told = linli("doctor", "--config", str(config))
    assert told.exit_code == 1
    assert "broken  telegram main: Telegram cannot be reached" in told.output
