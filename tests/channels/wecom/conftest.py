"""A stand-in with two members, and the app that speaks to it without a desk behind."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.contract import Outgoing
from bot.channels.wechat.tokens import Fetched
from bot.channels.wecom.sending import WeCom
from bot.config_wecom import WeComAccount
from handlers.content import Content
from tests.transcript import MONDAY
from tests.wecom_api import Setup, WeComApi


class Watch:
    """The moment it is, until it is moved."""

    now = MONDAY


class BareTokens:
    """The token of one process that shares it with nobody."""

    def __init__(self, wecom: WeCom) -> None:
        self._wecom, self._token = wecom, ""

    async def get(self) -> str:
        """The one there is."""
        return self._token or await self.renew("")

    async def renew(self, _refused: str) -> str:
        """Another one."""
        fetched: Fetched = await self._wecom.api.fetch_token(False)
        self._token = fetched.token
        return self._token


def outgoing(content: Content, outbox_id: int = 1, to: str = "ChenJing") -> Outgoing:
    """A message to a member."""
    return Outgoing(outbox_id, 1, 1, to, content, MONDAY)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def api(watch: Watch) -> AsyncIterator[WeComApi]:
    async with WeComApi(Setup(now=lambda: watch.now)) as made:
        made.member("ChenJing")
        made.member("WangMin")
        yield made


@pytest.fixture
async def wecom(api: WeComApi) -> AsyncIterator[WeCom]:
    setup = api.state.setup
    account = WeComAccount.model_validate(
        {
            "corpid": setup.appid,
            "secret": setup.secret,
            "agentid": setup.agentid,
            "token": setup.token,
            "encoding_aes_key": setup.aes_key,
            "api_base": api.base,
        }
    )

    async def load(_media_id: int) -> None:
        return None

    async def rest(_seconds: float) -> None:
        return None

    made = WeCom(account, load, rest)
    tokens: Any = BareTokens(made)
    made.api.tokens = tokens
    await made.open()
    yield made
    await made.close()
