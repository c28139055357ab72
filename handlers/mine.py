"""我的, 取消这单: what a person has here and where it stands."""

from sqlalchemy import ColumnElement, or_, select

from handlers import order_news
from handlers.activities.card import show_activities
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.order_card import show_cards
from handlers.readers import OneOf
from handlers.suggesting.card import where_it_stands
from models import posting
from models.activity_lists import of_person
from models.assignment import accepted_orders, volunteers_of
from models.order import ENDED, Order
from models.person import Person
from models.suggestion import given_by
from models.timer import clear_timer

SHOWN = 4


def mine(chat: Chat) -> None:
    """Her open orders, and those a volunteer has in hand, as live cards."""
    orders = _open_orders_of(chat)
    held = of_person(chat.session, chat.person, chat.now) if chat.person else []
    given = given_by(chat.session, chat.person, SHOWN) if chat.person else []
    if not orders and not held and not given:
        chat.say(_("您现在没有办着的事。\n有事要帮忙，直接写一句话。"))
        return
    if orders:
        chat.say(_("您有 {n} 件办着的事：").format(n=len(orders)))
    if held:
        chat.say(_("您的活动 {n} 场：").format(n=len(held)))
    for each in given:
        chat.say(where_it_stands(each))
    show_cards(chat, orders[:SHOWN])
    show_activities(chat, held[:SHOWN])


def _open_orders_of(chat: Chat) -> list[Order]:
    person = chat.person
    if person is None:
        return []
    rows = select(Order).where(_is_of(person), Order.state.not_in(ENDED))
    asked = chat.session.scalars(rows.order_by(Order.id.desc()))
    return [*asked, *accepted_orders(chat.session, person)]


def _is_of(person: Person) -> ColumnElement[bool]:
    """Those she asked for, and those that somebody asked for her."""
    return or_(Order.requested_by_id == person.id, Order.served_person_id == person.id)


def cancel_order(chat: Chat) -> None:
    """取消这单: asked once, then whoever was going hears it."""
    choices = [
        Option("yes", pgettext("button", "取消这单")),
        Option("no", pgettext("button", "不取消")),
    ]
    number = chat.keep("number", lambda: Order.known(chat.session, chat.subject_id).number)
    sure = chat.ask("sure", _("单号 {number}，真的取消吗？").format(number=number), OneOf(choices))
    if sure == "no":
        chat.say(_("好，没取消，照旧办。"))
        return
    order = Order.locked(chat.session, chat.subject_id)
    helpers = volunteers_of(chat.session, order)
    posting.cancel(chat.session, order, chat.somebody(), chat.now)
    clear_timer(chat.session, "review_due", order.subject)
    chat.say(_("取消了。以后有事再写一句就行。"))
    order_news.cancelled(chat, order, helpers)
