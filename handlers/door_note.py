"""门牌备注: what helps to find and open the door (敲门大声点), for whoever goes and nobody else."""

from sqlalchemy import or_, select

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.readers import OneOf, Words
from handlers.sayings import order_span, say_when
from handlers.visit_news import her_card
from models.assignment import volunteers_of
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.words import N_

S = OrderState
OPEN = (S.SUBMITTED, S.NEED_INFO, S.APPROVED, S.DISPATCHED, S.CLAIMED)


def door_note(chat: Chat) -> None:
    """One line of hers on the card of those who go."""
    person = chat.somebody_known()
    order_id = chat.subject_id if chat.talk.subject else _order_meant(chat, person)
    words = chat.ask("words", _("写一句，只有来的人看得到。\n比如“敲门大声点”。"), Words(100))
    order = Order.locked(chat.session, order_id)
    if not order.is_of(person):
        raise Refused(N_("这句话要请人帮忙的人来写。"))
    if order.state not in OPEN:
        raise Refused(N_("人已经到了，或者办完了。\n有事写“找社区”。"))
    order.door_note = words
    chat.session.flush()
    chat.say(_("好，来的人看得到。"))
    her_card(chat, order)
    for helper in volunteers_of(chat.session, order):
        chat.card(helper.id, order_news.CARD, order.subject, order=order.id)


def _order_meant(chat: Chat, person: Person) -> int:
    rows = select(Order).where(
        or_(Order.requested_by_id == person.id, Order.served_person_id == person.id),
        Order.state.in_(OPEN),
    )
    orders = list(chat.session.scalars(rows.order_by(Order.starts_at, Order.id).limit(4)))
    if not orders:
        raise Refused(N_("您现在没有等人来的单。\n有事要帮忙，直接写一句话。"))
    if len(orders) == 1:
        return orders[0].id
    now = chat.community.local(chat.now)
    options = [
        Option(str(order.id), f"{order.number} " + say_when(order_span(order, now), now))
        for order in orders
    ]
    return int(chat.ask("which", _("是哪一张单的？"), OneOf(options)))
