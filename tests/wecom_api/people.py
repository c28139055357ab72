"""Members of the company: they write, press, open the app, and read what they are shown."""

from itertools import count
from typing import Any

from tests.wechat_api.somebody import Somebody
from tests.wecom_api.state import Chat, Shown

_ids = count(7_301_234_567_890_123_456, 1_234_567)


class Member(Somebody):
    """One of them."""

    chat: Chat

    def card_with(self, label: str) -> Shown | None:
        """The newest card with a button of that label that can be pressed."""
        for each in reversed(self.chat.heard):
            if not each.grey and any(label == name for name, _key in each.buttons):
                return each
        return None

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
        else:
            await super().chooses(label)

    async def sends(self, kind: str, **fields: Any) -> None:
        """A picture, a voice message, a place."""
        self._post(MsgType=kind, MsgId=next(_ids), **fields)

    async def does(self, event: str, key: str = "") -> None:
        """subscribe, unsubscribe, enter_agent, click."""
        if event in ("subscribe", "unsubscribe"):
            self.chat.is_visible = event == "subscribe"
        self._post(MsgType="event", Event=event, EventKey=key)

    def _post(self, **fields: Any) -> None:
        setup = self.api.state.setup
        self.send_on({"ToUserName": setup.appid, "AgentID": setup.agentid}, fields)
