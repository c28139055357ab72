"""Posts of WeChat and WeCom while the database is away: what cannot wait is answered and kept."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.inbox import Inbox, InboxState
from tests.acceptance import wechat_story, wecom_story
from tests.acceptance.wechat_story import Cast, Place
from tests.wechat_api.somebody import Somebody


class _Opens(Protocol):
    def __call__(self, place: Place) -> AbstractAsyncContextManager[Cast]: ...


class _Comes(Protocol):
    async def __call__(self, cast: Cast) -> Somebody: ...


@dataclass(frozen=True)
class Channel:
    """Where somebody writes."""

    name: str
    a_desk: _Opens
    comes: _Comes


CHANNELS = [
    Channel("wechat", wechat_story.a_desk, wechat_story.comes),
    Channel("wecom", wecom_story.a_desk, wecom_story.comes),
]
on_both = pytest.mark.parametrize("channel", CHANNELS, ids=lambda each: each.name)


class Away:
    """The database is away for the way in."""

    def __init__(self, receiver: Any) -> None:
        self._receiver, self._receive = receiver, receiver.receive

    def __enter__(self) -> None:
        async def away(*_args: Any, **_how: Any) -> None:
            raise OperationalError("", {}, Exception("no server"))

        self._receiver.receive = away

    def __exit__(self, *_error: object) -> None:
        self._receiver.receive = self._receive


@on_both
async def test_an_emergency_is_answered_without_the_database_and_its_order_made_later(
    sqlite_url: str, tmp_path: Path, channel: Channel
) -> None:
    async with channel.a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await channel.comes(cast)
        with Away(cast.desk.receiver):
            await wang.says("厨房着火了，3号楼2单元501")
            told = await wang.reads("119")
            assert "Call 119" in told or "119 now" in told, told
            (kept,) = (tmp_path / "spool" / f"{channel.name}-main").iterdir()
            assert "着火".encode() not in kept.read_bytes()
            await wang.says("时长")
            await wang.reads("出现故障")
        # the spool is looked at every ten seconds
        await wang.until(lambda: "1" if not kept.exists() else "", "still kept")
        await cast.settle()
        with cast.db.reading() as session:
            states = session.scalars(select(Inbox.state)).all()
        assert list(states) == [InboxState.DONE] * 2
        assert cast.api.violations == []


def _poster(cast: Cast) -> Any:
    return cast.api.poster


@on_both
async def test_what_came_while_the_database_was_away_comes_again_and_is_answered_once(
    sqlite_url: str, tmp_path: Path, channel: Channel
) -> None:
    async with channel.a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await channel.comes(cast)
        away, poster = Away(cast.desk.receiver), _poster(cast)
        once = poster._once

        async def heals(fields: dict[str, Any]) -> Any:
            with away:
                assert await once(fields) is None
            poster._once = once

        poster._once = heals
        await wang.says("帮助")
        await cast.settle()
        assert len(wang.texts) == 2
        assert cast.api.violations == []
