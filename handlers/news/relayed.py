"""Words that the two of an order say through us, and what was reported of them."""

from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from models.order import Order
from models.person import Person
from models.relay_line import RelayLine


def relayed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the other side, while the order is under way."""
    line = reading.session.get(RelayLine, values["line"])
    person = reading.person
    if line is None or person is None or person.id != line.to_person_id:
        return None
    order = reading.session.get_one(Order, line.order_id)
    if order.has_ended:
        return None
    if line.from_person_id in order.asking_side:
        who = _("那家")  # a name and a number together give her away on a locked phone
    else:
        by = reading.session.get_one(Person, line.from_person_id).display_name
        who = by or _("志愿者")
    text = _("{number}，{who}让我转一句：\n“{text}”").format(
        number=order.number, who=who, text=line.text
    )
    return Message(
        Content(text=text, subject=line.subject),
        (
            Action(pgettext("button", "回一句"), "relay", line.subject, "main"),
            Action(pgettext("button", "举报"), "relay_report", line.subject),
        ),
    )


def relay_reported(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: somebody found a line not right; the words wait behind a button."""
    line = reading.session.get_one(RelayLine, values["line"])
    order = reading.session.get_one(Order, line.order_id)
    text = _("{number} 有人举报了一句转话。\n看了会留记录。").format(number=order.number)
    action = Action(pgettext("button", "看对话"), "relay_read", line.subject, "main")
    return Message(Content(text=text), (action,))
