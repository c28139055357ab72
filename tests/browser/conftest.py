"""A real desk, a real Chromium, and windows that fail their test when the console complains."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.desk_server import Desk
from tests.browser.windows import Camera, Window
from tests.conftest import need

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE = {"width": 390, "height": 844}
OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One running desk for each test process; a visitor's chat is her own."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def fresh_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of this test's own, where nothing has happened yet."""
    made = Desk(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for one module: its loop must have ended before an asyncio test begins."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    if not Path(path).exists():
        need("browser", "no Chromium was found")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """Open windows, each of a different person; arguments are the context's own.

    `at` names another desk than the shared one.
    """
    opened: list[Window] = []

    def open_one(at: Desk | None = None, **wishes: Any) -> Window:
        wishes = {"viewport": PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **wishes}
        at = at or request.getfixturevalue("desk")
        opened.append(Window(browser.new_context(**wishes), at.address))
        opened[-1].context.set_default_timeout(10_000)
        return opened[-1]

    yield open_one
    troubles = [trouble for each in opened for trouble in each.troubles]
    for each in opened:
        each.context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def camera(request: pytest.FixtureRequest) -> Camera:
    """Takes pictures for `make pictures`."""
    return Camera(request.config.getoption("--pictures"))
