"""Thousands of posts as no page would send them: nobody sees a failure, no chat gets stuck."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import Process, build, running
from bot.clock import Surroundings
from bot.ground import open_ground, prepare
from bot.web.routes import web_app
from models.inbox import Inbox, InboxState
from models.outbox import Outbox, OutboxState
from tests.acceptance.launch import Plan
from tests.acceptance.page import Lines
from tests.acceptance.random_posts import Chance, Request
from tests.conftest import KEY
from tests.transcript import MONDAY

SESSIONS = 24
#: five storms on each of two databases are 10,000 posts; soak adds as many in one go
STORMS = [(seed, 1_000) for seed in range(5)]
MANY = pytest.param(10_000, 10_000, marks=pytest.mark.soak)


class Clock:
    """Half a second passes whenever somebody asks: nobody ever posts too fast."""

    def __init__(self) -> None:
        self._now = MONDAY

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=500)
        return self._now


@asynccontextmanager
async def _site(url: str, folder: Path) -> AsyncIterator[Process]:
    ground = open_ground(Plan(url, 0, str(folder), KEY).settings, Surroundings(now=Clock()))
    prepare(ground)
    process = build(ground)
    async with running(process):
        yield process
    ground.db.close()


class Somebody:
    """One browser that posts nonsense."""

    def __init__(self, transport: httpx.ASGITransport, chance: Chance) -> None:
        self._chance = chance
        self.client = httpx.AsyncClient(transport=transport, base_url="http://desk")
        self.page = Lines("")

    async def look(self) -> None:
        answer = await self.client.get("/chat")
        assert answer.status_code == 200
        self.page = Lines(answer.text)

    async def post(self) -> int:
        """One random post; every so often under a cookie that is not ours."""
        tokens = [token for line in self.page.lines for _label, token in line.buttons]
        request = self._chance.post(self.page.csrf, tokens)
        if self._chance.random.random() < 0.02:
            request.headers["cookie"] = self._chance.cookie()
        return await self.send(request)

    async def send(self, request: Request) -> int:
        headers = {"accept": self._chance.random.choice(("application/json", "text/html"))}
        headers.update(request.headers)
        raw = {name.encode(): value.encode() for name, value in headers.items()}
        answer = await self.client.post("/chat/say", headers=raw, **request.rest)
        assert answer.status_code < 500, (answer.status_code, request)
        assert answer.text or answer.is_redirect, request
        return answer.status_code

    async def say(self, text: str) -> None:
        """Something ordinary."""
        form = {"csrf": self.page.csrf, "text": text}
        answer = await self.client.post("/chat/say", data=form)
        assert answer.status_code == 303, answer.text


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as entries:
        yield entries


async def _storm(process: Process, seed: int, posts: int) -> list[Somebody]:
    chance = Chance(seed)
    transport = httpx.ASGITransport(web_app(process.site))
    people = [Somebody(transport, chance) for _n in range(SESSIONS)]
    taken = 0
    for n in range(posts):
        somebody = chance.random.choice(people)
        if not somebody.page.csrf or n % 3 == 0:
            await somebody.look()
        taken += await somebody.post() in (200, 303)
    assert taken > posts / 3, "too little of it got far enough to prove anything"
    return people


async def _still_answers(process: Process, somebody: Somebody) -> None:
    for word in ("取消", "您好"):
        await somebody.look()
        before = _spoken(somebody)
        await somebody.say(word)
        await process.delivery.drain()
        await somebody.look()
        assert _spoken(somebody) > before, f"no answer to {word}"


def _spoken(somebody: Somebody) -> int:
    return max((line.position for line in somebody.page.lines if not line.is_mine), default=0)


@pytest.mark.parametrize(("seed", "posts"), [*STORMS, MANY])
async def test_no_post_breaks_anything(
    database_url: str, tmp_path: Path, logged: list[Any], seed: int, posts: int
) -> None:
    async with _site(database_url, tmp_path) as process:
        for somebody in await _storm(process, seed=seed, posts=posts):
            await _still_answers(process, somebody)
            await somebody.client.aclose()
        with process.ground.db.read.connect() as rows:
            unhandled = rows.execute(select(Inbox.id).where(Inbox.state != InboxState.DONE)).all()
            unsaid = rows.execute(select(Outbox.id).where(Outbox.state == OutboxState.UNCERTAIN))
            left = [*unhandled, *unsaid]
    for entry in logged:
        assert entry["log_level"] not in ("warning", "error"), entry.get("trace", entry)
    assert left == []
