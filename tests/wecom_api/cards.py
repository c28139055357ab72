"""Button cards: what the documents ask of them, and how a member sees them."""

import re
from typing import Any

from tests.wecom_api.state import State

_TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")
_FIELDS = {
    *("card_type", "main_title", "sub_title_text", "horizontal_content_list"),
    *("button_list", "task_id", "replace_text"),
}
#: 42045 is what the documents call a card with a missing or wrong part
WRONG_CARD = 42045


def fault_of(state: State, card: dict[str, Any], *, is_change: bool) -> str:
    """What is wrong with it, or ""."""
    if card.get("card_type") != "button_interaction" or set(card) - _FIELDS:
        return f"no button card: {sorted(card)}"
    title = card.get("main_title", {})
    if not (title.get("title") or card.get("sub_title_text")):
        return "a card without words"
    if "replace_text" in card and not is_change:
        return "replace_text is for changes"
    task = card.get("task_id", "")
    if not _TASK.fullmatch(task) or task in state.tasks:
        return f"the task id {task!r} is none, or known already"
    return _too_long(card, title) or _buttons(card.get("button_list", []))


def _too_long(card: dict[str, Any], title: dict[str, str]) -> str:
    lengths = {
        "title": (title.get("title", ""), 36),
        "desc": (title.get("desc", ""), 44),
        "sub_title_text": (card.get("sub_title_text", ""), 160),
    }
    for n, each in enumerate(card.get("horizontal_content_list", [])):
        if n >= 6:
            return "more than six lines"
        lengths |= {f"keyname {n}": (each["keyname"], 5), f"value {n}": (each["value"], 30)}
    return next((f"{name} too long" for name, (t, most) in lengths.items() if len(t) > most), "")


def _buttons(buttons: list[dict[str, Any]]) -> str:
    keys = [each.get("key", "") for each in buttons]
    if not 1 <= len(buttons) <= 6:
        return f"{len(buttons)} buttons"
    if len(set(keys)) < len(keys) or not all(0 < len(each.encode()) <= 1024 for each in keys):
        return "keys of buttons that are the same, missing or too long"
    if not all(each.get("text") and each.get("style") in (1, 2, 3, 4) for each in buttons):
        return "a button without words or style"
    return ""


def as_seen(card: dict[str, Any]) -> str:
    """Its words from top to bottom."""
    title = card.get("main_title", {})
    lines = [f"{title.get('title', '')}  {title.get('desc', '')}", card.get("sub_title_text", "")]
    columns = card.get("horizontal_content_list", [])
    lines += [f"{each['keyname']}  {each['value']}" for each in columns]
    return "\n".join(line.strip() for line in lines if line.strip())


def buttons_of(card: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and key."""
    return [(each["text"], each["key"]) for each in card["button_list"]]
