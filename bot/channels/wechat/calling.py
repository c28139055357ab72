"""Calls with the shared token of one account, renewed once when the platform refuses it.

What WeChat and WeCom have in common; each says for itself how a token is fetched and what its
codes mean.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, ClassVar, TypeVar

import structlog

from bot.channels.wechat.errors import ApiError, Meaning
from bot.channels.wechat.tokens import Fetched, Tokens
from bot.channels.wechat.wire import Wire

T = TypeVar("T")
log = structlog.get_logger()


class Calling(ABC):
    """One account's calls. All raise ApiError, NotSent or Unknown (wire), or NoToken."""

    platform: ClassVar[str]
    #: what a code means; one that is missing is a refusal, because it would come again
    meanings: ClassVar[Mapping[int, Meaning]]
    #: where to mend what only a person can mend, by code; for the log and for `linli doctor`
    mend: ClassVar[Mapping[int, str]]

    def __init__(self, api_base: str) -> None:
        """`tokens` are set before the first call: they belong to an account row."""
        self.wire = Wire(api_base)
        self.tokens: Tokens | None = None
        #: codes that the operator has been told of, until a call goes through again
        self._told: set[int] = set()

    @abstractmethod
    async def fetch_token(self, force: bool) -> Fetched:
        """The next access token; with `force` the one before is not good any more."""

    def meaning(self, error: ApiError) -> Meaning:
        """What is to be done about it."""
        return self.meanings.get(error.code, Meaning.REJECTED)

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One call."""
        return await self._with_token(lambda query: self.wire.post(path, body, query))

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """One call that only asks."""
        return await self._with_token(lambda token: self.wire.get(path, query | token))

    async def look(self, path: str, expected: Collection[int], **query: str) -> dict[str, Any]:
        """One call that asks; refusals of the `expected` codes are no news for the operator."""
        return await self._with_token(lambda token: self.wire.get(path, query | token), expected)

    async def upload(self, kind: str, name: str, content_type: str, data: bytes) -> str:
        """Keep a file at the platform for three days; returns its media_id."""
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

    async def _with_token(
        self, call: Callable[[dict[str, str]], Awaitable[T]], expected: Collection[int] = ()
    ) -> T:
        """The call, and once more with another token when this one was refused."""
        if self.tokens is None:
            raise RuntimeError("the account has no row yet")
        token = await self.tokens.get()
        try:
            done = await call({"access_token": token})
        except ApiError as error:
            if error.code in expected:
                raise
            if self.meaning(error) is not Meaning.TOKEN:
                self.tell(error)
                raise
            token = await self.tokens.renew(token)
            done = await self._once_more(call, token)
        self._told.clear()
        return done

    async def _once_more(self, call: Callable[[dict[str, str]], Awaitable[T]], token: str) -> T:
        try:
            return await call({"access_token": token})
        except ApiError as error:
            self.tell(error)
            raise

    def tell(self, error: ApiError) -> None:
        """The operator, once until a call goes through again."""
        is_theirs = self.meaning(error) in (Meaning.OPERATOR, Meaning.DAY)
        if not is_theirs or error.code in self._told:
            return
        self._told.add(error.code)
        log.error(
            "a platform refuses calls",
            platform=self.platform,
            code=error.code,
            mend=self.mend.get(error.code, ""),
        )
