"""评单: 事办好了吗. One tap is enough; only a bad answer is asked about."""

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Words
from models.evaluation import Outcome, rate
from models.membership import STAFF, require
from models.order import Order, OrderState
from models.timer import clear_timer


def rate_done(chat: Chat) -> None:
    """办好了: the order closes and the minutes are approved."""
    _rate(chat, Outcome.DONE, "")
    chat.say(_("好，谢谢您告诉我们。我跟他们说。"))


def rate_not_done(chat: Chat) -> None:
    """没办好: one line of her own, which a worker reads."""
    comment = chat.ask("comment", _("谢谢您直说。哪里没办好？写一句就行。"), Words(300, _skip()))
    _rate(chat, Outcome.NOT_DONE, "" if comment == "skip" else comment)
    chat.say(_("对不起，是我们没做好。\n社区看了会联系您。"))


def rate_nobody(chat: Chat) -> None:
    """人没来."""
    _rate(chat, Outcome.NOBODY_CAME, "")
    chat.say(_("对不起，让您白等了。\n社区看了会联系您。"))


def close_order(chat: Chat) -> None:
    """结单 by a worker, after a bad answer was looked into."""
    order = Order.locked(chat.session, chat.subject_id)
    person = chat.somebody()
    require(chat.session, person, STAFF, chat.now)
    order.move(chat.session, OrderState.CLOSED, person, chat.now)
    chat.say(_("{number} 结了。").format(number=order.number))
    order_news.renewed(chat, order)


def _rate(chat: Chat, outcome: Outcome, comment: str) -> None:
    order = Order.locked(chat.session, chat.subject_id)
    rate(chat.session, order, chat.somebody(), outcome, comment, chat.now)
    clear_timer(chat.session, "close_unrated", order.subject)
    order_news.rated(chat, order)


def _skip() -> list[Option]:
    return [Option("skip", pgettext("button", "不写了"))]
