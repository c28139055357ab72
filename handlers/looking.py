"""看原话, 看电话: what the card of an order keeps back from staff until they ask; written down."""

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.understand.phone import say_phone
from models.audit import Private, note_reading
from models.doubles import also_written
from models.errors import Refused
from models.keeping import require_keeper
from models.order import Order
from models.service_record import Evidence
from models.visit import visits_of
from models.words import N_


def see_words(chat: Chat) -> None:
    """看原话: everything that was said, in her own words."""
    order = _looked_at(chat, "words")
    words = "”\n“".join((order.raw_text, *also_written(chat.session, order)))
    chat.say(_("{number} 的原话：\n“{words}”").format(number=order.number, words=words))


def see_phone(chat: Chat) -> None:
    """看电话: in full, for a worker who rings."""
    order = _looked_at(chat, "phone")
    if not order.phone:
        chat.say(_("{number} 没有留电话。").format(number=order.number))
        return
    text = _("{number} 的电话：{phone}\n这次看电话记下了。").format(
        number=order.number, phone=say_phone(order.phone)
    )
    chat.show(Content(text=text), *_to_say_afterwards(chat, order))


def _looked_at(chat: Chat, what: Private) -> Order:
    person = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, person, chat.now)
    if order.community_id != person.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    note_reading(chat.session, person, order, what, chat.now)
    return order


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
