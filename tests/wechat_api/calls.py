"""The API: one function for each path, its checks those of the documents."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.wechat_api.state import SUBSCRIPTIONS, Chat, State

LONGEST_TEXT = 2048
MAY_WRITE = ("service", "subscription")


class Refused(Exception):
    """The call is answered with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def stable_token(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """The access token."""
    setup = state.setup
    if body.get("grant_type") != "client_credential" or body.get("appid") != setup.appid:
        raise Refused(40013)
    if body.get("secret") != setup.secret:
        raise Refused(40125)
    token, seconds = state.new_token(bool(body.get("force_refresh")))
    return {"access_token": token, "expires_in": seconds}


def custom_send(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """A customer message."""
    if state.setup.account not in MAY_WRITE:
        state.violations.append("a customer message of an account that may send none")
        raise Refused(48001)
    chat = state.chats.get(str(body.get("touser")))
    if chat is None:
        raise Refused(40003)
    if not chat.follows:
        raise Refused(45015)
    text = _text_of(body)
    if len(text.encode()) > LONGEST_TEXT:
        state.violations.append(f"a text of {len(text.encode())} bytes")
        raise Refused(45002)
    code = chat.spend(state.setup.now())
    if code:
        state.violations.append(f"{chat.openid} was written to without a window: {code}")
        raise Refused(code)
    return {"text": text}


def _text_of(body: dict[str, Any]) -> str:
    kind = body.get("msgtype")
    if kind == "text" and isinstance(text := body["text"].get("content"), str) and text:
        return text
    if kind in ("image", "voice") and body[kind].get("media_id"):
        return f"（{kind}）"
    raise Refused(40008)


def template_send(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """A template message: verified service accounts alone, to followers."""
    if state.setup.account != "service":
        raise Refused(48001)
    chat = state.chats.get(str(body.get("touser")))
    if chat is None or not chat.follows:
        raise Refused(43004)
    if not str(body.get("template_id", "")).startswith("TM"):
        raise Refused(40037)
    values = [each.get("value", "") for each in body.get("data", {}).values()]
    if not values or any(not each or len(each) > 20 for each in values):
        raise Refused(47003)
    return {"template": "｜".join(values)}


def subscribe_send(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """A notice that she agreed to: one for each yes, every field of the template, no other."""
    if state.setup.account != "service":
        state.violations.append("a notice of an account that may send none")
        raise Refused(48001)
    chat = state.chats.get(str(body.get("touser")))
    if chat is None:
        raise Refused(40003)
    notice = SUBSCRIPTIONS.get(str(body.get("template_id")))
    if notice is None:
        raise Refused(40037)
    values = {name: str(each.get("value", "")) for name, each in body.get("data", {}).items()}
    if set(values) != notice.fields or not all(map(_fits, values, values.values())):
        raise Refused(47003)
    if not chat.take(str(body["template_id"])):
        _note_unasked(state, chat, body)
        raise Refused(43101)
    return {"notice": "｜".join(values.values()), "msgid": len(state.calls) + 1}


def _note_unasked(state: State, chat: Chat, body: dict[str, Any]) -> None:
    """Nobody can know of a yes that was taken back without a word; of all else one can."""
    if body["template_id"] not in chat.taken_back:
        state.violations.append(f"{chat.openid} was sent a notice that she has not agreed to")


def _fits(name: str, value: str) -> bool:
    if name.startswith("time"):
        return re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", value) is not None
    return 0 < len(value) <= 20


def subscribe_list(state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """The templates that people can agree to; of one that lasts the type is 3."""
    if state.setup.account != "service":
        raise Refused(48001)
    return {
        "data": [
            {"priTmplId": name, "title": "进展", "content": each.content, "type": 2 + each.lasts}
            for name, each in SUBSCRIPTIONS.items()
        ]
    }


def ticket(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """What pages are signed with; one call every two hours is enough for each process."""
    if body.get("type") != "jsapi":
        raise Refused(40097)
    return {"ticket": state.ticket, "expires_in": 7200}


def menu_create(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """The menu below the chat: 3 of 5."""
    buttons = body.get("button", [])
    if not 1 <= len(buttons) <= 3:
        raise Refused(40016)
    for each in buttons:
        if len(each["name"].encode()) > 16 or len(each.get("sub_button", [])) > 5:
            raise Refused(40018)
        for sub in each.get("sub_button", [each]):
            if len(sub["name"].encode()) > 60 or len(sub.get("key", "").encode()) > 128:
                raise Refused(40018)
    state.menu = body
    return {}


def qrcode_create(_state: State, body: dict[str, Any]) -> dict[str, Any]:
    """A code that brings something along."""
    scene = body.get("action_info", {}).get("scene", {}).get("scene_str", "")
    if body.get("action_name") != "QR_LIMIT_STR_SCENE" or not 1 <= len(scene) <= 64:
        raise Refused(40053)
    return {"ticket": f"ticket-{scene}", "url": f"http://weixin.qq.com/q/{scene}"}


def menu_get(state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """What was created."""
    if not state.menu:
        raise Refused(46003)
    return {"is_menu_open": 1, "selfmenu_info": state.menu}


def callback_ip(_state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """Where posts come from."""
    return {"ip_list": ["127.0.0.1"]}


def templates(state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """The templates of the account."""
    if state.setup.account != "service":
        raise Refused(48001)
    content = "事项：{{thing1.DATA}}\n时间：{{time2.DATA}}"
    return {"template_list": [{"template_id": "TM1", "title": "进展", "content": content}]}


def media_upload(state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """A file to be sent."""
    return {"type": "image", "media_id": f"up-{len(state.calls)}"}


CALLS: dict[str, Callable[[State, dict[str, Any]], dict[str, Any]]] = {
    "stable_token": stable_token,
    "message/custom/send": custom_send,
    "message/template/send": template_send,
    "message/subscribe/bizsend": subscribe_send,
    "/wxaapi/newtmpl/gettemplate": subscribe_list,
    "ticket/getticket": ticket,
    "menu/create": menu_create,
    "get_current_selfmenu_info": menu_get,
    "getcallbackip": callback_ip,
    "template/get_all_private_template": templates,
    "qrcode/create": qrcode_create,
    "media/upload": media_upload,
}


def read_body(state: State, path: str, raw: bytes) -> dict[str, Any]:
    """JSON, in UTF-8 itself: WeChat refuses \\u escapes, or shows them."""
    if not raw:
        return {}
    if b"\\u" in raw:
        state.violations.append(f"{path} has escapes in its JSON")
        raise Refused(40033)
    body: dict[str, Any] = json.loads(raw.decode())
    return body
