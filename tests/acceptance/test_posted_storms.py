"""Thousands of posts, most as WeChat and WeCom would never send them: no failure, nothing lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from models.inbox import Inbox
from tests.acceptance.afterwards import is_help, left, settled
from tests.acceptance.fleet import Fleet, Plan, fleet_at
from tests.acceptance.forking import Forking
from tests.acceptance.mixed_platforms import post_to, settings_of
from tests.acceptance.posts import Chance, Post
from tests.telegram_api import BotApi
from tests.wechat_api import Setup as WeChatSetup
from tests.wechat_api import WeChatApi
from tests.wechat_api.state import Window
from tests.wecom_api import Setup as WeComSetup
from tests.wecom_api import WeComApi

#: people who write abreast
WRITERS = 6
#: the megabytes that a process may grow by while it takes the last third; what is read and compiled
#: once for each kind of post has been so before
GROWTH = 8
STORMS = [(1, 1_500), pytest.param(2, 20_000, marks=pytest.mark.soak)]
#: nobody counts in a storm
HIGH = 1_000_000


@dataclass
class Storm:
    """Posts of any number of writers to one stand-in's desk."""

    fleet: Fleet
    api: Any
    session: aiohttp.ClientSession
    statuses: Counter[int] = field(default_factory=Counter)
    #: the messages that were sent as the platform sends them, and taken
    taken: set[str] = field(default_factory=set)
    people: list[Any] = field(default_factory=list)

    def somebody(self, address: str) -> Any:
        """A person there, to whom anything may be said at any time."""
        if isinstance(self.api, WeComApi):
            return self.api.member(address)
        person = self.api.follower(address)
        person.chat.windows.append(Window(HIGH, datetime.now(UTC) + timedelta(days=9)))
        return person

    async def blow(self, seed: str, posts: int) -> None:
        """All writers at once, each with two people of their own."""
        async with asyncio.TaskGroup() as group:
            for n in range(WRITERS):
                group.create_task(self._one(f"{seed}/{n}", posts // WRITERS))

    async def _one(self, seed: str, posts: int) -> None:
        names = [f"o{seed.replace('/', '-').replace(' ', '-')}-{n}" for n in range(2)]
        self.people += [self.somebody(each) for each in names]
        # of messages that are one second's, the platform's numbers grow, whoever writes them
        first = 10**16 * (1 + len(self.people))
        chance = Chance(seed, self.api, names, first)
        for _n in range(posts):
            await self._post(chance.post(self._buttons))

    async def _post(self, post: Post) -> None:
        url = f"{self.api.callback}?{post.query}"
        async with self.session.post(url, data=post.body) as answer:
            said = await answer.text()
        self.statuses[answer.status] += 1
        assert answer.status < 500, (answer.status, post)
        if post.is_true:
            assert answer.status == 200, (answer.status, post)
            self.api.poster._read(dict(post.fields), said)
            if "MsgId" in post.fields:
                self.taken.add(f"m{post.fields['MsgId']}")

    def _buttons(self, person: str) -> list[dict[str, str]]:
        """What this person could press now."""
        shown = [each for each in self.api.state.chats[person].heard[-8:] if each.buttons]
        code = self.api.state.new_code
        return [
            {"EventKey": key, "TaskId": each.task, "ResponseCode": code(each)}
            for each in shown
            for _label, key in each.buttons
        ]


@asynccontextmanager
async def _a_storm(forking: Forking, url: str, folder: Path, kind: str) -> AsyncIterator[Storm]:
    """One process that hears both, and a storm at one of them."""

    def now() -> datetime:
        return datetime.now(UTC)

    mode = kind.partition(" ")[2] or "safe"
    async with (
        BotApi() as bot,
        WeChatApi(WeChatSetup(now=now, mode=mode)) as wechat,
        WeComApi(WeComSetup(now=now, per_minute=HIGH)) as wecom,
    ):
        more = {**settings_of(wechat, wecom, pace=1_000), "LINLI_WECOM__CHAT_PACE": "1000"}
        async with fleet_at(forking, bot, Plan(url, folder, more=more), 1) as fleet:
            post_to(fleet, wechat, wecom)
            port = fleet.running[0].port
            wechat.callback = f"http://127.0.0.1:{port}/wechat"
            wecom.callback = f"http://127.0.0.1:{port}/wecom"
            async with aiohttp.ClientSession() as session:
                yield Storm(fleet, wecom if kind == "wecom" else wechat, session)


async def _everybody_is_helped(storm: Storm) -> None:
    """Everybody is there again, writes 帮助, and reads what can be written."""
    for each in storm.people:
        await (each.does("subscribe") if isinstance(storm.api, WeComApi) else each.follows())
    await settled(storm.fleet.db)
    for each in storm.people:
        await each.says("帮助")
    async with asyncio.timeout(60):
        for each in storm.people:
            await each.until(lambda who=each: _help(who), f"{each.openid} is stuck")


def _help(person: Any) -> str:
    return next(filter(is_help, person.news), "")


def _lost(storm: Storm) -> set[str]:
    """Messages that were taken and are not there."""
    with storm.fleet.db.read.connect() as rows:
        return storm.taken - set(rows.scalars(select(Inbox.key)))


@pytest.mark.parametrize("kind", ["wechat plain", "wechat safe", "wecom"])
@pytest.mark.parametrize(("seed", "posts"), STORMS)
async def test_no_post_breaks_anything_and_none_that_was_taken_is_lost(
    forking: Forking, database_url: str, tmp_path: Path, kind: str, seed: int, posts: int
) -> None:
    async with _a_storm(forking, database_url, tmp_path, kind) as storm:
        [desk] = storm.fleet.running
        await storm.blow(f"{seed}/first", posts * 2 // 3)
        memory = desk.memory
        await storm.blow(f"{seed}/last", posts // 3)
        assert desk.memory - memory < GROWTH * 2**20
        await settled(storm.fleet.db)
        assert _lost(storm) == set()
        await _everybody_is_helped(storm)
        await settled(storm.fleet.db)
        assert left(storm.fleet.db) == []
        assert storm.statuses[200] > posts / 2
        await storm.fleet.end()
        assert storm.fleet.trouble == []
        assert storm.api.violations == []
