"""A turn that takes long on WeChat, and an account that may not write after its answer."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import Surroundings
from bot.taking_back import take_back
from models.contact import Contact
from models.inbox import Inbox
from models.outbox import Outbox, OutboxState
from tests.acceptance.wechat_story import Cast, Place, a_desk, comes
from tests.telegram_desk import desk_of, free_port
from tests.wechat_api import Wrong

#: seconds; WeChat hangs up after five and posts three times in all
TOO_LONG = 4.0
LONGER = 7.0
VERY_LONG = 40.0


async def _busy(cast: Cast, seconds: float) -> asyncio.Task[None]:
    """From now on a turn of hers takes so long; what she says meanwhile waits for it."""
    receiver: Any = cast.desk.receiver
    with cast.db.reading() as session:
        contact_id = session.scalars(select(Contact.id)).one()

    async def hold() -> None:
        async with receiver._queue(contact_id):
            await asyncio.sleep(seconds)

    task = asyncio.create_task(hold())
    await asyncio.sleep(0)
    return task


def _rows(cast: Cast) -> tuple[int, list[OutboxState]]:
    with cast.db.reading() as session:
        count = session.scalar(select(func.count()).select_from(Inbox)) or 0
        return count, list(session.scalars(select(Outbox.state).order_by(Outbox.id)))


async def test_a_turn_of_more_than_three_seconds_is_answered_by_a_message_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        busy = await _busy(cast, TOO_LONG)
        await wang.says("帮助")
        await wang.reads("帮")
        await busy
        await cast.settle()
        assert [each.way for each in wang.chat.heard] == ["passive", "text"]
        assert cast.api.violations == []
        assert _rows(cast) == (2, [OutboxState.ANSWERED, OutboxState.SENT])


@pytest.mark.parametrize("account", ["subscription_unverified", "service_unverified"])
@pytest.mark.parametrize("seconds", [TOO_LONG, LONGER])
async def test_where_nothing_may_be_written_later_a_post_that_comes_again_brings_the_answer(
    sqlite_url: str, tmp_path: Path, account: str, seconds: float
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, account=account)) as cast:
        wang = await comes(cast)
        busy = await _busy(cast, seconds)
        await wang.says("帮助")
        await wang.reads("帮")
        await busy
        await cast.settle()
        assert [each.way for each in wang.chat.heard] == ["passive", "passive"]
        assert cast.api.violations == []
        assert cast.api.state.fetched == 0
        assert _rows(cast) == (2, [OutboxState.ANSWERED, OutboxState.ANSWERED])


async def test_an_answer_that_no_post_came_for_is_said_with_the_next_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, account="subscription_unverified")) as cast:
        wang = await comes(cast)
        busy = await _busy(cast, VERY_LONG)
        await wang.says("隐私")
        await asyncio.sleep(120)
        await busy
        assert "出现故障" in wang.texts[-1]
        assert take_back(cast.db, cast.clock.now(), None) == (0, 1)
        await cast.desk.delivery.drain()
        assert cast.held() == 1
        await wang.says("帮助")
        await wang.reads("先说刚才的事")
        await cast.settle()
        assert cast.held() == 0
        assert "还没有记您什么" in wang.texts[-1]
        assert cast.api.violations == []


async def test_the_whole_of_a_first_order_is_taken_by_an_account_that_only_answers(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, account="subscription_unverified")) as cast:
        wang = await comes(cast)
        for said, heard in [
            ("厨房灯不亮了，3号楼2单元501，明天上午来人看看", "留个电话"),
            ("13900000123", "1 发出"),
            ("１", "发出去了，单号"),
            ("叫我王老师", "好，王老师。"),
        ]:
            await wang.says(said)
            await wang.reads(heard)
            await cast.settle()
        assert {each.way for each in wang.chat.heard} == {"passive"}
        assert not any("weixin://" in each.text for each in wang.chat.heard)
        assert cast.api.state.fetched == 0
        assert cast.api.violations == []


async def test_many_posts_at_once_and_again_are_each_answered_once_in_their_order(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        cast.api.faults.add(Wrong.TWICE, every=1)
        said = ("时长", "帮助", "我的", "隐私", "取消")
        for each in said:
            await wang.says(each)
        await cast.settle()
        assert _rows(cast)[0] == 1 + len(said)
        assert len(wang.chat.heard) == 1 + len(said)
        assert cast.api.violations == []


@pytest.mark.postgres
async def test_two_processes_answer_posts_that_come_at_once_and_again_each_once(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(postgres_url, tmp_path)) as cast:
        settings = cast.desk.ground.settings.model_copy(deep=True)
        settings.web.port = free_port()
        async with desk_of(settings, Surroundings(now=cast.clock.now)):
            cast.api.further.append(f"http://127.0.0.1:{settings.web.port}/wechat")
            wang = await comes(cast)
            cast.api.faults.add(Wrong.TWICE, every=1)
            said = ("时长", "帮助", "我的", "隐私", "取消", "我来帮忙", "站点", "活动")
            for _round in range(3):
                for each in said:
                    await wang.says(each)
                await cast.settle()
            assert _rows(cast)[0] == 1 + 3 * len(said)
            assert len(wang.chat.heard) == 1 + 3 * len(said)
            assert cast.api.violations == []
            assert cast.api.state.fetched <= 1
            with cast.db.reading() as session:
                orders = select(Inbox.platform_order).order_by(Inbox.done_at, Inbox.platform_order)
                handled = session.scalars(orders).all()
            assert list(handled) == sorted(handled)


async def test_who_leaves_is_written_to_no_more_until_she_comes_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        await wang.leaves()
        await cast.settle()
        busy = await _busy(cast, TOO_LONG)
        await wang.follows("nowhere")
        await wang.reads("您好")
        await busy
        await cast.settle()
        assert wang.chat.heard[-1].way == "text"
        assert cast.api.violations == []
