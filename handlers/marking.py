"""标一下: a worker marks an order as one of the old or the young, or as one that cannot wait."""

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from models import marking
from models.finding_hours import next_group_after, staff_called_at
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.timer import set_timer

HURRY, CALM = "hurry", "calm"


def mark_order(chat: Chat) -> None:
    """One press; whoever is on duty for it hears the shorter hours keep."""
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, chat.person, chat.now)
    pace = (
        Option(CALM, pgettext("button", "不着急"))
        if chat.keep("was_pressing", lambda: order.is_pressing)
        else Option(HURRY, pgettext("button", "着急的事"))
    )
    options = [
        pace,
        Option(marking.ELDER, pgettext("button", "老人的事")),
        Option(marking.CHILD, pgettext("button", "孩子的事")),
        Option("nobody", pgettext("button", "都不是")),
    ]
    key = chat.ask("mark", _("{number} 标成什么？").format(number=order.number), OneOf(options))
    order, by = Order.locked(chat.session, chat.subject_id), chat.somebody()
    if key == HURRY:
        marking.hurry(chat.session, order, by, chat.now)
        _shorten(chat, order)
    elif key == CALM:
        marking.calm(chat.session, order, by, chat.now)
    else:
        whose = marking.NOBODY if key == "nobody" else key
        marking.mark_whose(chat.session, order, whose, by, chat.now)
    chat.say(_("好，标上了。"))
    order_news.renewed(chat, order)


def _shorten(chat: Chat, order: Order) -> None:
    """The hours that run already come sooner."""
    where = chat.session, order.community_id
    if order.state is OrderState.SUBMITTED:
        set_timer(*where, "review_due", order.subject, order.review_due_at)
    if order.state is OrderState.DISPATCHED and order.batches:
        set_timer(*where, "next_batch", order.subject, chat.now + next_group_after(order))
        called = staff_called_at(chat.community, order, chat.now)
        set_timer(*where, "nobody_yet", order.subject, called)
    chat.say(_("从现在起按着急的办。"))
