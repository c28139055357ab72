"""The calls to one Official Account's API."""

from collections.abc import Mapping
from typing import ClassVar

from bot.channels.wechat.calling import Calling
from bot.channels.wechat.errors import MEANINGS, MEND, ApiError, Meaning
from bot.channels.wechat.tokens import Fetched
from bot.channels.wechat.wire import NotSent, Unknown
from bot.config_wechat import WeChatAccount

#: about one message; nothing that fetching a token may be taken for
_OF_MESSAGES = (Meaning.REJECTED, Meaning.GONE, Meaning.CLOSED, Meaning.TOKEN)


class Api(Calling):
    """One account's calls."""

    platform: ClassVar[str] = "WeChat"
    meanings: ClassVar[Mapping[int, Meaning]] = MEANINGS
    mend: ClassVar[Mapping[int, str]] = MEND

    def __init__(self, account: WeChatAccount) -> None:
        """Calls nobody yet."""
        super().__init__(account.api_base)
        self._account = account

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
            self.tell(error)
            if self.meaning(error) in _OF_MESSAGES:
                raise NotSent(str(error)) from None
            raise
        except Unknown:
            raise NotSent("no token") from None
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or type(seconds) is not int:
            raise ApiError(-1)
        return Fetched(token, seconds)
