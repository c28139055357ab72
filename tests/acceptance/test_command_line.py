"""`linli run` twice on one file, and `linli inbox` after a bug."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import utc_now
from bot.config import load_settings
from bot.ground import open_ground, prepare
from bot.receiving import Receiver
from handlers.engine.chat import Chat
from handlers.scripts import SCRIPTS
from models.inbox import Inbox, InboxState
from tests.acceptance.desk import RunningDesk
from tests.conftest import KEY, ROOT
from tests.transcript import World

SORRY = "我这边出了点问题"


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """The command line sends the log to its own standard error, which ends with it."""
    yield
    structlog.reset_defaults()


def _config(folder: Path, url: str) -> Path:
    file = folder / "config.toml"
    file.write_text(
        f'[database]\nurl = "{url}"\n[storage]\npath = "{folder}"\n[security]\n'
        f'keys = ["{KEY}"]\nindex_key = "index-key-of-tests"\nsession_key = "session"\n',
        encoding="utf-8",
    )
    return file


def test_a_second_run_on_the_same_file_is_refused(sqlite_desk: RunningDesk, tmp_path: Path) -> None:
    sqlite_desk.start()
    config = _config(tmp_path, sqlite_desk.plan.url)
    command = [sys.executable, "-m", "bot", "run", "--config", str(config)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert second.stderr.strip() == "Another `linli run` uses this database file; stop it first."
    assert sqlite_desk.stop() == 0


def _broken(_chat: Chat) -> None:
    raise LookupError("a bug")


def _linli(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_message_that_met_a_bug_waits_and_is_handled_after_the_fix(
    small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ("--config", str(_config(tmp_path, str(small_world.db.write.url))))
    unlucky, lucky = small_world.someone("unlucky"), small_world.someone("lucky")
    with monkeypatch.context() as patch:
        patch.setitem(SCRIPTS, "help", _broken)
        assert unlucky.say("帮助").count(SORRY) == 1
        assert "您好，这里是葵园社区邻里" in lucky.say("您好")
        assert "您好，这里是葵园社区邻里" in unlucky.say("您好")
    line = _linli("inbox", "list", *config)
    assert line.startswith("1  contact 1  error ")
    assert "帮助" not in line

    assert "1 to be handled again." in _linli("inbox", "retry", *config)
    _sweep(small_world)
    assert "有事要帮忙，直接写一句话。" in unlucky.new
    assert "No failed message." in _linli("inbox", "list", *config)
    with small_world.db.reading() as session:
        assert {row.state for row in session.query(Inbox)} == {InboxState.DONE}


def test_retry_takes_only_the_messages_that_were_named(
    small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ("--config", str(_config(tmp_path, str(small_world.db.write.url))))
    somebody = small_world.someone("somebody")
    with monkeypatch.context() as patch:
        patch.setitem(SCRIPTS, "help", _broken)
        for _n in range(2):
            assert SORRY in somebody.say("帮助")
    assert "1 to be handled again." in _linli("inbox", "retry", "2", *config)
    assert _linli("inbox", "list", *config).startswith("1  contact 1")


def _sweep(world: World) -> None:
    async def once() -> None:
        receiver = Receiver(world.db, world.runner, world.turns, world.delivery, world.around)
        assert await receiver.sweep() == 1

    world.now = max(world.now, utc_now())  # the command line has the real clock
    asyncio.run(once())
    world.deliver()


def test_a_city_is_invented_once_and_never_where_people_live(tmp_path: Path) -> None:
    config = str(_config(tmp_path, f"sqlite:///{tmp_path}/city.db"))
    many = ["sample", "--people", "30", "--config", config]
    runner = CliRunner()
    assert "30 people came." in runner.invoke(app, many).output
    assert "0 people came." in runner.invoke(app, many).output
    other = runner.invoke(app, [*many, "--seed", "7"])
    assert other.exit_code == 1
    real = str(_config(tmp_path, f"sqlite:///{tmp_path}/real.db"))
    prepare(open_ground(load_settings(Path(real))))
    refused = runner.invoke(app, ["sample", "--people", "30", "--config", real])
    assert (refused.exit_code, "nothing was changed" in refused.output) == (1, True)
