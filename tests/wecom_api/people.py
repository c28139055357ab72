"""Members of the company: they write, press, open the app, and read what they are shown."""

import asyncio
import re
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.wecom_api.state import Chat, Shown

if TYPE_CHECKING:
    from tests.wecom_api.api import WeComApi

PATIENCE = 60.0
_LINE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_WORDS = re.compile(r"“([^”]+)”")
_ids = count(7_301_234_567_890_123_456, 1_234_567)


class Member:
    """One of them."""

    def __init__(self, api: "WeComApi", userid: str) -> None:
        self.api, self.userid = api, userid
        #: of what she has been told, how much there was when she spoke last
        self._read = 0

    @property
    def openid(self) -> str:
        """As a follower of an Official Account is called."""
        return self.userid

    @property
    def chat(self) -> Chat:
        """Her chat."""
        return self.api.state.chats[self.userid]

    @property
    def texts(self) -> list[str]:
        """What she has been shown, oldest first, as it looks now."""
        return [each.text for each in self.chat.heard]

    def card_with(self, label: str) -> Shown | None:
        """The newest card with a button of that label that can be pressed."""
        for each in reversed(self.chat.heard):
            if not each.grey and any(label == name for name, _key in each.buttons):
                return each
        return None

    # --- what she does -------------------------------------------------------------------------

    async def says(self, text: str) -> None:
        """Write a text."""
        self._post(MsgType="text", MsgId=next(_ids), Content=text)

    async def presses(self, label: str) -> None:
        """Press the newest button of that label."""
        card = self.card_with(label)
        assert card is not None, f"no {label!r} to press in {self.texts[-2:]}"
        key = next(key for name, key in card.buttons if name == label)
        self._post(
            MsgType="event",
            Event="template_card_event",
            EventKey=key,
            TaskId=card.task,
            CardType="button_interaction",
            ResponseCode=self.api.state.new_code(card),
        )

    async def chooses(self, label: str) -> None:
        """Press it, or say its number, or the word for it that she was told."""
        if self.card_with(label) is not None:
            await self.presses(label)
            return
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

    async def sends(self, kind: str, **fields: Any) -> None:
        """A picture, a voice message, a place."""
        self._post(MsgType=kind, MsgId=next(_ids), **fields)

    async def does(self, event: str, key: str = "") -> None:
        """subscribe, unsubscribe, enter_agent, click."""
        if event in ("subscribe", "unsubscribe"):
            self.chat.is_visible = event == "subscribe"
        self._post(MsgType="event", Event=event, EventKey=key)

    # --- what she sees -------------------------------------------------------------------------

    async def reads(self, words: str, within: float = PATIENCE) -> str:
        """Wait until she has been shown it, after what she said last."""
        return await self.until(
            lambda: next((t for t in self.texts[self._read :] if words in t), ""),
            f"{self.userid} reads no {words!r}",
            within,
        )

    async def until(self, find: Callable[[], str], otherwise: str, within: float = PATIENCE) -> str:
        """Wait until something is found."""
        try:
            async with asyncio.timeout(within):
                while not (found := find()):  # noqa: ASYNC110 - chats tell nobody
                    await asyncio.sleep(0.5)
        except TimeoutError:
            shown = self.texts[self._read :]
            raise AssertionError(f"{otherwise}, but {shown}; {self.api.violations}") from None
        return found

    def _post(self, **fields: Any) -> None:
        self._read = len(self.texts)
        setup = self.api.state.setup
        base = {
            "ToUserName": setup.appid,
            "FromUserName": self.userid,
            "CreateTime": int(setup.now().timestamp()),
            "AgentID": setup.agentid,
        }
        self.api.poster.post(base | fields)
