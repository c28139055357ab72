"""What a keyboard may hold: inline buttons, reply buttons, its removal, a forced reply."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, ReplyLimit

from tests.telegram_api.refusing import Refused, wrong
from tests.telegram_api.wording import units

Markup = dict[str, Any]
Button = dict[str, Any]

_DATA = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA.value
_COPY = InlineKeyboardButtonLimit.MAX_COPY_TEXT.value
_BUTTONS = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value
_IN_A_ROW = InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.value
_PLACEHOLDER = ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER.value


def _fields(kind: type) -> frozenset[str]:
    taken = inspect.signature(kind).parameters
    return frozenset(taken) - {"api_kwargs"}


_INLINE = _fields(InlineKeyboardButton)
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_DOES = _INLINE - _LOOKS
_REPLY = _fields(KeyboardButton)
_ASKS = _REPLY - _LOOKS
_COPIES = _fields(CopyTextButton)
_OTHERS: Mapping[str, frozenset[str]] = {
    "keyboard": _fields(ReplyKeyboardMarkup),
    "remove_keyboard": _fields(ReplyKeyboardRemove) | {"remove_keyboard"},
    "force_reply": _fields(ForceReply) | {"force_reply"},
}


def check_markup(markup: Markup | None, *, private: bool, inline_only: bool = False) -> None:
    """Raises Refused where Telegram, or a careful reader of its rules, would not take it."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _only(markup, frozenset({"inline_keyboard"}))
        _check_rows(markup["inline_keyboard"], _check_inline, private)
        return
    if inline_only:
        raise wrong("inline keyboard expected")
    kind = next((each for each in _OTHERS if each in markup), "")
    if not kind:
        raise wrong("object expected as reply markup", "reply_markup is no keyboard")
    _only(markup, _OTHERS[kind])
    placeholder = markup.get("input_field_placeholder", "-")
    if not isinstance(placeholder, str) or not 1 <= len(placeholder) <= _PLACEHOLDER:
        raise wrong("input_field_placeholder is too long or empty")
    if kind != "keyboard":
        if markup[kind] is not True:
            raise wrong(f"{kind} must be true")
        return
    if not markup["keyboard"]:
        raise wrong("reply keyboard is empty")
    _check_rows(markup["keyboard"], _check_reply, private)


def _only(given: Mapping[str, Any], known: frozenset[str]) -> None:
    strange = given.keys() - known
    if strange:
        raise _bad(f"unknown field {sorted(strange)[0]}")


def _bad(reason: str) -> Refused:
    return wrong(f"can't parse reply keyboard markup: {reason}")


def _check_rows(rows: object, check: Callable[[Button, bool], None], private: bool) -> None:
    if not isinstance(rows, list):
        raise _bad("rows must be a list")
    total = 0
    for row in rows:
        if not isinstance(row, list) or not row:
            raise _bad("a row is empty or no list")
        if len(row) > _IN_A_ROW:
            raise _bad(f"{len(row)} buttons in a row")
        total += len(row)
        for each in row:
            button = {"text": each} if isinstance(each, str) else each
            if not isinstance(button, dict):
                raise _bad("a button must be an object")
            _check_label(button)
            check(button, private)
    if total > _BUTTONS:
        raise wrong("reply markup is too long", f"{total} buttons in one keyboard")


def _check_label(button: Button) -> None:
    label = button.get("text")
    if not isinstance(label, str) or not label.strip():
        raise _bad("a button needs a text")


def _check_inline(button: Button, private: bool) -> None:
    if not button.keys() <= _INLINE:
        _only(button, _INLINE)
    does = button.keys() & _DOES
    if len(does) != 1:
        raise _bad(f"a button must do exactly one thing, not {len(does)}")
    data = button.get("callback_data")
    if data is not None:
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= _DATA:
            raise wrong("BUTTON_DATA_INVALID", "callback_data must have 1 to 64 bytes")
        return
    if "url" in does:
        _check_url(button["url"], ("http", "https", "tg"))
    elif "web_app" in does:
        _check_web_app(button["web_app"], private)
    elif "copy_text" in does:
        _check_copy(button["copy_text"])


def _check_url(url: object, schemes: tuple[str, ...]) -> None:
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    if parts.scheme not in schemes or not parts.netloc:
        raise wrong("BUTTON_URL_INVALID", f"a button leads to {url!r}")


def _check_web_app(app: object, private: bool) -> None:
    if not isinstance(app, dict):
        raise _bad("web_app must be an object")
    _check_url(app.get("url"), ("https",))
    if not private:
        raise wrong("BUTTON_TYPE_INVALID", "web_app buttons work in private chats only")


def _check_copy(copied: object) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(copied, dict) or not copied.keys() <= _COPIES:
        raise _bad("copy_text must be an object with a text")
    if not isinstance(text, str) or not 1 <= units(text) <= _COPY:
        raise wrong("BUTTON_COPY_TEXT_INVALID", "copy_text must have 1 to 256 characters")


def _check_reply(button: Button, private: bool) -> None:
    _only(button, _REPLY)
    asks = button.keys() & _ASKS
    if len(asks) > 1:
        raise _bad("a button must ask for one thing at most")
    for each in asks:
        if each.startswith("request_") and not private:
            raise wrong(f"{each} can be asked in private chats only")
        if each in {"request_contact", "request_location"} and button[each] is not True:
            raise _bad(f"{each} must be true")
    if "web_app" in asks:
        _check_web_app(button["web_app"], private)


def rows_of(markup: Markup | None) -> list[list[Button]]:
    """The buttons of an inline or reply keyboard, row by row; none where there is no keyboard."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[{"text": each} if isinstance(each, str) else each for each in row] for row in rows]
