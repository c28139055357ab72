"""The card of an order that was written at a door, for the staff who look after it."""

from dataclasses import replace

from handlers.cards.staff import staff_card
from handlers.content import Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from models.address import door_contact
from models.assignment import volunteers_of
from models.order import Order, OrderState
from models.person import Person
from models.served import has_chat
from models.words import N_

S = OrderState
NEWS_LABELS = {
    "station": N_("站里转告"),
    "family": N_("打给家人"),
    "neighbour": N_("邻居转告"),
}


def with_door(reading: Reading, order: Order, person: Person) -> Message:
    """What staff see, with who looks after that door and how its people are told."""
    message = staff_card(reading, order, person)
    card = message.content.card
    assert card is not None  # noqa: S101 - that is what a card of staff is
    lines = [*card.lines]
    contact = door_contact(reading.session, order.community_id, order.building, order.unit)
    if contact is not None:
        name = contact.legal_name or contact.display_name
        lines.append(Line(_("楼门"), _("这个门的联系人：{name}").format(name=name)))
    if order.relation == "station" and order.news_to in NEWS_LABELS:
        lines.append(Line(_("有变动"), _(NEWS_LABELS[order.news_to])))
    card = replace(card, lines=tuple(lines))
    if _is_asker(order, person) and _comes(reading, order):
        card = replace(card, code_label=_("抄到纸条上，再打电话告诉"), code=order.code)
    content = replace(message.content, card=card)
    return replace(message, content=content, actions=(*message.actions, *_actions(reading, order)))


def _is_asker(order: Order, person: Person) -> bool:
    return order.relation == "station" and order.requested_by_id == person.id


def _comes(reading: Reading, order: Order) -> bool:
    people = volunteers_of(reading.session, order)
    return order.state is S.CLAIMED or (order.state is S.DISPATCHED and bool(people))


def _actions(reading: Reading, order: Order) -> tuple[Action, ...]:
    if order.state is S.DONE and not has_chat(reading.session, order.served_person_id):
        return (Action(pgettext("button", "回访"), "call_back", order.subject, "main"),)
    if order.relation == "station" and not order.has_ended:
        return (Action(pgettext("button", "纸条"), "slip", order.subject),)
    return ()
