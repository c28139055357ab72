"""What staff are told of a call list: that there is one, and that it still waits."""

from typing import Any

from handlers.broadcast_news import words_of
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from models.call_list import how_many_wait, waiting_alone
from models.membership import STAFF, roles_of
from models.notice import GOING, Notice


def calls_to_make(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The live message of a list: how many are left; nobody's name and no number."""
    notice, reader = reading.session.get(Notice, values["notice"]), reading.person
    if notice is None or reader is None or notice.state not in GOING:
        return None
    if not roles_of(reading.session, reader, reading.now).intersection(STAFF):
        return None
    n = how_many_wait(reading.session, notice.id, reader.community_id)
    if not n:
        return None
    text = _("“{words}”\n有 {n} 位现在收不到，要打电话。\n写“电话单”，打一位勾一位。").format(
        words=words_of(notice), n=n
    )
    action = Action(pgettext("button", "电话单"), "call_list", notice.subject, "main")
    subject = f"calls:{notice.id}"
    return Message(Content(text=text, subject=subject), (action,), loud=notice.is_safety)


def people_to_ring(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The live message of what waits for people whose chats are shut: how many, and no names."""
    reader = reading.person
    if reader is None or not roles_of(reading.session, reader, reading.now).intersection(STAFF):
        return None
    n = len(waiting_alone(reading.session, reader, reading.now))
    if not n:
        return None
    text = _("有 {n} 位的事，聊天里现在发不到，\n要打电话告诉。\n写“电话单”，打一位勾一位。")
    action = Action(pgettext("button", "电话单"), "call_list", "alone", "main")
    content = Content(text=text.format(n=n), subject=f"calls:{reader.community_id}.alone")
    return Message(content, (action,))
