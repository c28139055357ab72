"""The XML of WeChat: read without being led astray, written so that no text can break out of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wechatpy.parser import parse_message

#: what XML cannot carry
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECONDS = re.compile(r"[0-9]{1,12}")
#: of a list; one question of WeChat's is about three templates
_MOST_ITEMS = 20
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class NotXml(Exception):
    """No message that WeChat writes."""


def message_of(body: bytes | str) -> dict[str, str]:
    """The fields of a message or event that are plain texts; an empty one is missing.

    As wechatpy tells them apart, a `subscribe` by a code is a `subscribe_scan` with the bare scene
    as its EventKey. Its typed messages are not used: they lack events of today and lose what is
    missing or repeated. Of events with a list in them, its items stand as List.0.TemplateId and so
    on, whatever is around the list: WeChat's own documents do not agree on that. Entities are
    refused by the parser below it (xmltodict 0.11 and later).
    Whoever calls has made sure that the platform signed it. Raises NotXml.
    """
    try:
        fields = parse_message(body)._data
    except Exception:  # a message without type, text that is no XML, a list where a text should be
        raise NotXml from None
    if not isinstance(fields, dict):
        raise NotXml
    plain = {name: value for name, value in fields.items() if isinstance(value, str)}
    return plain | _items(fields)


def _items(fields: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the lists; WeChat writes one item as it is, and several one after another."""
    found = {}
    for around in fields.values():
        listed = around.get("List") if isinstance(around, dict) else None
        items = listed if isinstance(listed, list) else [listed]
        for n, item in enumerate(items[:_MOST_ITEMS]):
            for name, value in item.items() if isinstance(item, dict) else ():
                if isinstance(value, str):
                    found[f"List.{n}.{name}"] = value
    return found


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
