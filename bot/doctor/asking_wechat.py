"""Asks WeChat what it knows of an account. No answer here carries an address or a token."""

import json
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.wechat.seal import signature
from bot.clock import Surroundings
from bot.config_wechat import WeChatAccount

TIMEOUT = ClientTimeout(total=15)
#: the header tells whole seconds, cut off
HALF_A_SECOND = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True)
class Answer:
    """What WeChat said: a result, its error code, or the kind of failure on the way."""

    result: dict[str, Any] | None = None
    code: int = 0
    trouble: str = ""
    #: how far our clock is ahead of theirs; None when they did not say
    ahead: timedelta | None = None


class Platform:
    """WeChat or WeCom, asked with the token that is in use."""

    def __init__(self, session: ClientSession, api_base: str, around: Surroundings):
        """Asks nobody yet."""
        self._session, self._around = session, around
        self._base, self._token = api_base.rstrip("/") + "/", ""

    async def ask(self, path: str, **query: str) -> Answer:
        """One call that only asks, after `token`; a path with a slash lies beside cgi-bin."""
        return await self._ask("GET", path, params={"access_token": self._token, **query})

    def _keep(self, told: Answer) -> Answer:
        """The answer that brought the token."""
        if told.result is not None:
            self._token = str(told.result.get("access_token", ""))
        return told

    async def _echo(self, address: str, query: dict[str, str], expected: str) -> str:
        """Ask our own callback address as they do; what is wrong with the answer, or ""."""
        try:
            async with self._session.get(
                f"{address}?{urlencode(query)}", timeout=TIMEOUT, allow_redirects=False
            ) as response:
                body = (await response.content.read(1000)).decode(errors="replace")
                status = response.status
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__
        if status != 200:
            return str(status)
        return "" if body == expected else "another answer"

    async def _ask(self, method: str, path: str, **how: Any) -> Answer:
        """One call; never raises for what happens on the way."""
        before = self._around.now()
        base = self._base.removesuffix("/cgi-bin/") if path.startswith("/") else self._base
        try:
            async with self._session.request(
                method, base + path, timeout=TIMEOUT, allow_redirects=False, **how
            ) as response:
                payload, date = await response.read(), response.headers.get("Date")
                status = response.status
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return Answer(trouble=type(error).__name__)
        ahead = None
        if date is not None:
            middle = before + (self._around.now() - before) / 2
            try:
                ahead = middle - parsedate_to_datetime(date) - HALF_A_SECOND
            except (ValueError, TypeError):
                ahead = None
        return _read(status, payload, ahead)


class Asking(Platform):
    """One account as WeChat knows it. The token it asks for is the one that is in use."""

    def __init__(self, session: ClientSession, account: WeChatAccount, around: Surroundings):
        """Asks nobody yet."""
        super().__init__(session, account.api_base, around)
        self._account = account

    async def token(self) -> Answer:
        """Whether appid, secret and this machine's address are taken; ends no token."""
        body = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret.get_secret_value(),
            "force_refresh": False,
        }
        return self._keep(await self._ask("POST", "stable_token", json=body))

    async def subscriptions(self) -> Answer:
        """The templates that people can agree to; their list lies beside all other calls."""
        return await self.ask("/wxaapi/newtmpl/gettemplate")

    async def echo(self, address: str) -> str:
        """Ask our own callback address as WeChat does; what is wrong with the answer, or ""."""
        shown, stamp = "4375120948345356249", str(int(self._around.now().timestamp()))
        token = self._account.token.get_secret_value()
        query = {
            "signature": signature(token, stamp, "doctor"),
            "timestamp": stamp,
            "nonce": "doctor",
            "echostr": shown,
        }
        return await self._echo(address, query, shown)


def _read(status: int, payload: bytes, ahead: timedelta | None) -> Answer:
    try:
        told = json.loads(payload)
    except ValueError:
        return Answer(trouble=f"{status}, no JSON", ahead=ahead)
    if not isinstance(told, dict):
        return Answer(trouble=f"{status}, other JSON", ahead=ahead)
    code = told.get("errcode", 0)
    if code:
        return Answer(code=code if type(code) is int else -1, ahead=ahead)
    return Answer(told, ahead=ahead)
