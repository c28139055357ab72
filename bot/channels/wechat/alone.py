"""One account's calls for a command of its own: with the same shared token as `linli run`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select

from bot.channels.wechat.api import Api
from bot.channels.wechat.tokens import Tokens
from bot.config_wechat import WeChatAccount
from bot.ground import Ground
from bot.running import Runner
from models.access_token import Holder
from models.account import Account


class NoAccount(LookupError):
    """The account has no row yet."""

    def __init__(self) -> None:
        """Says what makes one."""
        super().__init__("This account has no row yet; start `linli run` once, it makes it.")


@asynccontextmanager
async def calling(ground: Ground, row: Account, account: WeChatAccount) -> AsyncIterator[Api]:
    """The calls of this account while the block lasts."""
    runner = Runner(ground.db)
    owner = f"{os.uname().nodename[:20]}-{os.getpid()}-{ground.around.token()[:8]}"
    holder = Holder(row.community_id, row.id, owner)
    api = Api(account)
    api.tokens = Tokens(ground.db, runner, ground.around, holder, api.fetch_token)
    await api.wire.open()
    try:
        yield api
    finally:
        await api.wire.close()
        runner.close()


def row_of(ground: Ground, name: str) -> Account:
    """The account's row. Raises NoAccount."""
    with ground.db.reading() as session:
        row = session.scalar(select(Account).filter_by(channel="wechat", name=name))
        session.expunge_all()
    if row is None:
        raise NoAccount
    return row
