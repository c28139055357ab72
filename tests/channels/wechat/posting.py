"""Posts as WeChat makes them, for the tests of the way in."""

import base64
from typing import Any
from urllib.parse import urlencode

from bot.channels.wechat.seal import _Cipher, signature
from bot.channels.wechat.xml import written

TOKEN = "linlitoken"
APPID = "wx0123456789abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
GH = "gh_10f6c3c3ac5a"


def text(said: str, sender: str = "oWang", msg_id: int = 1, at: int = 0) -> dict[str, Any]:
    """The fields of a text."""
    return {
        "ToUserName": GH,
        "FromUserName": sender,
        "CreateTime": at,
        "MsgType": "text",
        "Content": said,
        "MsgId": msg_id,
    }


def sealed(xml: str, key: str = KEY, appid: str = APPID) -> str:
    """As WeChat seals it."""
    return str(_Cipher(base64.b64decode(key + "=")).encrypt(xml, appid).decode())


def query(at: float, nonce: str = "n1", closed: str = "", **further: str) -> str:
    """The address's query, signed; with `closed` also over the sealed text."""
    stamp = (str(int(at)), nonce)
    fields = {"signature": signature(TOKEN, *stamp), "timestamp": stamp[0], "nonce": nonce}
    if closed:
        fields |= {"encrypt_type": "aes", "msg_signature": signature(TOKEN, *stamp, closed)}
    return urlencode(fields | further)


def safe_post(fields: dict[str, Any] | str, at: float, key: str = KEY) -> tuple[str, bytes]:
    """Query and body of a post in safe mode."""
    xml = fields if isinstance(fields, str) else written(fields)
    closed = sealed(xml, key)
    return query(at, closed=closed), written({"ToUserName": GH, "Encrypt": closed}).encode()
