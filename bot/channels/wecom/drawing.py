"""Draws a message as WeCom shows it: a card with up to six buttons, or text in pages.

Pure. What does not fit on a card, or has more choices, becomes text with numbered lines. The
lengths are those that WeCom advises: more is cut off on a phone.
"""

import hashlib
import json
import unicodedata
from dataclasses import replace
from typing import Any

from bot.channels.plain import as_text
from bot.channels.wechat.drawing import harmless, split
from bot.channels.wecom.inbound import BETWEEN
from handlers.content import Button, Card, Content, Line
from handlers.language import _, language, pgettext

MOST_BUTTONS = 6
KEY_BYTES = 1024
TITLE, ASIDE, TEXT = 36, 44, 160
#: of a line that stands in the card's two columns, and how many of them there may be
LABEL, VALUE, MOST_LINES = 5, 30, 6
#: of a button, in Latin letters
LABEL_WIDTH = 20
_STYLES = {"main": 1, "plain": 2, "danger": 3}


def texts(content: Content) -> list[str]:
    """The message as text messages, in their order; none where it has no words."""
    return split(harmless(as_text(content)))


def card(content: Content) -> dict[str, Any] | None:
    """The message as a button card, or None where it does not fit on one or has no buttons."""
    buttons = _buttons(content)
    if not 0 < len(buttons) <= MOST_BUTTONS or content.media:
        return None
    if any(_width(each["text"]) > LABEL_WIDTH for each in buttons):
        return None
    if any(len(each["key"].encode()) > KEY_BYTES for each in buttons):
        return None
    drawn = _words(content)
    return None if drawn is None else {**drawn, "button_list": buttons}


def changed_card(content: Content) -> dict[str, Any] | None:
    """What a card that was sent is changed into; without choices its button is grey."""
    if content.buttons:
        return card(content)
    drawn = _words(content)
    if drawn is None:
        return None
    now = _now(content.card) if content.card else ""
    said = now if 0 < _width(now) <= LABEL_WIDTH else at_rest()
    grey = {"text": said, "style": _STYLES["plain"], "key": "-"}
    return {**drawn, "button_list": [grey], "replace_text": said}


def at_rest(label: str = "") -> str:
    """What stands where buttons were: what was chosen, or that nothing is to be pressed."""
    return _("已选：{label}").format(label=label) if label else pgettext("button", "不用按了")


def task_of(outbox_id: int, drawn: dict[str, Any], *, is_change: bool = False) -> str:
    """The card's task id: the same for the same row however often it is tried, for this desk.

    Another desk, or an older state of this one, has other tokens on its buttons. A change has one
    of its own: if nobody knows whether it was made, the same row goes again as a new card.
    """
    told = json.dumps(drawn, ensure_ascii=False, sort_keys=True).encode(errors="replace")
    mark = "c" if is_change else "o"
    return f"{mark}{outbox_id}_{hashlib.sha256(told).hexdigest()[:16]}"


def _words(content: Content) -> dict[str, Any] | None:
    """All of a card but its buttons; None when the words are too many."""
    shown = content.card or Card("")
    columns = _columns(shown.lines)
    rest = replace(shown, title="", aside="", lines=() if columns else shown.lines)
    words = as_text(replace(content, card=rest, buttons=()))
    text = "\n".join(line for line in words.splitlines() if line.strip())
    title, aside = shown.title.strip(), shown.aside.strip()
    if len(text) > TEXT or len(title) > TITLE or len(aside) > ASIDE or not (title or text):
        return None
    made: dict[str, Any] = {"card_type": "button_interaction"}
    if title or aside:
        heads = {"title": title, "desc": aside}
        made["main_title"] = {name: _clean(each) for name, each in heads.items() if each}
    if text:
        made["sub_title_text"] = _clean(text)
    if columns:
        made["horizontal_content_list"] = columns
    return made


def _columns(lines: tuple[Line, ...]) -> list[dict[str, str]]:
    """The lines in two columns; none when one of them is too long for that."""
    made = [{"keyname": _clean(line.label), "value": _clean(_value(line))} for line in lines]
    fit = all(len(e["keyname"]) <= LABEL and 0 < len(e["value"]) <= VALUE for e in made)
    return made if fit and len(made) <= MOST_LINES else []


def _value(line: Line) -> str:
    small = (" ({})" if language() == "en" else "（{}）").format(line.small) if line.small else ""
    return line.value + small


def _now(shown: Card) -> str:
    return next((step.label for step in shown.steps if step.state == "now"), "")


def _buttons(content: Content) -> list[dict[str, Any]]:
    """The choices; changes of the card's lines stand before the last, which is the way out."""
    lines = content.card.lines if content.card else ()
    keys = [_button(each) for each in content.buttons]
    keys[-1:-1] = [
        _button(Button(_("改{what}").format(what=line.label), line.edit))
        for line in lines
        if line.edit
    ]
    return keys


def _button(button: Button) -> dict[str, Any]:
    label = _clean(button.label)
    key = f"{button.token}{BETWEEN}{label}"
    return {"text": label, "style": _STYLES[button.style], "key": key}


def _clean(text: str) -> str:
    return harmless(text).strip()


def _width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in label)
