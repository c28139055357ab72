"""家里不用知道, 家里可以知道: the person served decides whether the family hears of it.

A worker may say it for her, with the order's number; the family never can.
"""

from handlers import order_news
from handlers.engine.chat import Chat
from handlers.language import _
from models.acting import hush_family, orders_by_family
from models.order import Order


def family_off(chat: Chat) -> None:
    """家里不用知道: from now on the family hears nothing of what comes."""
    if _hush(chat, hushed=True):
        chat.say(_("好，家里不再收到消息。\n改了主意，写“家里可以知道”。"))


def family_on(chat: Chat) -> None:
    """家里可以知道: the family hears again who comes and how it went."""
    if _hush(chat, hushed=False):
        chat.say(_("好，谁去、办得怎样，告诉家里。\n改了主意，写“家里不用知道”。"))


def _hush(chat: Chat, *, hushed: bool) -> bool:
    """Her open orders, or the one that was named; False when there is none."""
    person = chat.somebody_known()
    if chat.talk.subject:
        orders = [Order.locked(chat.session, chat.subject_id)]
    else:
        orders = orders_by_family(chat.session, person)
    if not orders:
        chat.say(_("现在没有家里替您写的事。\n您自己写的，家里本来就看不到。"))
        return False
    for order in sorted(orders, key=lambda each: each.id):
        hush_family(chat.session, order, person, chat.now, hushed=hushed)
        order_news.renewed(chat, order)
    return True
