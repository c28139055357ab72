"""News during a visit: the second code, who waits outside, who is not out."""

from datetime import datetime
from typing import Any

from handlers.cards.parts import title
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of, order_of, say
from handlers.notice import Message, Reading
from handlers.sayings import say_clock, say_place
from handlers.understand.phone import say_phone
from models.order import Order, OrderState
from models.person import Person
from models.served import has_chat
from models.visit import Visit
from models.visiting import planned_end

S = OrderState


def no_code(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: somebody is there and she cannot read the code out; ring her."""
    order, visit = order_of(reading, values), _visit(reading, values)
    who = reading.session.get(Person, visit.person_id)
    text = _("{number}：{name}到了，拿不到号码。\n请给居民打个电话问一声。").format(
        number=order.number, name=name_of(who)
    )
    actions = (
        Action(pgettext("button", "看电话"), "see_phone", order.subject, "main"),
        Action(pgettext("button", "人到了"), "confirm_arrival", visit.subject),
        Action(pgettext("button", "没见到人"), "deny_arrival", visit.subject),
    )
    return Message(Content(text=text), actions, loud=True)


def says_arrived(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: who says to stand at the door; nobody has proven it yet."""
    who = reading.session.get_one(Person, values["who"])
    text = _("{name}说到了，没拿到号码。\n站里给您打电话问一声。\n不认得就先别开门。")
    return Message(Content(text=text.format(name=name_of(who))), loud=True)


def waits_for_you(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the other one who goes."""
    order = order_of(reading, values)
    if order.state not in (S.CLAIMED, S.IN_SERVICE):
        return None
    text = _("有人在{number}门外等您，\n人齐了一起进门。不急，路上慢点。")
    return Message(Content(text=text.format(number=order.number)), loud=True)


def waits_outside(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: they are not two yet."""
    order = order_of(reading, values)
    return say(_("{number}：有一位在门外等另一位，\n两位一起才进门。").format(number=order.number))


def said_done(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: the second code, to be read out if it is done."""
    order = order_of(reading, values)
    if order.state is not S.IN_SERVICE or not order.code_out:
        return None
    who = reading.session.get_one(Person, values["who"])
    text = _("{name}说忙完了。\n办好了，就把 {code} 念给他们听。\n还没好，别念，写“没好”。").format(
        name=name_of(who), code=order.code_out
    )
    return Message(
        Content(text=text),
        (Action(pgettext("button", "没好"), "not_yet", order.subject),),
        loud=True,
    )


def not_yet(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To those who are still there."""
    order = order_of(reading, values)
    if order.state is not S.IN_SERVICE:
        return None
    return Message(Content(text=_("居民说还没好，\n请再看一眼，不急。")), loud=True)


def still_there(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever has not left half an hour after the planned end."""
    visit = _visit(reading, values)
    if visit.out_at is not None:
        return None
    order = reading.session.get_one(Order, visit.order_id)
    text = _("{what}，您还没写“我走了”。\n还在那儿吗？").format(what=title(reading, order))
    actions = (
        Action(pgettext("button", "还在"), "still_here", visit.subject),
        Action(pgettext("button", "忘了签退"), "left_earlier", visit.subject),
        Action(pgettext("button", "需要帮忙"), "need_help", order.subject, "danger"),
    )
    return Message(Content(text=text), actions, loud=True)


def not_out(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: no sign of them; both phones. Who was not named for a private order (`who`) reads
    whom to ring of those who went, and neither door nor kind."""
    visit = _visit(reading, values)
    if visit.out_at is not None:
        return None
    order = reading.session.get_one(Order, visit.order_id)
    who = reading.session.get_one(Person, visit.person_id)
    planned = _clock(reading, planned_end(order, visit))
    lines = (
        Line(_("该走了"), planned),
        Line(_("志愿者"), say_phone(who.phone or ""), name_of(who)),
    )
    text = _("{number}：人还没出来，问了没回。\n请打个电话问问。").format(number=order.number)
    card = Card(title=order.number, lines=lines)
    if "who" not in values:
        door = Line(_("居民"), say_phone(order.phone or "")), Line(_("门牌"), say_place(order))
        note = _("这次看电话记下了。")
        card = Card(title=title(reading, order), lines=(*lines, *door), note=note)
    return Message(Content(text=text, card=card), loud=True)


def asked_to_vouch(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever went too: when the other one left."""
    visit = _visit(reading, values)
    if visit.out_at is None:
        return None
    who = reading.session.get(Person, visit.person_id)
    text = _("{name}忘了签退，说是{clock}走的。\n是这样吗？").format(
        name=name_of(who), clock=_clock(reading, visit.out_at)
    )
    actions = (
        Action(pgettext("button", "是的"), "vouch", visit.subject),
        Action(pgettext("button", "说不准"), "not_vouch", visit.subject),
    )
    return Message(Content(text=text), actions)


def worried(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: whoever was there does not feel easy about how somebody is."""
    order = order_of(reading, values)
    who = reading.session.get(Person, values["who"])
    text = _("{number}：{name}看过，有点不放心。\n请打个电话问问。").format(
        number=order.number, name=name_of(who)
    )
    return Message(
        Content(text=text),
        (Action(pgettext("button", "看电话"), "see_phone", order.subject, "main"),),
        loud=True,
    )


def no_woman_yet(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: nobody has found the woman she wishes for; it is hers to choose."""
    order = order_of(reading, values)
    if order.state is not S.DISPATCHED or not order.wants_woman:
        return None
    text = _("您想要女志愿者，还没找到。\n谁来都行，还是再等等？")
    actions = (
        Action(pgettext("button", "谁来都行"), "anybody", order.subject),
        Action(pgettext("button", "再等等"), "rather_wait", order.subject),
    )
    return Message(Content(text=text), actions)


def no_woman_found(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: the same."""
    order = order_of(reading, values)
    if order.state is not S.DISPATCHED or not order.wants_woman:
        return None
    text = _("{number} 要一位女志愿者，还没找到。").format(number=order.number)
    asked = any(has_chat(reading.session, each) for each in order.asking_side)
    see = Action(pgettext("button", "看电话"), "see_phone", order.subject)
    more = _("也问了居民。") if asked else _("请打个电话问居民：谁来都行吗？")
    return Message(Content(text=f"{text}\n{more}"), () if asked else (see,))


def _visit(reading: Reading, values: dict[str, Any]) -> Visit:
    return reading.session.get_one(Visit, values["visit"])


def _clock(reading: Reading, moment: datetime) -> str:
    return say_clock(reading.community.local(moment).time())
