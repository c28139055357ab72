"""谁来都行, 再等等: her answer when no woman has been found; nobody decides it for her."""

from handlers import order_news
from handlers.engine.chat import Chat
from handlers.language import _
from models.errors import Refused
from models.order import Order
from models.watching import watch_wish
from models.words import N_


def anybody(chat: Chat) -> None:
    """谁来都行: the wish is given up, by herself."""
    order = _hers(chat)
    if order.wants_woman:
        order.wants_woman = False
        order.note(chat.session, "woman_not_needed", chat.somebody_known(), chat.now)
    chat.say(_("好，谁有空谁来。找到了告诉您。"))
    order_news.renewed(chat, order)


def rather_wait(chat: Chat) -> None:
    """再等等: the place stays kept."""
    order = _hers(chat)
    watch_wish(chat.session, order, chat.now)
    chat.say(_("好，接着找女志愿者。\n找到了告诉您。"))


def _hers(chat: Chat) -> Order:
    order = Order.locked(chat.session, chat.subject_id)
    if not order.is_of(chat.somebody_known()):
        raise Refused(N_("这句话要请人帮忙的人来说。"))
    return order
