"""The card before claiming: kind, building, time and length, never who or which door."""

from handlers.cards.parts import caution_of, number_of, title, when_of
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import (
    say_building,
    say_minutes,
)
from models.opt_out import NoticeKind
from models.order import Order, OrderState
from models.person import Person

S = OrderState


def pool_card(reading: Reading, order: Order, note: str = "") -> Card:
    """What anybody who may go reads before: kind, building, time, length, what to mind."""
    lines = [
        Line(_("时间"), when_of(reading, order)),
        Line(_("地点"), say_building(order.building) or _("社区里")),
        Line(_("多久"), _("大约{length}").format(length=say_minutes(order.minutes_planned))),
        *caution_of(reading, order),
    ]
    if is_wanted(order):
        lines.append(Line(_("还要"), _("{n} 位").format(n=order.places_left)))
    return Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines), note=note)


def is_wanted(order: Order) -> bool:
    """Whether somebody can still take a place."""
    return order.state is S.DISPATCHED and order.places_left > 0


def offer_card(reading: Reading, order: Order, person: Person) -> Message:
    open_now = is_wanted(order)
    card = pool_card(reading, order, "" if open_now else _("这张单现在不用人去了，谢谢您。"))
    actions = (
        (
            Action(pgettext("button", "接单"), "claim", order.subject, "main"),
            Action(pgettext("button", "不方便"), "decline", order.subject),
        )
        if open_now
        else ()
    )
    content = Content(card=card, subject=order.subject)
    return Message(content, actions, kind=NoticeKind.TASKS)
