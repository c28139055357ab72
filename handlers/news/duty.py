"""News of the duty list: who was put on it or taken off, and what next week still lacks."""

from datetime import date
from typing import Any

from handlers.duty_words import from_json, say_shift
from handlers.language import _, language
from handlers.news.telling import say
from handlers.notice import Message, Reading
from models.duty import holes

SHOWN = 6


def duty_given(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Somebody put you on duty, or has you sit for a kind of help."""
    if values.get("kind"):
        text = _("{when}您坐班：{kind}。\n有人问就转给您，按“回这条”。")
        return say(text.format(when=_when(reading, values), kind=_kind(reading, values)))
    return say(
        _("{when}您值班。\n有急事会叫您，看到了按“我来联系”。").format(when=_when(reading, values))
    )


def duty_gone(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Somebody else has that shift now."""
    if values.get("kind"):
        text = _("{when}的坐班（{kind}）换了人，\n您不用来了。")
        return say(text.format(when=_when(reading, values), kind=_kind(reading, values)))
    return say(_("{when}换了人，您不用值班了。").format(when=_when(reading, values)))


def _kind(reading: Reading, values: dict[str, Any]) -> str:
    return reading.known.kind(values["kind"]).title(language())


def duty_hole(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who keeps the list: shifts of next week that nobody has, as it stands when it is read."""
    first = date.fromisoformat(values["first"])
    missing = holes(reading.session, reading.community, first)
    if not missing:
        return None
    now = reading.community.local(reading.now)
    shown = "\n".join(say_shift(each, now) for each in missing[:SHOWN])
    more = len(missing) - SHOWN
    if more > 0:
        shown += "\n" + _("还有 {n} 班").format(n=more)
    text = _("下周这几班没人值：\n{shifts}\n写“值班 周三晚上 赵倩”就排上。")
    return say(text.format(shifts=shown))


def _when(reading: Reading, values: dict[str, Any]) -> str:
    now = reading.community.local(reading.now)
    return from_json(values).say(now, weekly=bool(values["weekly"]))
