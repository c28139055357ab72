"""评单: 事办好了吗. One tap is enough; a poor answer is asked about and answered by a set hour."""

from handlers import order_news, rating_news
from handlers.asking_side import tell_asking_side
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from models.evaluation import Outcome, close_rated, evaluation_of, rate
from models.order import Order
from models.timer import clear_timer

AGAIN, CALL, SAY = "wants_again", "wants_call", "only_says"


def rate_done(chat: Chat) -> None:
    """办好了: the order closes and the minutes are approved."""
    order = _rate(chat, Outcome.DONE, "")
    chat.say(_("好，谢谢您告诉我们。我跟他们说。"))
    first = chat.session.get(Order, order.follows_id) if order.follows_id else None
    said = evaluation_of(chat.session, first) if first is not None else None
    if first is not None and said is not None and said.stars is not None:
        chat.then("change_stars", first.subject)


def rate_not_done(chat: Chat) -> None:
    """没办好: one line of her own, which a worker reads, and what she would like."""
    comment = chat.ask("comment", _("谢谢您直说。哪里没办好？写一句就行。"), Words(300, skip()))
    wish = chat.ask("wish", sorry(), OneOf(wishes()))
    order = _rate(chat, Outcome.NOT_DONE, "" if comment == "skip" else comment)
    rating_news.answer_poorly(chat, order, wish)


def rate_nobody(chat: Chat) -> None:
    """人没来: believed at once; somebody rings."""
    order = _rate(chat, Outcome.NOBODY_CAME, "")
    chat.say(_("对不起，让您白等了。"))
    rating_news.answer_poorly(chat, order, CALL)


def close_order(chat: Chat) -> None:
    """结单 by a worker, after a bad answer was looked into."""
    order = Order.locked(chat.session, chat.subject_id)
    person = chat.somebody()
    close_rated(chat.session, order, person, chat.now)
    clear_timer(chat.session, "poor_answer", order.subject)
    chat.say(_("{number} 结了。").format(number=order.number))
    tell_asking_side(chat, order, "closed", by_staff=person.id)
    order_news.renewed(chat, order)


def sorry() -> str:
    """Once, for the thing itself, with what can be done."""
    return _("对不起，是我们没做好。\n您想怎么办？")


def wishes() -> list[Option]:
    """The repair is her choice."""
    return [
        Option(AGAIN, pgettext("button", "请人再来")),
        Option(SAY, pgettext("button", "说说就行")),
        Option(CALL, pgettext("button", "打给我")),
    ]


def skip() -> list[Option]:
    """Nobody has to write."""
    return [Option("skip", pgettext("button", "不写了"))]


def _rate(chat: Chat, outcome: Outcome, comment: str) -> Order:
    order = Order.locked(chat.session, chat.subject_id)
    rate(chat.session, order, chat.somebody(), outcome, comment, chat.now)
    clear_timer(chat.session, "close_unrated", order.subject)
    if outcome is Outcome.DONE:
        order_news.rated(chat, order)
    return order
