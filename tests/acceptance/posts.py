"""Posts as WeChat and WeCom make them and as they never would: seeded chance, so one comes again.

What a post says is changed before it is signed, as a true platform would sign it; now and then
the envelope is, too.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from time import time
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from tests.acceptance.intakes import STEPS
from tests.acceptance.random_posts import ODD, WORDS

#: one of each kind, of WeChat and of WeCom; WORDS, TOKEN and KEY are filled in for each
MESSAGES: dict[str, Sequence[dict[str, str]]] = {
    "wechat": (
        {"MsgType": "text", "Content": "WORDS"},
        {"MsgType": "text", "Content": "1", "bizmsgmenuid": "1"},
        {"MsgType": "image", "MediaId": "M-1", "PicUrl": "http://mmbiz.example/1"},
        {"MsgType": "voice", "MediaId": "M-2", "Format": "amr", "Recognition": "WORDS"},
        {"MsgType": "video", "MediaId": "M-3", "ThumbMediaId": "M-4"},
        {"MsgType": "shortvideo", "MediaId": "M-3", "ThumbMediaId": "M-4"},
        {"MsgType": "location", "Location_X": "31.21", "Location_Y": "121.44", "Label": "WORDS"},
        {"MsgType": "link", "Title": "WORDS", "Description": "x", "Url": "https://a.example"},
        {"MsgType": "file", "Title": "a.pdf", "FileTotalLen": "9"},
        {"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_KY1", "Ticket": "t"},
        {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""},
        {"MsgType": "event", "Event": "SCAN", "EventKey": "KY1", "Ticket": "t"},
        {"MsgType": "event", "Event": "CLICK", "EventKey": "WORDS"},
        {"MsgType": "event", "Event": "VIEW", "EventKey": "https://a.example", "MenuId": "1"},
        {"MsgType": "event", "Event": "LOCATION", "Latitude": "31.2", "Longitude": "121.4"},
        {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "Status": "success"},
        {"MsgType": "event", "Event": "subscribe_msg_popup_event", "List.TemplateId": "T-1",
         "List.SubscribeStatusString": "accept", "List.PopupScene": "1"},
        {"MsgType": "event", "Event": "subscribe_msg_change_event", "List.TemplateId": "T-1",
         "List.SubscribeStatusString": "reject"},
    ),
    "wecom": (
        {"MsgType": "text", "Content": "WORDS"},
        {"MsgType": "image", "MediaId": "M-1", "PicUrl": "https://wework.example/1"},
        {"MsgType": "voice", "MediaId": "M-2", "Format": "amr"},
        {"MsgType": "video", "MediaId": "M-3", "ThumbMediaId": "M-4"},
        {"MsgType": "location", "Location_X": "31.21", "Location_Y": "121.44", "Label": "WORDS"},
        {"MsgType": "link", "Title": "WORDS", "Description": "x", "Url": "https://a.example"},
        {"MsgType": "event", "Event": "subscribe"},
        {"MsgType": "event", "Event": "unsubscribe"},
        {"MsgType": "event", "Event": "enter_agent", "EventKey": ""},
        {"MsgType": "event", "Event": "click", "EventKey": "WORDS"},
        {"MsgType": "event", "Event": "view", "EventKey": "https://a.example"},
        {"MsgType": "event", "Event": "LOCATION", "Latitude": "31.2", "Longitude": "121.4"},
        {"MsgType": "event", "Event": "change_contact", "ChangeType": "create_user"},
        {"MsgType": "event", "Event": "template_card_event", "EventKey": "TOKEN",
         "TaskId": "TASK", "CardType": "button_interaction", "ResponseCode": "CODE"},
    ),
}  # fmt: skip
_DAY = 86_400
#: a field of that beginning stands in a list
LIST = "List."
_VALUES = (
    *ODD, "", " ", "0", "-1", "x", "nan", "1e309", "9" * 60, "event", "text", "TEXT", "unsubscribe",
    "]]>", "]]><Event>", "<MsgType>text</MsgType>", "&a;", "&#0;", "&#xD800;", "o" * 200, "../../x",
    "一", "a|b", "qrscene_", "help", "1.2", "1.1 发出", "K" * 3_000, "a b", "null", "true",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """What goes out, and the fields it was made of; `is_true`: as the platform would send it."""

    query: str
    body: bytes
    fields: Mapping[str, str]
    is_true: bool


class Chance:
    """Makes the posts of some people to one address."""

    def __init__(self, seed: str, api: Any, people: Sequence[str], first: int) -> None:
        """`api` is the stand-in, whose envelopes are taken; `first` is the first MsgId."""
        self.random = Random(seed)  # noqa: S311 - chance that comes again
        self._api, self._people, self._number = api, list(people), first
        self._corpus = MESSAGES["wecom" if hasattr(api.state.setup, "agentid") else "wechat"]
        self._steps = dict.fromkeys(people, 0)

    def post(self, buttons: Callable[[str], list[dict[str, str]]]) -> Post:
        """The next one; `buttons` are the fields of presses that somebody could do now."""
        some, likely = self.random.choice, self.random.random
        fields, is_true = self._fitted(some(self._people), buttons), likely() < 0.4
        if not is_true:
            for _n in range(some((1, 1, 2, 5))):
                self._mutate(fields)
        xml = _xml(fields)
        if not is_true and likely() < 0.15:
            xml = self._spoiled(xml)
        query, body = self._api.poster._envelope(xml)
        if not is_true and likely() < 0.1:
            query, body = self._forged(query, body)
        return Post(query, body, fields, is_true)

    def _fitted(
        self, person: str, buttons: Callable[[str], list[dict[str, str]]]
    ) -> dict[str, str]:
        """A post of now; mostly what is said, so that chats get somewhere."""
        often = self.random.random() < 0.6
        fields = dict(self._corpus[0] if often else self.random.choice(self._corpus))
        if "TOKEN" in fields.values():
            known = buttons(person) or [{"EventKey": "0.0", "TaskId": "t", "ResponseCode": "c"}]
            fields |= self.random.choice(known)
        fields = {name: self._words(person) if v == "WORDS" else v for name, v in fields.items()}
        ago = self.random.choice((0, 0, 0, 1, 60))
        setup = self._api.state.setup
        made = {"ToUserName": setup.appid, "FromUserName": person}
        made |= {"CreateTime": str(int(time()) - ago), **fields}
        if fields["MsgType"] != "event":
            self._number += self.random.randint(1, 10**11)
            made["MsgId"] = str(self._number)
        if hasattr(setup, "agentid"):
            made["AgentID"] = str(setup.agentid)
        return made

    def _words(self, person: str) -> str:
        """The next step of an order, or anything."""
        some = self.random.choice
        if self.random.random() < 0.5:
            step = self._steps[person]
            self._steps[person] = (step + 1) % len(STEPS)
            return STEPS[step][0]
        words = some((some(WORDS), some(WORDS), some(WORDS), some(ODD), some(WORDS) + some(ODD)))
        return words or "好"

    # --- what it never was ----------------------------------------------------------------------

    def _mutate(self, fields: dict[str, str]) -> None:
        """Change one field."""
        if not fields:
            return
        name, some = self.random.choice([*fields]), self.random.choice
        other = some(self._corpus)
        match some(("odd", "odd", "drop", "near", "borrow", "other", "add")):
            case "odd":
                fields[name] = some(_VALUES)
            case "drop":
                del fields[name]
            case "near":
                cut = self.random.randrange(len(fields[name]) + 1)
                fields[name] = fields[name][:cut] + some(_VALUES) + fields[name][cut:]
            case "borrow":
                fields[name] = some([*fields.values()])
            case "other":
                fields |= other
            case _:
                fields[some([*other])] = some(_VALUES)
        if "CreateTime" in fields and self.random.random() < 0.1:
            by = some((1, 7, -7, 3 * _DAY, -3 * _DAY, 10**9, -(10**12)))
            fields["CreateTime"] = str(int(time()) + by)

    def _spoiled(self, xml: str) -> str:
        """XML as nobody writes it."""
        cut, some = self.random.randrange(len(xml)), self.random.choice
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        return some(
            (
                xml[:cut], xml + xml, bomb + xml.replace("<Content>", "<Content>&b;"), "",
                outside + xml.replace("<Content>", "<Content>&a;"), "<a>" * 20_000,
                xml.replace("</xml>", "<x><y><z/></y></x></xml>"), "<xml/>", "<x>1</x>",
                xml.replace("<MsgType>", "<MsgType><b/>"), "\ufeff" + xml, f"{xml[:cut]}\x01",
                f'<?xml version="1.0" encoding="utf-7"?>{xml}', xml.replace("xml>", "html>"),
            )
        )  # fmt: skip

    def _forged(self, query: str, body: bytes) -> tuple[str, bytes]:
        """An envelope that was tampered with."""
        fields, some = dict(_pairs(query)), self.random.choice
        name, cut = some([*fields]), self.random.randrange(len(body) or 1)
        tampers: tuple[Callable[[], tuple[str, bytes]], ...] = (
            lambda: (urlencode(fields | {name: some(("", "x", "9" * 30, "\x00", "é"))}), body),
            lambda: (f"{query}&{name}=1", body),
            lambda: ("", body),
            lambda: (query, body[:cut] + b"\xff" + body[cut + 1 :]),
            lambda: (query, some((b"", b"<xml>", os.urandom(300), b"{}" * 1_000, body * 3))),
        )
        return some(tampers)()


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for each in query.split("&"):
        name, _is, value = each.partition("=")
        yield name, value


def _xml(fields: Mapping[str, str]) -> str:
    """As the platforms write it, a list inside of another; what XML cannot hold is left out."""
    listed = {n.removeprefix(LIST): v for n, v in fields.items() if n.startswith(LIST)}
    around = "<SubscribeMsg><List>{}</List></SubscribeMsg>"
    inside = around.format(_elements(listed)) if listed else ""
    plain = {n: v for n, v in fields.items() if not n.startswith(LIST)}
    return f"<xml>{_elements(plain)}{inside}</xml>"


def _elements(fields: Mapping[str, str]) -> str:
    parts = []
    for name, value in fields.items():
        clean = "".join(each for each in value if each in "\t\n\r" or " " <= each < "\ufffe")
        safe = clean.replace("]]>", "]]]]><![CDATA[>")
        parts.append(f"<{escape(name)}><![CDATA[{safe}]]></{escape(name)}>")
    return "".join(parts)
