"""Posts of members to the desk, as WeCom makes them: always sealed, for the company."""

import os
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode

from tests.wechat_api.posting import LONGEST_TEXT, NOTHING, Box, Poster, sign
from tests.wecom_api.state import Shown


class WeComPoster(Poster):
    """Posts, waits for answers, posts again."""

    _state: Any  # of tests/wecom_api

    async def check_address(self) -> str:
        """Look whether the address is ours, as the admin console does; returns what came back."""
        setup = self._state.setup
        stamp = (str(int(setup.now().timestamp())), os.urandom(5).hex())
        sealed = Box(setup.aes_key, setup.appid).seal("1616140317555161061")
        signed = sign(setup.token, *stamp, sealed)
        query = {"timestamp": stamp[0], "nonce": stamp[1], "echostr": sealed}
        assert self._session is not None
        url = f"{self._callback()}?{urlencode(query | {'msg_signature': signed})}"
        async with self._session.get(url) as answer:
            return await answer.text()

    def _envelope(self, xml: str) -> tuple[str, bytes]:
        setup = self._state.setup
        stamp = (str(int(setup.now().timestamp())), os.urandom(5).hex())
        sealed = Box(setup.aes_key, setup.appid).seal(xml)
        query = {"msg_signature": sign(setup.token, *stamp, sealed)}
        query |= {"timestamp": stamp[0], "nonce": stamp[1]}
        body = (
            f"<xml><ToUserName><![CDATA[{setup.appid}]]></ToUserName>"
            f"<AgentID><![CDATA[{setup.agentid}]]></AgentID>"
            f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        )
        return urlencode(query), body.encode()

    def _read(self, fields: dict[str, Any], raw: str) -> str:
        """Check an answer as WeCom would; what is wrong with it is a violation."""
        if raw in NOTHING:
            return ""
        setup = self._state.setup
        try:
            root = ET.fromstring(raw)  # noqa: S314 - our own desk's
            sealed = root.findtext("Encrypt") or ""
            stamp = (root.findtext("TimeStamp") or "", root.findtext("Nonce") or "")
            assert root.findtext("MsgSignature") == sign(setup.token, *stamp, sealed)
            root = ET.fromstring(Box(setup.aes_key, setup.appid).open(sealed))  # noqa: S314
            assert root.findtext("ToUserName") == fields["FromUserName"]
            assert root.findtext("FromUserName") == fields["ToUserName"]
            is_press = fields.get("Event") == "template_card_event"
            assert root.findtext("MsgType") == ("update_button" if is_press else "text")
            text = root.findtext("Button/ReplaceName" if is_press else "Content") or ""
            assert 0 < len(text.encode()) <= LONGEST_TEXT
        except (ET.ParseError, AssertionError, ValueError) as error:
            self._state.violations.append(f"a wrong answer: {error!r} {raw[:200]}")
            return ""
        self._check_same(fields, text)
        return text

    def _show(self, fields: dict[str, Any], text: str) -> None:
        chat = self._state.chats[fields["FromUserName"]]
        if text and fields.get("Event") == "template_card_event":
            for each in chat.heard:
                if each.task == fields["TaskId"]:
                    each.grey = text
        elif text:
            chat.heard.append(Shown(text, "passive", self._state.setup.now()))
