"""People who follow the account: they write, tap, scan, and read what they are shown."""

import re
from itertools import count
from typing import Any

from tests.wechat_api.somebody import Somebody
from tests.wechat_api.state import MESSAGE, TAP, Chat

GH = "gh_10f6c3c3ac5a"
#: what comes beside the chat, and says only that something waits there
KNOCKS = ("template", "notice")
_LINK = re.compile(r'<a href="weixin://bizmsgmenu\?([^"]*)">(.*?)</a>')
_MENU = re.compile(r"msgmenucontent=([^&]+)&msgmenuid=(\d+)")
_ids = count(23_456_789_012_345_678, 98_765_432_101)


class Follower(Somebody):
    """One of them."""

    chat: Chat

    @property
    def texts(self) -> list[str]:
        """What she has been shown, oldest first, as she sees it."""
        return [_LINK.sub(r"\2", each.text) for each in self.chat.heard if each.way not in KNOCKS]

    async def says(self, text: str, **more: Any) -> None:
        """Write a text."""
        await self._message("text", Content=text, **more)

    async def taps(self, label: str) -> None:
        """Tap the linked line or word of this label: it is sent as a text, and counts as a tap."""
        for shown in reversed(self.chat.heard):
            for link, line in _LINK.findall(shown.text):
                if label in (line.partition(" ")[2], re.sub(r"[\d-]+$", "", line).strip()):
                    said = _MENU.fullmatch(link)
                    assert said is not None, link
                    self.chat.open(*TAP, self._now())
                    await self._post(
                        MsgType="text", Content=said[1], MsgId=next(_ids), bizmsgmenuid=said[2]
                    )
                    return
        raise AssertionError(f"no line {label!r} to tap in {self.texts[-1:]}")

    async def sends_voice(self, media_id: str, recognised: str = "") -> None:
        """Say it aloud."""
        more = {"Recognition": recognised} if recognised else {}
        await self._message("voice", MediaId=media_id, Format="amr", **more)

    async def sends_photo(self, media_id: str) -> None:
        """Send a picture."""
        await self._message("image", MediaId=media_id, PicUrl="http://mmbiz.example/1")

    async def sends_place(self, lat: float, lon: float) -> None:
        """Send a place."""
        await self._message("location", Location_X=lat, Location_Y=lon, Scale=16, Label="")

    async def presses_menu(self, key: str) -> None:
        """The menu below the chat."""
        self.chat.open(*TAP, self._now())
        await self._post(MsgType="event", Event="CLICK", EventKey=key)

    async def follows(self, scene: str = "") -> None:
        """Begin to follow, by a code or not."""
        self.chat.follows = True
        self.chat.open(*TAP, self._now())
        await self._post(
            MsgType="event", Event="subscribe", EventKey=f"qrscene_{scene}" if scene else ""
        )

    async def scans(self, scene: str) -> None:
        """Scan a code while following."""
        self.chat.open(*TAP, self._now())
        await self._post(MsgType="event", Event="SCAN", EventKey=scene, Ticket="t")

    async def answers(self, **said: bool) -> None:
        """Where she is asked whether these templates may come: the names without their SUB-."""
        items = []
        for name, agrees in said.items():
            if agrees:
                self.chat.agree(f"SUB-{name}")
            items.append(self._item(name, "accept" if agrees else "reject", PopupScene=1))
        listed = items if len(items) > 1 else items[0]
        await self._post(
            MsgType="event",
            Event="subscribe_msg_popup_event",
            SubscribeMsgPopupEvent={"List": listed},
        )

    async def takes_back(self, name: str, *, told: bool = True) -> None:
        """In the settings of the account; around the list stands the other event's name there."""
        self.chat.allows[f"SUB-{name}"] = 0
        if not told:
            self.chat.taken_back.add(f"SUB-{name}")
            return
        await self._post(
            MsgType="event",
            Event="subscribe_msg_change_event",
            SubscribeMsgPopupEvent={"List": self._item(name, "reject")},
        )

    def was_shown(self, template: str, message_id: int) -> None:
        """WeChat tells the account what became of a notice; she has done nothing."""
        item = {"TemplateId": template, "MsgID": message_id, "ErrorCode": 0}
        event = {"List": item | {"ErrorStatus": "success"}}
        at = int(self._now().timestamp())
        base = {"ToUserName": GH, "FromUserName": self.openid, "CreateTime": at}
        named = {"Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": event}
        self.api.poster.post({**base, "MsgType": "event", **named})

    def _item(self, name: str, status: str, **more: Any) -> dict[str, Any]:
        return {"TemplateId": f"SUB-{name}", "SubscribeStatusString": status, **more}

    async def leaves(self) -> None:
        """Follow no more."""
        self.chat.follows = False
        self.chat.windows.clear()
        await self._post(MsgType="event", Event="unsubscribe", EventKey="")

    async def _message(self, kind: str, **fields: Any) -> None:
        self.chat.open(*MESSAGE, self._now())
        await self._post(MsgType=kind, MsgId=next(_ids), **fields)

    async def _post(self, **fields: Any) -> None:
        self.send_on({"ToUserName": GH}, fields)

    def _now(self) -> Any:
        return self.api.state.setup.now()
