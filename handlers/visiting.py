"""我到了: her four digits prove it; 拿不到 goes by the station; nobody has to go in alone."""

from functools import partial

from handlers import order_news, visit_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.choices import plain
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.sayings import order_span, say_clock, say_when
from handlers.visit_readers import ARRIVING, Code
from models import visit_rules, visiting
from models.assignment import accepted_orders, assignment_of
from models.attendance import activity_now
from models.call_request import ask_for_call
from models.codes import count_wrong_code
from models.contact import Contact
from models.errors import Refused
from models.need_kind import kind_of
from models.order import Order
from models.person import Person
from models.visit import visit_of, visits_of
from models.watching import watch_visit
from models.words import N_

NO_CODE, NOT_ALONE = "no_code", "not_alone"


def check_in(chat: Chat) -> None:
    """我到了: which order, then her code; coming early is asked once, they may have agreed so."""
    person = chat.somebody_known()
    if not chat.talk.subject and (held := activity_now(chat.session, person, chat.now)):
        chat.then("sign_in_activity", held.subject)
        return
    order = which_order(chat, person, waiting=True)
    if not _is_time(chat, order):
        return
    # who may not go in is told so before the word is shown and the code asked for
    visiting.may_begin(chat.session, order, person, chat.now)
    reader = Code(_ways_out(chat, order))
    chat.suppose("code", reader, _said_at_once(chat))
    code = chat.ask("code", _ask_for_code(order), reader)
    if code == NOT_ALONE:
        _wait_outside(chat, order, person)
    elif code == NO_CODE:
        _enter_without(chat, order, person)
    else:
        _enter(chat, person, order.id, code)


def _said_at_once(chat: Chat) -> str | None:
    """The digits that came with the first words: 我到了 4826."""
    said = ARRIVING.fullmatch(plain(chat.opening.text)) if chat.opening else None
    return said["code"] if said else None


def no_code(chat: Chat) -> None:
    """拿不到: she cannot read it out; the station rings her, the time runs from now."""
    person = chat.somebody_known()
    order = which_order(chat, person, waiting=True)
    if _is_time(chat, order):
        _enter_without(chat, order, person)


def not_alone(chat: Chat) -> None:
    """不单独进门: they wait for the second one outside, and nobody is blamed."""
    person = chat.somebody_known()
    _wait_outside(chat, which_order(chat, person, waiting=True), person)


def _is_time(chat: Chat, order: Order) -> bool:
    """Whether the visit begins now; well before the agreed hour that is asked."""
    if not visiting.is_early(order, chat.now):
        return True
    now = chat.community.local(chat.now)
    early = [
        Option("yes", pgettext("button", "现在开始")),
        Option("no", pgettext("button", "到时再来")),
    ]
    when = say_when(order_span(order, now), now)
    asked = _("约的是{when}。现在就开始吗？").format(when=when)
    if chat.ask("early", asked, OneOf(early)) == "yes":
        return True
    chat.say(_("好，到时候见。到了再写“我到了”。"))
    return False


def _ask_for_code(order: Order) -> str:
    if not order.password:
        return _("到了就好。请居民念 4 位号码给您听。")
    return _("到了就好。先报暗号“{word}”，\n再请居民念 4 位号码。").format(word=order.password)


def _ways_out(chat: Chat, order: Order) -> list[Option]:
    ways = [Option(NO_CODE, pgettext("button", "拿不到"))]
    kind = kind_of(chat.session, order.community_id, order.kind)
    at_home = visit_rules.venue_of(kind, order) == visit_rules.HOME
    if at_home and order.people_needed > 1 and not visits_of(chat.session, order):
        ways.append(Option(NOT_ALONE, pgettext("button", "不单独进门")))
    return ways


def _enter(chat: Chat, person: Person, order_id: int, code: str) -> None:
    order = Order.locked(chat.session, order_id)
    mine = assignment_of(chat.session, order, person)
    try:
        visit = visiting.check_in(chat.session, order, person, code, chat.now)
    except Refused as refused:
        if refused.ask == "code" and mine is not None:
            chat.note("wrong_code", partial(count_wrong_code, assignment_id=mine.id))
        raise
    clock = say_clock(chat.community.local(chat.now).time())
    chat.say(_("签好了，{clock}。\n忙完写“我走了”。").format(clock=clock))
    watch_visit(chat.session, order, visit)
    order_news.arrived(chat, order, person)


def _enter_without(chat: Chat, order: Order, person: Person) -> None:
    order = Order.locked(chat.session, order.id)
    visit = visiting.check_in_without_code(chat.session, order, person, chat.now)
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    ask_for_call(chat.session, contact, chat.now, NO_CODE, order)
    chat.say(_("没关系。我请站里给居民打个电话，\n您先忙。时间从现在算。"))
    watch_visit(chat.session, order, visit)
    visit_news.came_without_code(chat, order, visit)


def _wait_outside(chat: Chat, order: Order, person: Person) -> None:
    """Written down without a name beside it: whoever waits has done right."""
    order = Order.locked(chat.session, order.id)
    visiting.may_begin(chat.session, order, person, chat.now)
    order.note(chat.session, "waits_for_second", person, chat.now)
    chat.say(_("好，在外面等就对了，不急。\n我跟另一位和社区说一声。\n人齐了，写“我到了”。"))
    visit_news.waits_outside(chat, order, person)


def which_order(chat: Chat, person: Person, *, waiting: bool) -> Order:
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
