"""The live card of an order, as each of its people may see it; drawn anew when it is sent.

The pool card shows kind, building, time and length. Door, phone and name appear only to the
volunteer who goes, until the order ends.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handlers.cards.asker import asker_card
from handlers.cards.asking import hushed_card
from handlers.cards.doorstep import with_door
from handlers.cards.helper import helper_card
from handlers.cards.pool import offer_card, past_card
from handlers.engine.chat import Chat
from handlers.notice import Message, Reading
from handlers.show_media import media_actions
from models.assignment import AssignmentState, assignment_of
from models.keeping import keeps
from models.membership import Role, roles_of
from models.order import Order
from models.person import Person
from models.rows import find


def order_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The card of one order for the person of this contact; None for everybody else."""
    order = find(reading.session, Order, values["order"])
    person = reading.person
    if order is None or person is None:
        return None
    draw = _drawing(reading, order, person)
    if draw is None:
        return None
    message: Message = draw(reading, order, person)
    return replace(message, actions=(*message.actions, *media_actions(reading, order)))


def show_cards(chat: Chat, orders: Iterable[Order]) -> None:
    """Show these orders below what was just asked, each as the asker may see it."""
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    for order in orders:
        message = order_card(reading, {"order": order.id})
        if message is not None:
            chat.show(message.content, *message.actions)


def _drawing(reading: Reading, order: Order, person: Person) -> Any:
    at_the_door = order.relation == "station" and person.id != order.served_person_id
    if order.is_of(person) and not at_the_door:
        return asker_card if person.id in order.asking_side else hushed_card
    mine = assignment_of(reading.session, order, person)
    if mine is not None and mine.state in (AssignmentState.ACCEPTED, AssignmentState.COMPLETED):
        return helper_card
    roles = roles_of(reading.session, person, reading.now)
    if keeps(reading.session, order, person, reading.now):
        return with_door
    if order.only_named and mine is None:
        return None
    if Role.VOLUNTEER in roles:
        return offer_card
    return past_card if mine is not None else None
