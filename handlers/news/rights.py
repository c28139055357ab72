"""News about one's own data: a copy is ready, the wish to leave may be asked about again."""

from datetime import datetime
from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.leaving import open_orders, waiting_to_leave
from models.person import Person


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


def hours_objection(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: somebody says the book is wrong, in their words."""
    person = reading.session.get(Person, values["person"])
    if person is None or person.left_at is not None:
        return None
    text = _("{name}说时长不对：\n“{words}”\n看过了，按“看过了”。").format(
        name=person.masked_name or _("有一位"), words=values["words"]
    )
    looked = Action(pgettext("button", "看过了"), "hours_looked_at", f"request:{values['request']}")
    return Message(Content(text=text), (looked,))


def hours_answered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever objected: somebody has looked."""
    return say(_("您说时长不对，社区看过了。\n写“时长”看现在的。"))
