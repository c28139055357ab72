"""Which accounts are on is learnt at every start, and what was taken out is offered to nobody."""

from pathlib import Path

from sqlalchemy import select

from models.account import Account, channels_of, ensure_account
from models.community import Community
from models.database import Database
from tests.webdesk import WebDesk


async def test_an_account_that_is_configured_no_more_is_off_after_the_next_start(
    sqlite_url: str, sqlite_db: Database, tmp_path: Path
) -> None:
    desk = WebDesk.open(sqlite_url, tmp_path)
    async with desk.running():
        pass
    with sqlite_db.session() as session:
        community = session.scalars(select(Community)).one()
        ensure_account(session, community, "wechat", "main")
        assert channels_of(session, community.id) == ["web", "wechat"]
    desk = WebDesk.open(sqlite_url, tmp_path)
    async with desk.running():
        pass
    with sqlite_db.session() as session:
        community = session.scalars(select(Community)).one()
        assert channels_of(session, community.id) == ["web"]
        on = {row.channel: row.is_on for row in session.scalars(select(Account))}
        assert on == {"web": True, "wechat": False}
        ensure_account(session, community, "wechat", "main")
        assert channels_of(session, community.id) == ["web", "wechat"]
