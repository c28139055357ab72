"""The XML of WeChat: read without being led astray, written so that no text can break out of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wechatpy.parser import parse_message

#: what XML cannot carry
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECONDS = re.compile(r"[0-9]{1,12}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class NotXml(Exception):
    """No message that WeChat writes."""


def message_of(body: bytes | str) -> dict[str, str]:
    """The fields of a message or event that are plain texts; an empty one is missing.

    As wechatpy tells them apart, a `subscribe` by a code is a `subscribe_scan` with the bare scene
    as its EventKey. Its typed messages are not used: they lack events of today and lose what is
    missing or repeated. Entities are refused by the parser below it (xmltodict 0.11 and later).
    Whoever calls has made sure that the platform signed it. Raises NotXml.
    """
    try:
        fields = parse_message(body)._data
    except Exception:  # a message without type, text that is no XML, a list where a text should be
        raise NotXml from None
    if not isinstance(fields, dict):
        raise NotXml
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def reply_to(fields: Mapping[str, str], said: Mapping[str, Any]) -> str:
    """The answer to this message; with nothing of this moment in it, so that it is the same again.

    The message has a sender; all else in it may be missing or absurd.
    """
    created = fields.get("CreateTime", "")
    return written(
        {
            "ToUserName": fields["FromUserName"],
            "FromUserName": fields.get("ToUserName", ""),
            "CreateTime": int(created) if _SECONDS.fullmatch(created) else 0,
            **said,
        }
    )


def written(fields: Mapping[str, Any]) -> str:
    """One <xml> element. A value is a text, a whole number, fields again, or several of a kind.

    Every text stays a text: `]]>` in it ends nothing, and what XML cannot carry is left out.
    """
    return f"<xml>{_inside(fields)}</xml>"


def _inside(fields: Mapping[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no name of an element")
    if isinstance(value, Mapping):
        return f"<{name}>{_inside(value)}</{name}>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(_element(name, each) for each in value)
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    return f"<{name}>{_as_text(value)}</{name}>"


def _as_text(value: str) -> str:
    return "<![CDATA[" + _NOT_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
