"""回访: a worker rings up somebody without a chat and writes the answer down; and 转告了."""

from datetime import datetime, time, timedelta

from handlers import order_news, rating_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from models import call_back as calls
from models.call_log import NO_ANSWER
from models.evaluation import Outcome
from models.order import Order
from models.person import Person
from models.timer import clear_timer, set_timer

#: the next day at this hour she is reminded to try again
AGAIN_AT = time(10)


def call_back(chat: Chat) -> None:
    """One question on the phone; what was not done is written down in the words that were said."""
    worker = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    calls.may_ring(chat.session, order, worker, chat.now)
    served = chat.session.get_one(Person, order.served_person_id)
    who = served.legal_name or served.display_name or _("本人")
    asked = _("{number}，打给{who}问一声：\n事办好了吗？").format(number=order.number, who=who)
    said = chat.ask("said", asked, OneOf(_choices()))
    comment = ""
    if said == Outcome.NOT_DONE:
        skip = [Option("skip", pgettext("button", "不写了"))]
        comment = chat.ask("comment", _("哪里没办好？照原话写一句。"), Words(300, skip))
        comment = "" if comment == "skip" else comment
    order = Order.locked(chat.session, chat.subject_id)
    if said == NO_ANSWER:
        _try_again(chat, order, worker)
        return
    calls.answered(chat.session, order, worker, Outcome(said), comment, chat.now)
    for kind in ("close_unrated", "call_back"):
        clear_timer(chat.session, kind, order.subject)
    chat.say(_("记下了，谢谢您打这个电话。"))
    if said == Outcome.DONE:
        order_news.rated(chat, order)
    else:
        rating_news.poorly(chat, order)


def _choices() -> list[Option]:
    return [
        Option(Outcome.DONE, pgettext("button", "办好了")),
        Option(Outcome.NOT_DONE, pgettext("button", "没办好")),
        Option(Outcome.NOBODY_CAME, pgettext("button", "人没来")),
        Option(NO_ANSWER, pgettext("button", "没接")),
    ]


def _try_again(chat: Chat, order: Order, worker: Person) -> None:
    calls.unanswered(chat.session, order, worker, chat.now)
    local = chat.community.local(chat.now)
    due = datetime.combine(local.date() + timedelta(days=1), AGAIN_AT, local.tzinfo)
    set_timer(chat.session, order.community_id, "call_back", order.subject, due)
    chat.say(_("记下了，没接。\n明天上午10点提醒您再打。"))


def passed_on(chat: Chat) -> None:
    """转告了: one press, so that everybody at the station knows."""
    order = Order.known(chat.session, chat.subject_id)
    calls.passed_on(chat.session, order, chat.somebody_known(), chat.now)
    chat.say(_("好，{number} 记下了：转告了。").format(number=order.number))
