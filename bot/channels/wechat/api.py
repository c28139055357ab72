"""The calls to one account's API: with the shared token, renewed once when it is refused."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import structlog

from bot.channels.wechat.errors import MEND, ApiError, Meaning
from bot.channels.wechat.tokens import Fetched, Tokens
from bot.channels.wechat.wire import NotSent, Unknown, Wire
from bot.config import WeChatAccount

T = TypeVar("T")
#: about one message; nothing that fetching a token may be taken for
_OF_MESSAGES = (Meaning.REJECTED, Meaning.GONE, Meaning.CLOSED, Meaning.TOKEN)
log = structlog.get_logger()


class Api:
    """One account's calls. All raise ApiError, NotSent or Unknown (wire), or NoToken."""

    def __init__(self, account: WeChatAccount) -> None:
        """`tokens` are set before the first call: they belong to an account row."""
        self._account = account
        self.wire = Wire(account.api_base)
        self.tokens: Tokens | None = None
        #: codes that the operator has been told of, until a call goes through again
        self._told: set[int] = set()

    async def fetch_token(self, force: bool) -> Fetched:
        """The next access token; with `force` the one before ends at once (20 a day).

        Raises ApiError for what may be mended or passes, else NotSent: without a token, whatever
        was to be called has not been called.
        """
        asked = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret.get_secret_value(),
            "force_refresh": force,
        }
        try:
            said = await self.wire.post("stable_token", asked)
        except ApiError as error:
            self._tell(error)
            if error.meaning in _OF_MESSAGES:
                raise NotSent(str(error)) from None
            raise
        except Unknown:
            raise NotSent("no token") from None
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or type(seconds) is not int:
            raise ApiError(-1)
        return Fetched(token, seconds)

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One call."""
        return await self._with_token(lambda query: self.wire.post(path, body, query))

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """One call that only asks."""
        return await self._with_token(lambda token: self.wire.get(path, query | token))

    async def upload(self, kind: str, name: str, content_type: str, data: bytes) -> str:
        """Keep a file at WeChat for three days; returns its media_id."""
        said = await self._with_token(
            lambda token: self.wire.upload(
                "media/upload", {**token, "type": kind}, name, content_type, data
            )
        )
        return str(said.get("media_id", ""))

    async def download(self, media_id: str, most: int) -> bytes:
        """What somebody sent within the last three days. Raises TooLarge besides."""
        return await self._with_token(
            lambda token: self.wire.download("media/get", {**token, "media_id": media_id}, most)
        )

    async def _with_token(self, call: Callable[[dict[str, str]], Awaitable[T]]) -> T:
        """The call, and once more with another token when this one was refused."""
        if self.tokens is None:
            raise RuntimeError("the account has no row yet")
        token = await self.tokens.get()
        try:
            done = await call({"access_token": token})
        except ApiError as error:
            if error.meaning is not Meaning.TOKEN:
                self._tell(error)
                raise
            token = await self.tokens.renew(token)
            done = await self._once_more(call, token)
        self._told.clear()
        return done

    async def _once_more(self, call: Callable[[dict[str, str]], Awaitable[T]], token: str) -> T:
        try:
            return await call({"access_token": token})
        except ApiError as error:
            self._tell(error)
            raise

    def _tell(self, error: ApiError) -> None:
        """The operator, once until a call goes through again."""
        if error.meaning not in (Meaning.OPERATOR, Meaning.DAY) or error.code in self._told:
            return
        self._told.add(error.code)
        log.error("WeChat refuses calls", code=error.code, mend=MEND.get(error.code, ""))
