"""我到了, 我走了: the four digits she reads out prove the visit; leaving writes the minutes."""

from datetime import timedelta
from functools import partial

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Code, OneOf
from handlers.sayings import order_span, say_clock, say_minutes, say_when
from models import visiting
from models.assignment import accepted_orders, assignment_of
from models.codes import count_wrong_code
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.timer import set_timer
from models.visit import visit_of
from models.words import N_

#: without an answer the order closes unrated, outside the praise rate (domain.md section 6)
UNRATED_AFTER = timedelta(days=7)


def check_in(chat: Chat) -> None:
    """我到了: which order, then her code; coming early is asked once, they may have agreed so."""
    person = chat.somebody_known()
    order = _which(chat, person, waiting=True)
    now = chat.community.local(chat.now)
    if visiting.is_early(order, chat.now):
        when = say_when(order_span(order, now), now)
        early = [
            Option("yes", pgettext("button", "现在开始")),
            Option("no", pgettext("button", "到时再来")),
        ]
        if (
            chat.ask("early", _("约的是{when}。现在就开始吗？").format(when=when), OneOf(early))
            == "no"
        ):
            chat.say(_("好，到时候见。到了再写“我到了”。"))
            return
    code = chat.ask("code", _("到了就好。请居民念 4 位号码给您听。"), Code())
    _enter(chat, person, order.id, code)


def _enter(chat: Chat, person: Person, order_id: int, code: str) -> None:
    order = Order.locked(chat.session, order_id)
    mine = assignment_of(chat.session, order, person)
    try:
        visiting.check_in(chat.session, order, person, code, chat.now)
    except Refused as refused:
        if refused.ask == "code" and mine is not None:
            chat.note("wrong_code", partial(count_wrong_code, assignment_id=mine.id))
        raise
    clock = say_clock(chat.community.local(chat.now).time())
    chat.say(_("签好了，{clock}。\n忙完写“我走了”。").format(clock=clock))
    order_news.arrived(chat, order, person)


def check_out(chat: Chat) -> None:
    """我走了: the minutes stand in the book, waiting for her word."""
    person = chat.somebody_known()
    order = _which(chat, person, waiting=False)
    order = Order.locked(chat.session, order.id)
    record = visiting.check_out(chat.session, order, person, chat.now)
    start, end = (
        say_clock(chat.community.local(moment).time())
        for moment in (record.started_at, record.ended_at)
    )
    chat.say(
        _("签好了，{start}到{end}，{length}。\n居民说一声，就算核实了。谢谢您。").format(
            start=start, end=end, length=say_minutes(record.minutes)
        )
    )
    if order.state is OrderState.DONE:
        due = chat.now + UNRATED_AFTER
        set_timer(chat.session, order.community_id, "close_unrated", order.subject, due)
    order_news.left(chat, order)


def _which(chat: Chat, person: Person, *, waiting: bool) -> Order:
    """The order meant: the one of the button, the only one, or the one chosen.

    Raises Refused when there is none.
    """
    if chat.talk.subject:
        return Order.known(chat.session, chat.subject_id)
    orders = [
        order
        for order in accepted_orders(chat.session, person)
        if (visit_of(chat.session, order, person) is None) is waiting
    ]
    if not orders:
        text = (
            N_("您手上没有等着去的单。\n想帮忙，写“我来帮忙”。")
            if waiting
            else N_("您现在没有签到的单。\n到了写“我到了”。")
        )
        raise Refused(text)
    if len(orders) == 1:
        return orders[0]
    now = chat.community.local(chat.now)
    options = [
        Option(str(order.id), f"{order.number} " + say_when(order_span(order, now), now))
        for order in orders[:4]
    ]
    chosen = chat.ask("which", _("是哪一张单？"), OneOf(options))
    return chat.session.get_one(Order, int(chosen))
