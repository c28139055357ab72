"""The process that forks desks, and a desk on each database."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import wire
from tests.acceptance import wechat_ending, wechat_story, wecom_story
from tests.acceptance.desk import Nursery, RunningDesk, desk_on
from tests.acceptance.forking import Forking
from tests.acceptance.mishaps import GIVES_UP
from tests.acceptance.stage import whole
from tests.acceptance.swift import SwiftLoop
from tests.acceptance.telegram_ending import Ending, ending
from tests.acceptance.telegram_story import a_story
from tests.telegram_desk import Place


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One per test process."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking]:
    """One per test process: starts `linli run` itself."""
    made = Forking()
    yield made
    made.close()


@pytest.fixture
def desk(nursery: Nursery, database_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on either database, not running yet."""
    with desk_on(nursery, database_url, tmp_path) as made:
        yield made


@pytest.fixture
def sqlite_desk(nursery: Nursery, sqlite_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on SQLite, not running yet."""
    with desk_on(nursery, sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def postgres_desk(nursery: Nursery, postgres_url: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk on PostgreSQL, not running yet."""
    with desk_on(nursery, postgres_url, tmp_path) as made:
        yield made


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """One loop for all; it behaves as any other until a test asks for more."""
    return {"swift": SwiftLoop}


Story = AbstractAsyncContextManager[Any]
Begin = Callable[[str, Path], Story]


def _ends(
    template: Path,
    folder: Path,
    begin: Begin,
    look: Callable[[Any], Awaitable[Ending]],
) -> Ending:
    """How the story ends when nothing goes wrong; `begin` opens it on a database in a folder."""
    shutil.copy(template, folder / "linli.db")

    async def tell() -> Ending:
        async with begin(f"sqlite:///{folder}/linli.db", folder) as cast:
            await whole(cast)
            return await look(cast)

    with asyncio.Runner(loop_factory=SwiftLoop) as runner:
        return runner.run(tell())


@pytest.fixture(scope="session")
def as_told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """How the story ends on Telegram when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("as_told")
    return _ends(sqlite_template, folder, lambda url, at: a_story(Place(url, at)), ending)


def _on(story: Callable[[wechat_story.Place], Story]) -> Begin:
    return lambda url, at: story(wechat_story.Place(url, at))


@pytest.fixture(scope="session")
def on_wechat(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """How the story ends on WeChat when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("on_wechat")
    return _ends(sqlite_template, folder, _on(wechat_story.a_story), wechat_ending.ending)


@pytest.fixture(scope="session")
def on_wecom(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """How the story ends on WeCom when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("on_wecom")
    return _ends(sqlite_template, folder, _on(wecom_story.a_story), wechat_ending.ending)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk soon gives up waiting for an answer of Telegram's."""
    monkeypatch.setattr(wire, "READ_SECONDS", GIVES_UP)
