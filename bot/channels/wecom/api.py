"""The calls to one WeCom app's API."""

from collections.abc import Mapping
from typing import ClassVar

from bot.channels.wechat.calling import Calling
from bot.channels.wechat.errors import ApiError, Meaning
from bot.channels.wechat.tokens import AHEAD, Fetched
from bot.channels.wechat.wire import NotSent, Unknown
from bot.channels.wecom.errors import MEANINGS, MEND, WRONG_SECRET
from bot.config_wecom import WeComAccount


class WrongSecret(ApiError):
    """No token is given for this secret; of a call, the same code speaks of the token."""


class Api(Calling):
    """One app's calls."""

    platform: ClassVar[str] = "WeCom"
    meanings: ClassVar[Mapping[int, Meaning]] = MEANINGS
    mend: ClassVar[Mapping[int, str]] = MEND

    def __init__(self, account: WeComAccount) -> None:
        """Calls nobody yet."""
        super().__init__(account.api_base)
        self._account = account

    def meaning(self, error: ApiError) -> Meaning:
        """What is to be done about it."""
        return Meaning.OPERATOR if isinstance(error, WrongSecret) else super().meaning(error)

    async def fetch_token(self, force: bool) -> Fetched:
        """The access token; the same as before while WeCom thinks that one good.

        So it is used to its very end: asking ahead of that would bring it again, each time.
        Raises ApiError, or NotSent: without a token nothing has been called.
        """
        secret = self._account.secret.get_secret_value()
        asked = {"corpid": self._account.corpid, "corpsecret": secret}
        try:
            said = await self.wire.get("gettoken", asked)
        except ApiError as error:
            if error.code == WRONG_SECRET:
                error = WrongSecret(error.code)
            self.tell(error)
            raise error from None
        except Unknown:
            raise NotSent("no token") from None
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or type(seconds) is not int:
            raise ApiError(-1)
        return Fetched(token, seconds + int(AHEAD.total_seconds()))
