"""News of incidents: a cry for help with both phones; that there is a report, never its text."""

from typing import Any

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of
from handlers.notice import Message, Reading
from handlers.sayings import say_place
from handlers.understand.phone import say_phone
from models.assignment import volunteers_of
from models.incident import OPEN, Incident, number_of
from models.order import Order
from models.person import Person


def help_wanted(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To everybody on duty, loud; who pressed, where, and whom to ring."""
    row = reading.session.get_one(Incident, values["incident"])
    order = reading.session.get(Order, row.order_id or 0)
    if row.state != OPEN or order is None:
        return None
    by = reading.session.get_one(Person, row.reported_by_id)
    lines = [Line(_("谁按的"), name_of(by)), Line(_("门牌"), say_place(order))]
    if not order.is_of(by):
        lines.append(Line(_("电话"), say_phone(by.phone or ""), name_of(by)))
    lines.append(Line(_("居民"), say_phone(order.phone or "")))
    lines.extend(
        Line(_("志愿者"), say_phone(each.phone or ""), name_of(each))
        for each in volunteers_of(reading.session, order)
        if each.id != by.id
    )
    card = Card(
        title=_("单号 {number}").format(number=order.number),
        lines=tuple(lines),
        note=_("对方不知道。先打给按的人，\n问“方便说话吗”。"),
    )
    return Message(
        Content(text=_("有人要帮忙，请现在联系。"), card=card, alert=True),
        (Action(pgettext("button", "我来联系"), "take_help", row.subject, "main"),),
        loud=True,
    )


def incident_reported(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To coordinators: that there is something to look at; the text only where they look."""
    row = reading.session.get_one(Incident, values["incident"])
    if row.state != OPEN:
        return None
    number = number_of(reading.session, row)
    if row.activity_id is not None:
        text = _("{number} 有人说出了点事。").format(number=number)
    else:
        text = _("{number} 有人说出了点事。\n看过之前，那边先不再派人。").format(number=number)
    return Message(
        Content(text=text),
        (Action(pgettext("button", "看这件事"), "look_incident", row.subject, "main"),),
        loud=True,
    )
