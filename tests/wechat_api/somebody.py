"""What people at WeChat and at WeCom have in common: they read, wait, and say numbers and words."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0
_LINE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_WORDS = re.compile(r"“([^”]+)”")


class Somebody:
    """One of them."""

    def __init__(self, api: Any, openid: str) -> None:
        """`api` is the stand-in; `openid` is the address there."""
        self.api, self.openid = api, openid
        #: of what she has been told, how much there was when she spoke last
        self._read = 0

    @property
    def chat(self) -> Any:
        """Her chat."""
        return self.api.state.chats[self.openid]

    @property
    def texts(self) -> list[str]:
        """What she has been shown, oldest first, as it looks now."""
        return [each.text for each in self.chat.heard]

    @property
    def news(self) -> list[str]:
        """What of it came after she said something last."""
        return self.texts[self._read :]

    async def says(self, text: str) -> None:
        """Write a text."""
        raise NotImplementedError

    async def chooses(self, label: str) -> None:
        """Say the number of this label, or the word for it that she was told, or the word."""
        newest = self.texts[-1] if self.texts else ""
        for number, line in _LINE.findall(newest):
            if line == label:
                await self.says(number)
                return
        for text in reversed(self.texts):
            for word in _WORDS.findall(text):
                if word.startswith(label) and re.sub(r"[\d-]+$", "", word).strip() == label:
                    await self.says(word)
                    return
        await self.says(label)

    async def reads(self, words: str, within: float = PATIENCE) -> str:
        """Wait until she has been shown it, after what she said last."""
        return await self.until(
            lambda: next((each for each in self.news if words in each), ""),
            f"{self.openid} reads no {words!r}",
            within,
        )

    async def until(self, find: Callable[[], str], otherwise: str, within: float = PATIENCE) -> str:
        """Wait until something is found."""
        try:
            async with asyncio.timeout(within):
                while not (found := find()):  # noqa: ASYNC110 - chats tell nobody
                    await asyncio.sleep(0.5)
        except TimeoutError:
            wrong = self.api.violations
            raise AssertionError(f"{otherwise}, but {self.news}; {wrong}") from None
        return found

    def send_on(self, of_account: dict[str, Any], fields: dict[str, Any]) -> None:
        """One post of hers goes on its way."""
        self._read = len(self.texts)
        at = int(self.api.state.setup.now().timestamp())
        base = {"FromUserName": self.openid, "CreateTime": at}
        self.api.poster.post(of_account | base | fields)
