"""人到了, 没见到人: what she said on the phone to the worker who rang."""

from handlers import order_news
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.understand.phone import say_phone
from handlers.visiting import NO_CODE
from models import visiting
from models.audit import note_reading
from models.call_request import answer_calls
from models.keeping import require_keeper
from models.order import Order
from models.person import Person
from models.visit import Visit


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
    note_reading(chat.session, person, who, "phone", chat.now)
    chat.say(
        _("{number} 记下了，时长先不核实。\n请给{name}打一个：{phone}").format(
            number=order.number, name=who.display_name, phone=say_phone(who.phone or "")
        )
    )


def _looked_at(chat: Chat) -> tuple[Person, Visit, Order]:
    person = chat.somebody_known()
    visit = chat.session.get_one(Visit, chat.subject_id)
    order = Order.locked(chat.session, visit.order_id)
    require_keeper(chat.session, order, person, chat.now)
    return person, visit, order
