"""The card for the volunteer who goes: door, phone and name, until the order ends."""

from typing import Any

from handlers.cards.asking import known_actions, wish_lines
from handlers.cards.papers import paper_actions, paper_lines
from handlers.cards.parts import caution_of, no_gifts, number_of, title, when_of
from handlers.codes import say_word
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import (
    say_minutes,
    say_place,
)
from handlers.understand.phone import say_phone
from models.counting import has_result
from models.order import STATE_LABELS, Order, OrderState
from models.person import Person
from models.visit import visit_of

S = OrderState


def helper_card(reading: Reading, order: Order, person: Person) -> Message:
    visit = visit_of(reading.session, order, person)
    lines = [Line(_("时间"), when_of(reading, order), say_minutes(order.minutes_planned))]
    if not order.has_ended:
        served = reading.session.get(Person, order.served_person_id)
        name = (served.legal_name or served.display_name) if served else ""
        lines.append(Line(_("门牌"), say_place(order), name))
        if order.phone:
            lines.append(Line(_("电话"), say_phone(order.phone), _("出门前打一个")))
        if order.door_note:
            lines.append(Line(_("门口"), order.door_note))
        if order.password and visit is None:
            lines.append(Line(_("暗号"), say_word(order.password), _("敲门先报，再要号码")))
    lines.extend([*wish_lines(reading, order), *paper_lines(reading, order)])
    lines.extend(caution_of(reading, order))
    lines.append(Line(_("现在"), _(STATE_LABELS[order.state])))
    card = Card(
        title=_("{what}，这单归您了").format(what=title(reading, order)),
        aside=number_of(order),
        lines=tuple(lines),
        note="" if order.has_ended else _note(),
    )
    papers = paper_actions(reading, order, person)
    doing = (*_helper_actions(order, visit), *known_actions(order))
    actions = (*_owed(reading, order, visit), *papers, *doing)
    return Message(Content(card=card, subject=order.subject), actions)


def _owed(reading: Reading, order: Order, visit: Any) -> tuple[Action, ...]:
    """Whoever has left may still say what came of it."""
    if visit is None or visit.out_at is None or has_result(reading.session, order):
        return ()
    return (Action(pgettext("button", "办成了什么"), "say_result", order.subject, "main"),)


def _note() -> str:
    return _("门牌和电话只有您看得到，办完就收起。") + "\n" + no_gifts()


def _helper_actions(order: Order, visit: Any) -> tuple[Action, ...]:
    if order.has_ended:
        return ()
    if visit is not None and visit.out_at is not None:
        return (Action(pgettext("button", "出了点事"), "report_incident", order.subject),)
    trouble = (
        Action(pgettext("button", "需要帮忙"), "need_help", order.subject, "danger"),
        Action(pgettext("button", "出了点事"), "report_incident", order.subject, "danger"),
    )
    relay = Action(pgettext("button", "给对方留话"), "relay", order.subject)
    if visit is not None:
        return (
            Action(pgettext("button", "我走了"), "check_out", order.subject, "main"),
            relay,
            *trouble,
        )
    return (
        Action(pgettext("button", "我到了"), "check_in", order.subject, "main"),
        relay,
        Action(pgettext("button", "退单"), "give_back", order.subject),
        *trouble,
    )
