"""人到了, 没见到人: what she said on the phone to the worker who rang; her number is shown once."""

from handlers import order_news
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.understand.phone import say_phone
from handlers.visiting import NO_CODE
from models import visiting
from models.audit import Audit
from models.call_request import answer_calls
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.service_record import Evidence
from models.visit import Visit, visits_of


def confirm_arrival(chat: Chat) -> None:
    """人到了: she said so on the phone; from now on it is known by call-back."""
    person, visit, order = _looked_at(chat)
    if visiting.confirm_arrival(chat.session, visit, person, chat.now):
        order.note(chat.session, "arrival_confirmed", person, chat.now)
    answer_calls(chat.session, order, NO_CODE, person, chat.now)
    chat.say(_("好，记上了：电话里问过，人到了。"))
    order_news.renewed(chat, order)


def deny_arrival(chat: Chat) -> None:
    """没见到人: written down; the minutes wait, and the volunteer is rung up."""
    person, visit, order = _looked_at(chat)
    order.note(chat.session, "arrival_denied", person, chat.now)
    answer_calls(chat.session, order, NO_CODE, person, chat.now)
    who = chat.session.get_one(Person, visit.person_id)
    _write_down(chat, order, person)
    chat.say(
        _("记下了，时长先不核实。\n请给{name}打一个：{phone}").format(
            name=who.display_name, phone=say_phone(who.phone or "")
        )
    )


def show_phone(chat: Chat) -> None:
    """看电话: the resident's number, for a worker who rings; written down."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    order = Order.known(chat.session, chat.subject_id)
    _write_down(chat, order, person)
    if not order.phone:
        chat.say(_("{number} 没有留电话。").format(number=order.number))
        return
    text = _("{number} 的电话：{phone}\n这次看电话记下了。").format(
        number=order.number, phone=say_phone(order.phone)
    )
    chat.show(Content(text=text), *_to_say_afterwards(chat, order))


def _to_say_afterwards(chat: Chat, order: Order) -> tuple[Action, ...]:
    """What she may have said of somebody who came without her code."""
    unproven = [v for v in visits_of(chat.session, order) if v.in_evidence is Evidence.SELF]
    return tuple(
        action
        for visit in unproven[:1]
        for action in (
            Action(pgettext("button", "人到了"), "confirm_arrival", visit.subject),
            Action(pgettext("button", "没见到人"), "deny_arrival", visit.subject),
        )
    )


def _looked_at(chat: Chat) -> tuple[Person, Visit, Order]:
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    visit = chat.session.get_one(Visit, chat.subject_id)
    return person, visit, Order.locked(chat.session, visit.order_id)


def _write_down(chat: Chat, order: Order, person: Person) -> None:
    chat.session.add(
        Audit(
            community_id=order.community_id,
            actor_id=person.id,
            action="shown_contact",
            subject=order.subject,
            at=chat.now,
        )
    )
