"""退出, 不退了: open orders find their end first; nothing is deleted before the second yes."""

from datetime import datetime, time, timedelta

from handlers import finding_news, order_news
from handlers.activities.telling import gave_up
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf
from handlers.sayings import say_when
from handlers.understand.span import TimeSpan
from models import assignment, leaving, posting
from models.assignment import volunteers_of
from models.order import Order, OrderState
from models.person import Person
from models.timer import clear_timer, set_timer

#: the goodbye is read before the chat is emptied
GOODBYE = timedelta(minutes=10)
#: how soon after an order we look whether the wish to leave can be asked about again
LOOK_AGAIN = timedelta(hours=1)
KEEP, CANCEL, WAIT = "keep", "cancel", "wait"
WAITS = "leave_waits"


def leave(chat: Chat) -> None:
    """What goes and what stays; which way the open orders end; then goodbye."""
    person = chat.somebody_known()
    leaving.require_may_leave(chat.session, person, chat.now)
    orders = _open(chat, person)
    _say_what_goes(chat, person)
    how = chat.ask("how", _question(chat, orders), OneOf(_ways(orders)))
    if how == KEEP:
        _stay(chat, person)
    elif how == WAIT:
        _wait(chat, person, orders)
    else:
        _settle(chat, person, orders)
        _go(chat, person)


def _say_what_goes(chat: Chat, person: Person) -> None:
    chat.say(_("退出以后：\n电话、门牌、写的话，15 天内删掉"))
    if leaving.has_hours(chat.session, person):
        chat.say(_("时长留着，不写名字"))
        if leaving.number_of(chat.session, person):
            chat.say(_("要开证明，凭编号来"))


def _open(chat: Chat, person: Person) -> list[Order]:
    """The orders she was shown; a new one since then lets nobody slip away."""
    ids = chat.keep("orders", lambda: [o.id for o in leaving.open_orders(chat.session, person)])
    return [Order.known(chat.session, number) for number in ids]


def _question(chat: Chat, orders: list[Order]) -> str:
    if not orders:
        return _("现在退出吗？")
    if len(orders) == 1:
        return _("{day}那张单先要有个着落").format(day=_day(chat, orders[0]))
    text = ngettext("{n} 张单先要有个着落", "{n} 张单先要有个着落", len(orders))
    return text.format(n=len(orders))


def _day(chat: Chat, order: Order) -> str:
    """明天（24号 周二）: the day alone, for a line."""
    starts, now = chat.community.local(order.starts_at), chat.community.local(chat.now)
    start, end = (datetime.combine(starts, each, starts.tzinfo) for each in (time(0), time(23, 59)))
    return say_when(TimeSpan(start, end, "day", ""), now)


def _ways(orders: list[Order]) -> list[Option]:
    stay = Option(KEEP, pgettext("button", "不退了"))
    if not orders:
        return [Option("leave", pgettext("button", "退出")), stay]
    wait = Option(WAIT, pgettext("button", "办完再退出"))
    if any(order.state is OrderState.IN_SERVICE for order in orders):
        return [wait, stay]
    return [Option(CANCEL, pgettext("button", "取消再退出")), wait, stay]


def _stay(chat: Chat, person: Person) -> None:
    leaving.take_back(chat.session, person, chat.now)
    clear_timer(chat.session, WAITS, f"person:{person.id}")
    chat.say(_("好，不退了，都照旧。"))


def _wait(chat: Chat, person: Person, orders: list[Order]) -> None:
    leaving.ask_to_leave(chat.session, person, chat.now)
    last = max((order.ends_at or order.starts_at for order in orders), default=chat.now)
    due = max(last, chat.now) + LOOK_AGAIN
    set_timer(chat.session, person.community_id, WAITS, f"person:{person.id}", due)
    if len(orders) == 1:
        day = _day(chat, orders[0])
        chat.say(_("好。{day}办完，\n我再问您一句才退。").format(day=day))
    else:
        chat.say(_("好。都办完了，\n我再问您一句才退。"))
    chat.say(_("想改主意，写“不退了”。"))


def _settle(chat: Chat, person: Person, orders: list[Order]) -> None:
    """What they asked for is cancelled, what they promised is given back; the others hear it."""
    for number in sorted(order.id for order in orders):
        order = Order.locked(chat.session, number)
        if order.has_ended:
            continue
        if order.is_of(person):
            helpers = volunteers_of(chat.session, order)
            posting.cancel(chat.session, order, person, chat.now)
            clear_timer(chat.session, "review_due", order.subject)
            order_news.cancelled(chat, order, helpers)
        else:
            assignment.withdraw(chat.session, order, person, "left", chat.now)
            finding_news.given_back(chat, order, person)


def _go(chat: Chat, person: Person) -> None:
    gave_up(chat, person)
    number = leaving.number_of(chat.session, person)
    records = [each.id for each in leaving.records_of_person(chat.session, person)]
    chats = leaving.leave(chat.session, person, chat.now, chat.hearer.contact_id)
    at, due = int(chat.now.timestamp()), chat.now + GOODBYE
    clear_timer(chat.session, WAITS, f"person:{person.id}")
    subjects = {
        "erase_person": [f"person:{person.id}"],
        "erase_news": [f"person:{each}@{int(due.timestamp())}#0" for each in records],
        "erase_chat": [f"contact:{contact_id}@{at + 1}" for contact_id in chats],
    }
    for kind, names in subjects.items():
        for name in names:
            set_timer(chat.session, person.community_id, kind, name, due)
    chat.say(_("好，退出了，谢谢您。\n电话、门牌、写的话，15 天内删掉。"))
    if number:
        chat.say(_("要开时长证明，凭编号 {number}。").format(number=number))
    chat.say(_("以后有事，写一句就行。"))


def stay(chat: Chat) -> None:
    """不退了: the wish to leave is taken back."""
    person = chat.somebody_known()
    if leaving.waiting_to_leave(chat.session, person) is None:
        chat.say(_("您没有说要退出，都照旧。"))
        return
    _stay(chat, person)
