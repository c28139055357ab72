"""News of what somebody asked for: a copy or figures are ready, the wish to leave comes again."""

from datetime import datetime
from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.leaving import open_orders, waiting_to_leave


def leave_ready(reading: Reading, values: dict[str, Any]) -> Message | None:
    """All orders are over: the one question that was promised."""
    person = reading.person
    if person is None or waiting_to_leave(reading.session, person) is None:
        return None
    if open_orders(reading.session, person):
        return None
    return Message(
        Content(text=_("单子都办完了。\n您说过要退出，现在退吗？")),
        (
            Action(pgettext("button", "退出"), "leave", ""),
            Action(pgettext("button", "不退了"), "stay", ""),
        ),
    )


def export_ready(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The link to one's own copy."""
    until = datetime.fromisoformat(values["until"])
    local, now = reading.community.local(until), reading.community.local(reading.now)
    if until <= reading.now:
        return None
    text = _("您的记录做好了。\n只能打开一次，{until}过期：").format(until=say_moment(local, now))
    return say(f"{text}\n{values['link']}")


def figures_ready(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: the link to the figures they asked for."""
    until = datetime.fromisoformat(values["until"])
    local, now = reading.community.local(until), reading.community.local(reading.now)
    if until <= reading.now:
        return None
    text = _("表格做好了，{until}过期：").format(until=say_moment(local, now))
    return say(f"{text}\n{values['link']}")
