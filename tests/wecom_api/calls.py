"""The API: one function for each path, its checks those of the documents."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.wechat_api.calls import Refused
from tests.wecom_api.cards import WRONG_CARD, as_seen, buttons_of, fault_of
from tests.wecom_api.state import SEND, Chat, Shown, State

LONGEST_TEXT = 2048
MOST_MEMBERS = 1000
WRONG_CODE = 40058


def get_token(state: State, asked: dict[str, Any]) -> dict[str, Any]:
    """The access token."""
    if asked.get("corpid") != state.setup.appid:
        raise Refused(40013)
    if asked.get("corpsecret") != state.setup.secret:
        raise Refused(40001)
    token, seconds = state.new_token()
    return {"access_token": token, "expires_in": seconds}


def send(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """message/send."""
    _check_agent(state, body)
    ids = str(body.get("touser", "")).split("|")
    if not all(ids) or len(ids) > MOST_MEMBERS:
        state.violations.append(f"a message to {len(ids)} members")
        raise Refused(40032)
    if len({each.lower() for each in ids}) < len(ids):
        state.violations.append("a member was named twice in one call")
    chats = {userid: state.chat_of(userid) for userid in ids}
    visible = [each for each in chats.values() if each is not None and each.is_visible]
    if not visible:
        raise Refused(81013)
    told = _again(state, body)
    if told is None:
        told = _shown(state, body, [each for each in visible if each.is_licensed])
        if body.get("enable_duplicate_check"):
            state.checked[_key(body)] = (state.setup.now(), told)
    invalid = [u.lower() for u, each in chats.items() if each is None or not each.is_visible]
    unlicensed = [each.userid.lower() for each in visible if not each.is_licensed]
    return {**told, "invaliduser": "|".join(invalid), "unlicenseduser": "|".join(unlicensed)}


def _check_agent(state: State, body: dict[str, Any]) -> None:
    if body.get("agentid") != state.setup.agentid:
        raise Refused(40056)


def _key(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True)


def _again(state: State, body: dict[str, Any]) -> dict[str, Any] | None:
    """The answer to the same body, sent within the interval that it asks for."""
    at, told = state.checked.get(_key(body), (None, None))
    within = timedelta(seconds=body.get("duplicate_check_interval", 1800))
    is_same = at is not None and state.setup.now() - at < within
    return told if is_same and body.get("enable_duplicate_check") else None


def _shown(state: State, body: dict[str, Any], chats: list[Chat]) -> dict[str, Any]:
    made = {"text": _text, "template_card": _card, "image": _file, "voice": _file}
    kind = str(body.get("msgtype"))
    if kind not in made:
        raise Refused(40008)
    told: dict[str, Any] = {"msgid": f"msg-{len(state.calls)}"}
    for chat in chats:
        shown = made[kind](state, body)
        is_shown = chat.hear(shown, state.setup, state.violations)
        if is_shown and kind == "template_card":
            told["response_code"] = state.new_code(shown)
    if kind == "template_card":
        state.tasks.add(body["template_card"]["task_id"])
    return told


def _text(state: State, body: dict[str, Any]) -> Shown:
    text = body["text"].get("content", "")
    if not text or len(text.encode()) > LONGEST_TEXT:
        state.violations.append(f"a text of {len(text.encode())} bytes")
        raise Refused(45002)
    if "<a " in text:
        state.violations.append("a text that is a link")
    return Shown(text, "text", state.setup.now())


def _file(state: State, body: dict[str, Any]) -> Shown:
    kind = body["msgtype"]
    if not body[kind].get("media_id"):
        raise Refused(40007)
    return Shown(f"（{kind}）", "text", state.setup.now())


def _card(state: State, body: dict[str, Any]) -> Shown:
    card = body["template_card"]
    _check_card(state, card, is_change=False)
    shown = Shown(as_seen(card), "text", state.setup.now(), buttons_of(card))
    shown.task = card["task_id"]
    return shown


def _check_card(state: State, card: dict[str, Any], *, is_change: bool) -> None:
    if fault := fault_of(state, card, is_change=is_change):
        state.violations.append(f"a wrong card: {fault}")
        raise Refused(WRONG_CARD)


def update_card(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """message/update_template_card, once for each code and within 72 hours."""
    _check_agent(state, body)
    code = state.codes.get(str(body.get("response_code")))
    if code is None or code.is_used or code.until < state.setup.now():
        raise Refused(WRONG_CODE)
    chat = state.chat_of(str(body.get("userids", [""])[0]))
    if chat is None or not any(each is code.shown for each in chat.heard):
        state.violations.append("a card was changed for somebody who has none")
        raise Refused(WRONG_CODE)
    card = body["template_card"]
    _check_card(state, card, is_change=True)
    code.is_used = True
    state.tasks.add(card["task_id"])
    shown = code.shown
    shown.text, shown.task = as_seen(card), card["task_id"]
    shown.buttons, shown.grey = buttons_of(card), card.get("replace_text", "")
    return {"invaliduser": []}


def get_agent(state: State, asked: dict[str, Any]) -> dict[str, Any]:
    """agent/get: the app, and who may see it."""
    if str(asked.get("agentid")) != str(state.setup.agentid):
        raise Refused(40056)
    users = [{"userid": each.userid} for each in state.chats.values() if each.is_visible]
    return {
        "agentid": state.setup.agentid,
        "name": "邻里",
        "allow_userinfos": {"user": users},
        "allow_partys": {"partyid": []},
        "allow_tags": {"tagid": []},
        "close": 0,
    }


def departments(state: State, _asked: dict[str, Any]) -> dict[str, Any]:
    """department/list: all that the app may see."""
    listed = [
        {"id": number, "name": each.name, "parentid": each.above, "order": number}
        for number, each in state.departments.items()
    ]
    return {"department": listed}


def users(state: State, asked: dict[str, Any]) -> dict[str, Any]:
    """user/simplelist: those of one department alone."""
    found = state.departments.get(int(asked.get("department_id", 0)))
    if found is None:
        state.violations.append(f"users of no department: {asked.get('department_id')}")
        raise Refused(60003)
    return {"userlist": _listed(state, found.userids)}


def tags(state: State, _asked: dict[str, Any]) -> dict[str, Any]:
    """tag/list: all of them."""
    return {"taglist": [{"tagid": n, "tagname": each.name} for n, each in state.tags.items()]}


def tagged(state: State, asked: dict[str, Any]) -> dict[str, Any]:
    """tag/get: the members and the departments that have it."""
    found = state.tags.get(int(asked.get("tagid", 0)))
    if found is None or found.is_hidden:
        raise Refused(60011)
    return {
        "tagname": found.name,
        "userlist": _listed(state, found.userids),
        "partylist": sorted(found.departments),
    }


def _listed(state: State, userids: set[str]) -> list[dict[str, Any]]:
    """Only whom the app may see; a name stands there, too."""
    seen = [each for each in sorted(userids) if state.chats[each].is_visible]
    return [{"userid": each, "name": f"姓名{each}"} for each in seen]


def callback_ip(_state: State, _asked: dict[str, Any]) -> dict[str, Any]:
    """getcallbackip: where posts come from."""
    return {"ip_list": ["127.0.0.1"]}


def media_upload(state: State, _body: dict[str, Any]) -> dict[str, Any]:
    """A file to be sent."""
    return {"type": "image", "media_id": f"up-{len(state.calls)}"}


CALLS: dict[str, Callable[[State, dict[str, Any]], dict[str, Any]]] = {
    "gettoken": get_token,
    SEND: send,
    "message/update_template_card": update_card,
    "agent/get": get_agent,
    "department/list": departments,
    "user/simplelist": users,
    "tag/list": tags,
    "tag/get": tagged,
    "getcallbackip": callback_ip,
    "media/upload": media_upload,
}
