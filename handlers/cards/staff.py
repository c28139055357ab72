"""The card for those who look after orders: what she wrote, who it is, what is due."""

from handlers.cards.parts import names_of, number_of, title, when_of
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import (
    say_entrance,
)
from handlers.understand.phone import mask_phone
from models.assignment import volunteers_of
from models.evaluation import OUTCOME_LABELS, evaluation_of
from models.order import STAFF_LABELS, Order, OrderState
from models.person import Person

S = OrderState


def staff_card(reading: Reading, order: Order, person: Person) -> Message:
    served = reading.session.get(Person, order.served_person_id)
    lines = [
        Line(_("时间"), when_of(reading, order)),
        Line(
            _("地点"),
            say_entrance(order) or order.landmark or "",
            served.masked_name if served else "",
        ),
        Line(_("电话"), mask_phone(order.phone or "")),
        Line(_("原话"), order.raw_text),
        Line(_("现在"), _(STAFF_LABELS[order.state]), _due(reading, order)),
    ]
    people = volunteers_of(reading.session, order)
    if people:
        lines.append(Line(_("谁去"), names_of(people)))
    said = evaluation_of(reading.session, order)
    if said is not None:
        lines.append(Line(_("评单"), _(OUTCOME_LABELS[said.outcome]), said.comment or ""))
    card = Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines))
    return Message(Content(card=card, subject=order.subject), _staff_actions(order))


def _due(reading: Reading, order: Order) -> str:
    if order.state is not S.SUBMITTED:
        return ""
    due = reading.community.local(order.review_due_at)
    return _("{clock} 前回话").format(clock=f"{due:%H:%M}")


def _staff_actions(order: Order) -> tuple[Action, ...]:
    if order.state in (S.SUBMITTED, S.NEED_INFO):
        ask = Action(pgettext("button", "问一句"), "ask_back", order.subject)
        return (
            Action(pgettext("button", "通过"), "approve", order.subject, "main"),
            *((ask,) if order.state is S.SUBMITTED else ()),
            Action(pgettext("button", "婉拒"), "reject", order.subject, "danger"),
        )
    if order.state is S.APPROVED:
        return (
            Action(pgettext("button", "放开接单"), "open_order", order.subject, "main"),
            Action(pgettext("button", "婉拒"), "reject", order.subject, "danger"),
        )
    if order.state in (S.CLAIMED, S.IN_SERVICE) and order.code_out:
        return (Action(pgettext("button", "念号码"), "read_codes", order.subject),)
    return (
        (Action(pgettext("button", "结单"), "close_order", order.subject, "main"),)
        if order.state is S.RATED
        else ()
    )
