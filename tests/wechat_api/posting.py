"""Posts of people to the desk, as WeChat makes them: signed, sealed, three times at most."""

import asyncio
import base64
import hashlib
import os
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.wechat_api.faults import Faults, Wrong
from tests.wechat_api.state import Heard, State

ANSWERS_WITHIN = 5.0
POSTS = 3
LONGEST_TEXT = 2048
NOTHING = ("", "success")


class Box:
    """The cipher of the documents, written down once more so that it checks ours."""

    def __init__(self, key: str, appid: str) -> None:
        self._key, self._appid = base64.b64decode(key + "="), appid.encode()

    def seal(self, text: str) -> str:
        """Random start, length, text, appid; padded to 32."""
        data = text.encode()
        plain = os.urandom(16) + struct.pack(">I", len(data)) + data + self._appid
        pad = 32 - len(plain) % 32
        cipher = self._cipher().encryptor()
        return base64.b64encode(cipher.update(plain + bytes([pad]) * pad)).decode()

    def open(self, sealed: str) -> str:
        """Raises AssertionError for what was not sealed for us."""
        cipher = self._cipher().decryptor()
        plain = cipher.update(base64.b64decode(sealed, validate=True))
        pad = plain[-1]
        assert 1 <= pad <= 32, pad
        assert plain[-pad:] == bytes([pad]) * pad
        (size,) = struct.unpack(">I", plain[16:20])
        assert plain[20 + size : -pad] == self._appid
        return plain[20 : 20 + size].decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def sign(*parts: str) -> str:
    """SHA-1 over the sorted parts."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - theirs


class Poster:
    """Posts, waits for answers, posts again."""

    def __init__(self, state: State, faults: Faults, callback: Callable[[], str]) -> None:
        self._state, self._faults, self._callback = state, faults, callback
        self._session: aiohttp.ClientSession | None = None
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: dict[str, str] = {}

    async def open(self) -> None:
        """Be ready."""
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        """Post nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    @property
    def is_idle(self) -> bool:
        """Nothing is on its way."""
        return not self._tasks

    def post(self, fields: dict[str, Any]) -> asyncio.Task[None]:
        """Send one message or event on its way."""
        task = asyncio.create_task(self._see_through(fields))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _see_through(self, fields: dict[str, Any]) -> None:
        openid = fields["FromUserName"]
        wrong = self._faults.strike("post", openid)
        for n in range(POSTS):
            said = await self._once(fields)
            if said is None or (wrong is Wrong.UNHEARD and n == 0):
                continue
            self._show(fields, said)
            break
        else:
            chat = self._state.chats[openid]
            broken = "该公众号提供的服务出现故障，请稍后再试"
            chat.heard.append(Heard(broken, "passive", self._state.setup.now()))
        if wrong is Wrong.TWICE:
            await self._once(fields)

    async def _once(self, fields: dict[str, Any]) -> str | None:
        """The text that the desk answers, "" for none; None when it does not answer in time."""
        asked, body = self._envelope(_xml(fields))
        assert self._session is not None
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                url = f"{self._callback()}?{asked}"
                async with self._session.post(url, data=body) as answer:
                    raw = await answer.text()
                    status = answer.status
        except (TimeoutError, aiohttp.ClientError):
            return None
        if status != 200:
            return None
        return self._read(fields, raw)

    def _envelope(self, xml: str) -> tuple[str, bytes]:
        setup = self._state.setup
        stamp = (str(int(setup.now().timestamp())), os.urandom(5).hex())
        query = {"timestamp": stamp[0], "nonce": stamp[1], "openid": "o"}
        query["signature"] = sign(setup.token, *stamp)
        if setup.mode == "plain":
            return urlencode(query), xml.encode()
        sealed = Box(setup.aes_key, setup.appid).seal(xml)
        query |= {"encrypt_type": "aes", "msg_signature": sign(setup.token, *stamp, sealed)}
        inner = xml.removeprefix("<xml>").removesuffix("</xml>")
        outside = inner if setup.mode == "compatible" else ""
        body = f"<xml>{outside}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return urlencode(query), body.encode()

    def _read(self, fields: dict[str, Any], raw: str) -> str:
        """Check an answer as WeChat would; what is wrong with it is a violation."""
        if raw in NOTHING:
            return ""
        setup = self._state.setup
        try:
            root = ET.fromstring(raw)  # noqa: S314 - our own desk's
            if setup.mode != "plain":
                sealed = root.findtext("Encrypt") or ""
                stamp = (root.findtext("TimeStamp") or "", root.findtext("Nonce") or "")
                assert root.findtext("MsgSignature") == sign(setup.token, *stamp, sealed)
                root = ET.fromstring(Box(setup.aes_key, setup.appid).open(sealed))  # noqa: S314
            text = root.findtext("Content") or ""
            assert root.findtext("ToUserName") == fields["FromUserName"]
            assert root.findtext("FromUserName") == fields["ToUserName"]
            assert root.findtext("MsgType") == "text"
            assert 0 < len(text.encode()) <= LONGEST_TEXT
        except (ET.ParseError, AssertionError, ValueError) as error:
            self._state.violations.append(f"a wrong answer: {error!r} {raw[:200]}")
            return ""
        self._check_same(fields, text)
        return text

    def _check_same(self, fields: dict[str, Any], text: str) -> None:
        key = str(fields.get("MsgId") or sorted(fields.items()))
        if self._answers.setdefault(key, text) != text:
            self._state.violations.append(f"another answer to the same post: {text[:80]}")

    def _show(self, fields: dict[str, Any], text: str) -> None:
        if text:
            chat = self._state.chats[fields["FromUserName"]]
            chat.heard.append(Heard(text, "passive", self._state.setup.now()))


def _xml(fields: dict[str, Any]) -> str:
    return f"<xml>{_inside(fields)}</xml>"


def _inside(fields: dict[str, Any]) -> str:
    parts = []
    for name, value in fields.items():
        if isinstance(value, dict):
            parts.append(f"<{name}>{_inside(value)}</{name}>")
        elif isinstance(value, list):
            parts.extend(f"<{name}>{_inside(each)}</{name}>" for each in value)
        elif isinstance(value, int | float):
            parts.append(f"<{name}>{value}</{name}>")
        else:
            safe = value.replace("]]>", "]]]]><![CDATA[>")
            parts.append(f"<{name}><![CDATA[{safe}]]></{name}>")
    return "".join(parts)
