"""我走了: her second four digits are her word that it is done; without them the minutes wait."""

from datetime import timedelta
from functools import partial

from handlers import order_news, visit_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.minutes import ask_result
from handlers.papers_news import remind_of_papers
from handlers.recheck import ask_tomorrow
from handlers.sayings import say_clock, say_minutes
from handlers.visit_news import tell_staff
from handlers.visit_readers import Code
from handlers.visiting import which_order
from handlers.wellbeing import ask_how_they_are
from models import visiting
from models.assignment import assignment_of
from models.attendance import signed_in_at
from models.codes import count_wrong_code
from models.counting import is_short
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.recheck import is_drawn
from models.service_record import Evidence, RecordState, ServiceRecord
from models.timer import set_timer
from models.visit import visit_of
from models.watching import unwatch

#: without an answer the order closes unrated, outside the praise rate (domain.md section 6)
UNRATED_AFTER = timedelta(days=7)
GO = "go"


def check_out(chat: Chat) -> None:
    """我走了: she is asked for her second code; where there is none, the visit is over."""
    person = chat.somebody_known()
    if not chat.talk.subject and (held := signed_in_at(chat.session, person)):
        chat.then("sign_out_activity", held.subject)
        return
    order = Order.locked(chat.session, which_order(chat, person, waiting=False).id)
    if order.code_out is None:
        _leave(chat, person, order, "")
        return
    is_first = not visiting.is_said_done(chat.session, order)
    visiting.say_done(chat.session, order, person, chat.now)
    visit_news.said_done(chat, order, person, is_first=is_first)
    chat.then("leave_code", order.subject)


def leave_code(chat: Chat) -> None:
    """The second code, or 先走了 where nobody can read it out."""
    person = chat.somebody_known()
    asked = _("辛苦了。请居民念走的时候的\n4 位号码，念不了就回“先走了”。")
    code = chat.ask("code", asked, Code([Option(GO, pgettext("button", "先走了"))]))
    order = Order.locked(chat.session, chat.subject_id)
    _leave(chat, person, order, "" if code == GO else code)


def not_yet(chat: Chat) -> None:
    """没好: she does not read it out; those who are there look again."""
    person = chat.somebody_known()
    order = visit_news.order_she_means(chat, person)
    if order.state is OrderState.DONE:
        chat.then("rate_not_done", order.subject)
        return
    chat.say(_("好，我跟他们说。\n走的号码先别念。"))
    visit_news.not_yet(chat, order)


def _leave(chat: Chat, person: Person, order: Order, code: str) -> None:
    mine = assignment_of(chat.session, order, person)
    visit = visit_of(chat.session, order, person)
    try:
        record = visiting.check_out(chat.session, order, person, chat.now, code)
    except Refused as refused:
        if refused.ask == "code" and mine is not None:
            chat.note("wrong_code", partial(count_wrong_code, assignment_id=mine.id))
        raise
    if visit is not None:
        unwatch(chat.session, visit)
    chat.say(_left_at(chat, order, record, is_proven=bool(code)))
    left(chat, order)
    if visit is not None and is_short(order, record):
        tell_staff(chat, order, "short_stay", visit=visit.id)
    remind_of_papers(chat, order, [person])
    ask_how_they_are(chat, order)
    ask_result(chat, order, person)


def _left_at(chat: Chat, order: Order, record: ServiceRecord, *, is_proven: bool) -> str:
    start, end = (
        say_clock(chat.community.local(moment).time())
        for moment in (record.started_at, record.ended_at)
    )
    times = _("签好了，{start}到{end}，{length}。").format(
        start=start, end=end, length=say_minutes(record.minutes)
    )
    return f"{times}\n{_what_it_waits_for(order, record, is_proven=is_proven)}"


def _what_it_waits_for(order: Order, record: ServiceRecord, *, is_proven: bool) -> str:
    if record.state is RecordState.APPROVED:
        return _("谢谢您，记上了，居民也说好了。")
    if is_short(order, record):
        return (
            _("谢谢您，居民也说好了。\n比说好的短，社区看一眼就算核实了。")
            if is_proven
            else _("比说好的短，社区看一眼就算核实了。\n谢谢您。")
        )
    if is_proven:
        return _("谢谢您，居民也说好了。")
    if record.evidence is Evidence.SELF:
        return _("社区问过居民，就算核实了。谢谢您。")
    return _("居民说一声，就算核实了。谢谢您。")


def left(chat: Chat, order: Order) -> None:
    """Once the last one has left she is asked, and the seven days begin; some are drawn."""
    if order.state is OrderState.DONE:
        due = chat.now + UNRATED_AFTER
        set_timer(chat.session, order.community_id, "close_unrated", order.subject, due)
        if is_drawn(chat.keep("_draw", chat.more_digits)):
            ask_tomorrow(chat, order)
    order_news.left(chat, order)
