"""What is told of papers that changed hands."""

from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of, say
from handlers.notice import Message, Reading
from handlers.papers_news import say_in_hand
from models.hand_over import TAKEN, HandOver, held
from models.order import Order
from models.person import Person


def papers_moved(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her side: what was taken or given back, and whether that is so."""
    hand, order, name = _of(reading, values)
    if hand.way == TAKEN:
        text = _("{number}，{name}收了您的材料：\n{what}。对吗？")
    else:
        text = _("{number}，{name}交还了材料：\n{what}。都拿回来了吗？")
    words = text.format(number=order.number, name=name, what=hand.what or "")
    reader = reading.person
    if reader is None or not order.is_of(reader) or hand.is_right is not None:
        return say(words)
    return Message(
        Content(text=words, subject=hand.subject),
        (
            Action(pgettext("button", "材料对"), "papers_right", hand.subject, "main"),
            Action(pgettext("button", "材料不对"), "papers_wrong", hand.subject),
        ),
    )


def papers_doubted(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: she says that it is not so."""
    hand, order, name = _of(reading, values)
    way = _("收走的") if hand.way == TAKEN else _("交还的")
    text = _("{number} 的材料，居民说不对：\n{name}{way}“{what}”。\n请打电话问一下。")
    return say(text.format(number=order.number, name=name, way=way, what=hand.what or ""))


def papers_held(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: whoever went has let go of it, the papers are not back."""
    hand, order, name = _of(reading, values)
    if held(reading.session, order) is not hand:
        return None
    text = _("{number} 的材料还在{name}手上：\n{what}。\n还回来了，按“材料还了”。")
    words = text.format(number=order.number, name=name, what=hand.what or "")
    back = Action(pgettext("button", "材料还了"), "return_papers", order.subject)
    return Message(Content(text=words), (back,))


def papers_in_hand(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever holds them and does not go any more."""
    hand, order, _name = _of(reading, values)
    if held(reading.session, order) is not hand:
        return None
    back = Action(pgettext("button", "交还材料"), "return_papers", order.subject)
    return Message(Content(text=say_in_hand(order, hand)), (back,))


def _of(reading: Reading, values: dict[str, Any]) -> tuple[HandOver, Order, str]:
    hand = reading.session.get_one(HandOver, values["hand"])
    order = reading.session.get_one(Order, hand.order_id)
    return hand, order, name_of(reading.session.get(Person, hand.person_id))
