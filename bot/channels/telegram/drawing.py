"""Draws a message as Telegram shows it: text with a few marks, and a keyboard below.

Pure: content in, plain JSON types out, so that the same drawing is sent by a call or rides in a
webhook's answer. Everything people wrote is escaped.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from telegram.constants import (
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    KeyboardButtonStyle,
)

from bot.channels.telegram.splitting import without_marks
from handlers.content import Button, Card, Content, Line
from handlers.emergency_rules import rules
from handlers.language import _, language, pgettext

MOST_BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
MOST_IN_A_ROW = int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
TOKEN_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
#: in Latin letters, on a phone with large type: what a row holds, and what a button's edge takes
ROW_WIDTH = 28
EDGE_WIDTH = 2
_STYLES = {"main": KeyboardButtonStyle.PRIMARY.value, "danger": KeyboardButtonStyle.DANGER.value}
_NEXT_SENTENCE = re.compile(r"(?<=[。；])(?=[^\n”’」』）])|(?<=[a-z]{2}[.;]) +(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is sent: marked text, the same text without marks, and `reply_markup` or None."""

    html: str
    plain: str
    keyboard: dict[str, Any] | None


def draw(content: Content, *, private: bool = True) -> Drawn:
    """The message for one chat; only a private one may get a keyboard in place of letters."""
    marked = _whole("\n\n".join(part for part in _parts(content) if part))
    return Drawn(marked, without_marks(marked), _keyboard(content, private=private))


def _parts(content: Content) -> Iterator[str]:
    text = _escaped(content.text)
    yield _alarm(text) if content.alert else text
    if content.card is not None:
        yield "\n".join(row for row in _card(content.card) if row)


def _card(card: Card) -> Iterator[str]:
    yield _beside(f"<b>{_escaped(card.title)}</b>" if card.title else "", _escaped(card.aside))
    states = [step.state for step in card.steps]
    if "now" in states:
        at = states.index("now")
        yield f"→ {_escaped(card.steps[at].label)} ({at + 1}/{len(states)})"
    for line in card.lines:
        yield _beside(_escaped(line.label), _escaped(line.value)) + _small(line)
    if card.code:
        label, _mark, more = _escaped(card.code_label).partition("\n")
        yield _beside(label, f"<code>{_escaped(card.code)}</code>")
        yield more
    yield _escaped(card.note)


def _beside(*words: str) -> str:
    return "  ".join(word for word in words if word)


def _small(line: Line) -> str:
    if not line.small:
        return ""
    return (" ({})" if language() == "en" else "（{}）").format(_escaped(line.small))


def _alarm(text: str) -> str:
    """One thing a line, and the number to call stands out."""
    return _called(rules().numbers.all).sub(r"<b>\1</b>", _NEXT_SENTENCE.sub("\n", text))


@cache
def _called(numbers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)({'|'.join(map(re.escape, sorted(numbers)))})(?!\d)")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which JSON can carry and no answer can be made of."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


# --- the keyboard ---------------------------------------------------------------------------


def _keyboard(content: Content, *, private: bool) -> dict[str, Any] | None:
    rows = _rows(content)
    if rows:
        return {"inline_keyboard": rows}
    if not private:
        return None
    if content.ask in ("phone", "location"):
        return _request(content.ask)
    # A live card is edited later, and Telegram edits no message that had another keyboard.
    return None if content.subject else {"remove_keyboard": True}


def _request(ask: str) -> dict[str, Any]:
    """A key that sends the phone or the place, until it is pressed; typing it works as well."""
    if ask == "phone":
        key = {"text": pgettext("button", "发送我的电话"), "request_contact": True}
        hint = _("也可以直接写号码")
    else:
        key = {"text": pgettext("button", "发送我的位置"), "request_location": True}
        hint = _("也可以写几号楼几门")
    return {
        "keyboard": [[key]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": hint,
    }


def _rows(content: Content) -> list[list[dict[str, str]]]:
    """The choices; changes of a card's lines stand after the first, the last is the way out."""
    keys = [_key(each) for each in content.buttons if _can_be_pressed(each.token)]
    lines = content.card.lines if content.card else ()
    changes = [_change(line) for line in lines if _can_be_pressed(line.edit)]
    if len(keys) + len(changes) > MOST_BUTTONS:
        keys = [*keys[: MOST_BUTTONS - len(changes) - 1], keys[-1]]
    groups = (keys[:1], changes, keys[1:]) if changes else (keys,)
    return [row for group in groups for row in _in_rows(group)]


def _can_be_pressed(token: str) -> bool:
    """A button Telegram would refuse takes the whole message along; words do without it."""
    return 0 < len(token.encode()) <= TOKEN_BYTES


def _key(button: Button) -> dict[str, str]:
    label = button.label
    if button.hint and _width(f"{label} {button.hint}") + EDGE_WIDTH <= ROW_WIDTH:
        label = f"{label} {button.hint}"
    key = {"text": label, "callback_data": button.token}
    if button.style in _STYLES:
        key["style"] = _STYLES[button.style]
    return key


def _change(line: Line) -> dict[str, str]:
    return {"text": _("改{what}").format(what=line.label), "callback_data": line.edit}


def _in_rows(keys: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Short ones beside each other, all of a row equally wide, as Telegram draws them."""
    row: list[dict[str, str]] = []
    widest = 0
    for key in keys:
        own = _width(key["text"]) + EDGE_WIDTH
        widest = max(widest, own)
        if row and (len(row) == MOST_IN_A_ROW or widest * (len(row) + 1) > ROW_WIDTH):
            yield row
            row, widest = [], own
        row.append(key)
    if row:
        yield row


def _width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in label)
