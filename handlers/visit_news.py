"""Who hears of what happens during a visit: the other one who goes, her who waits, the staff."""

from typing import Any

from sqlalchemy import or_, select

from handlers import order_news
from handlers.asking_side import tell_asking_side
from handlers.emergency_rules import rules
from handlers.engine.chat import Chat
from models.assignment import volunteers_of
from models.audit import note_deed
from models.duty import ring_order
from models.errors import Refused
from models.incident import Incident, lookers
from models.keeping import keepers_of
from models.order import Order, OrderState
from models.person import Person
from models.timer import set_timer
from models.visit import Visit, visits_of
from models.words import N_

S = OrderState


def tell_staff(chat: Chat, order: Order, notice: str, **values: Any) -> None:
    """Everybody who looks after orders, but for those whom the order itself concerns."""
    for person_id in keepers_of(chat.session, order, chat.now):
        if person_id not in order.asking_side:
            chat.tell(person_id, notice, order=order.id, **values)


def came_without_code(chat: Chat, order: Order, visit: Visit) -> None:
    """The station rings her, its worker at her door too; she is told who says to stand there."""
    tell_staff(chat, order, "no_code", visit=visit.id)
    for person_id in order.asking_side:
        chat.tell(person_id, "says_arrived", order=order.id, who=visit.person_id)
    order_news.renewed(chat, order)


def waits_outside(chat: Chat, order: Order, who: Person) -> None:
    """The other one hears that somebody waits, the staff that they are not two yet."""
    for person in volunteers_of(chat.session, order):
        if person.id != who.id:
            chat.tell(person.id, "waits_for_you", order=order.id)
    tell_staff(chat, order, "waits_outside")


def said_done(chat: Chat, order: Order, who: Person, *, is_first: bool) -> None:
    """She gets her second code once; her card has it from now on, and nobody else's changes."""
    if is_first:
        tell_asking_side(chat, order, "said_done", who=who.id)
        her_card(chat, order)


def her_card(chat: Chat, order: Order) -> None:
    """What is new stands on the asking side's card alone."""
    for person_id in order.asking_side:
        chat.card(person_id, order_news.CARD, order.subject, order=order.id)


def not_yet(chat: Chat, order: Order) -> None:
    """Those who are still there."""
    for visit in visits_of(chat.session, order):
        if visit.out_at is None:
            chat.tell(visit.person_id, "not_yet", order=order.id)


def said_later(chat: Chat, order: Order, visit: Visit) -> None:
    """Whoever went too is asked, the staff see it on their card."""
    for other in visits_of(chat.session, order):
        if other.person_id != visit.person_id:
            chat.tell(other.person_id, "asked_to_vouch", visit=visit.id)
    tell_staff(chat, order, "own_word", visit=visit.id)


def vouched(chat: Chat, order: Order, visit: Visit, by: Person) -> None:
    """One word more for the worker who looks."""
    tell_staff(chat, order, "vouched", visit=visit.id, by=by.id)


def cry_for_help(chat: Chat, order: Order, row: Incident) -> list[int]:
    """Whoever is on duty, with both phones, which is written down; nobody of the order.

    Returns who is called; the others follow when nobody presses in time (timers.help_next).
    """
    concerned = {*order.asking_side, *(each.id for each in volunteers_of(chat.session, order))}
    waves = ring_order(chat.session, chat.community, chat.now)
    free = [left for wave in waves if (left := [each for each in wave if each not in concerned])]
    called = free[0] if free else []
    for person_id in called:
        note_deed(chat.session, order, "shown_contact", person_id, chat.now, row.kind)
        chat.tell(person_id, "help_wanted", incident=row.id)
    due = chat.now + rules().next_after
    set_timer(chat.session, row.community_id, "help_next", row.subject, due)
    return called


def reported(chat: Chat, row: Incident) -> None:
    """Coordinators alone, and none whom it may be about."""
    order = Order.known(chat.session, row.order_id or 0)
    concerned = {*order.asking_side, *(each.id for each in volunteers_of(chat.session, order))}
    for person_id in lookers(chat.session, row.community_id, chat.now):
        if person_id not in concerned:
            chat.tell(person_id, "incident_reported", incident=row.id)


def order_she_means(chat: Chat, person: Person) -> Order:
    """The order of hers that is going on, or waits for her word. Raises Refused."""
    if chat.talk.subject:
        order = Order.known(chat.session, chat.subject_id)
        if order.is_of(person):
            return order
    rows = select(Order).where(
        or_(Order.requested_by_id == person.id, Order.served_person_id == person.id),
        Order.state.in_((S.IN_SERVICE, S.DONE)),
    )
    found = chat.session.scalar(rows.order_by(Order.changed_at.desc()).limit(1))
    if found is None:
        raise Refused(N_("您现在没有正在办的单。\n有事要帮忙，直接写一句话。"))
    return found
