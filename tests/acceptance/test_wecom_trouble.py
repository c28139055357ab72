"""WeCom while the database is away, and posts as nobody sends them."""

import os
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from sqlalchemy import func, select

from models.inbox import Inbox, InboxState
from models.order import Order
from tests.acceptance.test_wechat_trouble import Away
from tests.acceptance.wechat_story import Place
from tests.acceptance.wecom_story import a_desk
from tests.channels.wecom.posting import event, message, press

#: 20,000 take a while; the rest of them is for `make soak`
POSTS = [400, pytest.param(20_000, marks=pytest.mark.soak)]


async def test_an_emergency_is_answered_without_the_database_and_its_order_made_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        await chen.does("subscribe")
        await chen.reads("您好")
        await cast.settle()
        with Away(cast.desk.receiver):
            await chen.says("厨房着火了，3号楼2单元501")
            await chen.reads("119")
            (kept,) = (tmp_path / "spool" / "wecom-main").iterdir()
            assert "着火".encode() not in kept.read_bytes()
        # the spool is looked at every ten seconds
        await chen.until(lambda: "1" if not kept.exists() else "", "still kept")
        await cast.settle()
        with cast.db.reading() as session:
            states = session.scalars(select(Inbox.state)).all()
        assert list(states) == [InboxState.DONE] * 2
        assert api.violations == []


async def test_what_came_while_the_database_was_away_comes_again_and_is_answered_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        await chen.does("subscribe")
        await chen.reads("您好")
        away = Away(cast.desk.receiver)
        once = api.poster._once

        async def heals(fields: dict[str, Any]) -> Any:
            with away:
                assert await once(fields) is None
            api.poster._once = once

        api.poster._once = heals
        await chen.says("帮助")
        await cast.settle()
        assert len(chen.texts) == 2
        assert api.violations == []


@pytest.mark.parametrize("count", POSTS)
async def test_posts_as_nobody_sends_them_bring_no_failure_and_nothing_in(
    sqlite_url: str, tmp_path: Path, count: int
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = api.member("ChenJing")
        await chen.does("subscribe")
        await chen.reads("您好")
        random = Random(count)  # noqa: S311 - nonsense, not secrets
        async with aiohttp.ClientSession() as session:
            for _n in range(count):
                query, body = _spoiled(api, random)
                async with session.post(api.callback, params=query, data=body) as answer:
                    assert answer.status < 500, (query, body)
        await cast.settle()
        await chen.says("帮助")
        await chen.reads("帮")
        with cast.db.reading() as session:
            is_open = Inbox.state != InboxState.DONE
            assert session.scalar(select(func.count()).where(is_open)) == 0
            assert session.scalar(select(func.count()).select_from(Order)) == 0


def _spoiled(api: Any, random: Random) -> tuple[dict[str, str], bytes]:
    """A post of which something is as nobody sends it; signed, where that is not it."""
    now = int(api.state.setup.now().timestamp())
    made = random.choice([message(Content="\x00]]>&<b>"), press(), event("click", EventKey="x")])
    name = random.choice([*made])
    made |= {name: random.choice(["", "x", "9" * 30, "ChenJing", "]]><Event>", "嗯" * 5000])}
    made |= {"CreateTime": str(now - random.choice([0, 0, 10**9]))}
    if random.random() < 0.2:
        del made[name]
    fields = "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in made.items() if "\x00" not in v)
    asked, body = api.poster._envelope(f"<xml>{fields}</xml>" if random.random() < 0.9 else fields)
    query = dict(parse_qsl(asked))
    if random.random() < 0.2:
        query[random.choice([*query])] = random.choice(["", "x", "9" * 30, "\x00"])
    if random.random() < 0.1:
        body = random.choice([b"", b"<xml>", os.urandom(300), b"{}" * 1000])
    return query, body
