"""WeChat while the database is away."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.inbox import Inbox, InboxState
from tests.acceptance.wechat_story import Place, a_desk, comes


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


async def test_an_emergency_is_answered_without_the_database_and_its_order_made_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        with Away(cast.desk.receiver):
            await wang.says("厨房着火了，3号楼2单元501")
            told = await wang.reads("119")
            assert "Call 119" in told or "119 now" in told, told
            (kept,) = (tmp_path / "spool" / "wechat-main").iterdir()
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
