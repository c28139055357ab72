"""The reply that rides in the answer to the post of a message: when it does, and when not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.clock import Surroundings
from bot.taking_back import ANSWER_LIVES, take_back
from models.inbox import Inbox
from models.outbox import Outbox, OutboxState
from tests.acceptance.telegram_story import Cast, a_desk
from tests.telegram_api import Person, Wrong
from tests.telegram_desk import SECRET, Place

LI = 1001
POINT = "telegram.answering"


@dataclass
class Posts:
    """Somebody who posts updates in Telegram's place, and reads what is answered."""

    cast: Cast
    client: aiohttp.ClientSession
    #: the state of the last reply whenever an answer was about to be written
    states: list[OutboxState]
    _numbers: Any = field(default_factory=lambda: count(900_000_001))

    def says(self, text: str) -> dict[str, Any]:
        """An update: 李婶 writes."""
        message = {
            "message_id": next(self._numbers),
            "date": int(self.cast.clock.now().timestamp()),
            "from": {"id": LI, "is_bot": False, "first_name": "李婶", "language_code": "zh"},
            "chat": {"id": LI, "type": "private", "first_name": "李婶"},
            "text": text,
        }
        return {"update_id": next(self._numbers), "message": message}

    async def post(self, update: dict[str, Any]) -> Any:
        """What is answered: a call, or None for nothing."""
        url = f"{self.cast.desk.ground.settings.web.public_url}/telegram"
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with self.client.post(url, json=update, headers=headers) as answer:
            assert answer.status == 200
            return await answer.json() if await answer.read() else None

    @property
    def said(self) -> list[str]:
        """What 李婶 was told by calls."""
        return self.cast.api.people[LI].texts

    def row(self) -> Outbox:
        """The newest reply."""
        with self.cast.db.reading() as session:
            return session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()


@asynccontextmanager
async def posting(url: str, folder: Path) -> AsyncIterator[Posts]:
    """A desk behind a webhook that has said one thing to 李婶 a while ago."""
    states: list[OutboxState] = []

    def reach(point: str) -> None:
        if point == POINT:
            states.append(posts.row().state)

    place = Place(url, folder, "webhook", Surroundings(reach=reach))
    fresh = aiohttp.TCPConnector(force_close=True)
    async with a_desk(place) as cast, aiohttp.ClientSession(connector=fresh) as client:
        posts = Posts(cast, client, states)
        Person(cast.api, LI, "李婶").start()
        await cast.settle()
        states.clear()
        yield posts
        assert cast.api.violations == []


async def test_a_reply_rides_and_is_answered_once_its_bytes_are_written(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        body = await posts.post(posts.says("帮助"))
        assert (body["method"], body["chat_id"]) == ("sendMessage", LI)
        assert "我来帮忙" in body["text"]
        assert posts.states == [OutboxState.ANSWERING]
        await posts.cast.settle()
        assert posts.row().state is OutboxState.ANSWERED
        assert posts.row().doubts == 0
        assert len(posts.said) == 1, "nothing was said by a call"


async def test_what_the_platform_hears_is_carried_out(sqlite_url: str, tmp_path: Path) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        posts.cast.api.people[LI].say("帮助")
        await posts.cast.settle()
        assert posts.cast.api.calls[-1].rode
        assert "我来帮忙" in posts.said[-1]


async def test_a_post_that_comes_again_gets_the_same_bytes(sqlite_url: str, tmp_path: Path) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        update = posts.says("帮助")
        first = await posts.post(update)
        assert await posts.post(update) == first
        await asyncio.sleep(30)
        assert await posts.post(update) == first
        await posts.cast.settle()
        assert posts.row().state is OutboxState.ANSWERED
        with posts.cast.db.reading() as session:
            assert session.scalars(select(Inbox.answer)).all()[-1] == first


async def test_a_post_that_comes_again_behind_something_else_is_answered_with_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        update = posts.says("帮助")
        body = await posts.post(update)
        assert body is not None
        assert await posts.post(posts.says("隐私")) is None, "the chat's pace is not free"
        await asyncio.sleep(1.1)
        assert len(posts.said) == 2
        assert await posts.post(update) is None, "something went to this chat a moment ago"
        await posts.cast.settle()
        assert posts.said[-1] == body["text"], "it went by a call"
        assert await posts.post(update) is None
        with posts.cast.db.reading() as session:
            help_row = session.scalars(select(Outbox).order_by(Outbox.id)).all()[1]
        assert (help_row.state, help_row.doubts) == (OutboxState.SENT, 1)


async def test_what_nobody_waited_for_goes_by_a_call_when_it_is_not_asked_for_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        cast = posts.cast
        web = cast.desk.ground.settings.web
        body = json.dumps(posts.says("帮助")).encode()
        _reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
        head = (
            "POST /telegram HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        writer.close()
        await asyncio.sleep(1)
        assert posts.row().state is OutboxState.ANSWERING
        assert len(posts.said) == 1
        cast.clock.at_least(cast.clock.now() + ANSWER_LIVES + timedelta(seconds=1))
        take_back(cast.db, cast.clock.now(), [])
        cast.desk.delivery.look()
        await cast.settle()
        assert "我来帮忙" in posts.said[-1]
        assert (posts.row().state, posts.row().doubts) == (OutboxState.SENT, 1)


async def test_nothing_rides_behind_what_is_unsent(sqlite_url: str, tmp_path: Path) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        fault = posts.cast.api.faults.add(Wrong.HELD, seconds=10.0)
        assert await posts.post(posts.says("帮助")) is not None
        assert await posts.post(posts.says("隐私")) is None
        await asyncio.sleep(5)
        assert fault.struck == 1, "the second reply is on its way"
        assert await posts.post(posts.says("时长")) is None
        await posts.cast.settle()
        assert ["还没有记您什么" in each for each in posts.said[-2:]] == [True, False]


async def test_a_card_never_rides(sqlite_url: str, tmp_path: Path) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        assert await posts.post(posts.says("帮我取个快递，住3号楼2单元501，明天上午")) is not None
        await asyncio.sleep(5)
        assert await posts.post(posts.says("13900000123")) is None
        await posts.cast.settle()
        assert "我念一遍" in posts.said[-1]


async def test_an_answer_of_two_messages_goes_by_calls_at_the_chats_pace(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with posting(sqlite_url, tmp_path) as posts:
        for words in ("帮我取个快递，住3号楼2单元501，明天上午", "13900000123", "行", "不用"):
            await posts.post(posts.says(words))
            await posts.cast.settle()
        before = len(posts.said)
        assert await posts.post(posts.says("我的")) is None
        await posts.cast.settle()
        new = posts.said[before:]
        assert len(new) == 2
        assert new[-1].startswith("代办跑腿")
