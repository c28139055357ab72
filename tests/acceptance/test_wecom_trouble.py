"""WeCom while the database is away."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.inbox import Inbox, InboxState
from tests.acceptance.test_wechat_trouble import Away
from tests.acceptance.wechat_story import Place
from tests.acceptance.wecom_story import a_desk, comes


async def test_an_emergency_is_answered_without_the_database_and_its_order_made_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        chen = await comes(cast)
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
        chen = await comes(cast)
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
