"""抽查: a worker rings her about a visit that was drawn, and writes down whether it holds."""

from datetime import datetime, time, timedelta

from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.sayings import say_clock
from handlers.understand.phone import say_phone
from models import recheck as rule
from models.audit import reading
from models.call_log import NO_ANSWER
from models.order import Order
from models.person import Person
from models.timer import set_timer
from models.visit import visits_of

TIMER = "recheck"
#: the next day at this hour a worker is asked to ring
AT = time(10)


def ask_tomorrow(chat: Chat, order: Order) -> None:
    """Nobody is told today: whoever was drawn does not know."""
    local = chat.community.local(chat.now)
    due = datetime.combine(local.date() + timedelta(days=1), AT, local.tzinfo)
    set_timer(chat.session, order.community_id, TIMER, order.subject, due)


def recheck(chat: Chat) -> None:
    """Who was there from when to when, her number, and what she says to it."""
    worker = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    rule.may_ask(chat.session, order, worker, chat.now)
    said = chat.ask("said", _question(chat, order, worker), OneOf(_choices()))
    note = ""
    if said == rule.DOES_NOT:
        skip = [Option("skip", pgettext("button", "不写了"))]
        note = chat.ask("note", _("哪里不对？照原话写一句。"), Words(300, skip))
    order = Order.locked(chat.session, chat.subject_id)
    words = "" if note == "skip" else note
    doubted = rule.write_down(chat.session, order, worker, said, words, chat.now)
    if said == NO_ANSWER:
        ask_tomorrow(chat, order)
        chat.say(_("记下了，没接。\n明天上午10点提醒您再打。"))
    elif said == rule.HOLDS:
        chat.say(_("记下了，谢谢您打这个电话。"))
    else:
        for person_id in dict.fromkeys(each.person_id for each in doubted):
            chat.tell(person_id, "minutes_doubted", order=order.id)
        chat.show(
            Content(
                text=_("记下了，{number} 的时长先不算。\n看清楚了再定。").format(
                    number=order.number
                )
            ),
            Action(pgettext("button", "核实时长"), "confirm_minutes", order.subject),
            Action(pgettext("button", "不算"), "refuse_minutes", order.subject),
        )


def _question(chat: Chat, order: Order, worker: Person) -> str:
    if chat.talk.question is None:
        looked = reading(worker, order, "phone", chat.now)
        chat.note("shown_phone", lambda session: session.add(looked))
    served = chat.session.get_one(Person, order.served_person_id)
    name = served.legal_name or served.display_name or _("本人")
    phone = say_phone(order.phone) if order.phone else _("没留电话，上门问一声")
    there = [
        _stay(chat, each.person_id, each.in_at, each.out_at or each.in_at)
        for each in visits_of(chat.session, order)
    ]
    ask = _("问一声：人来了没有，待了这么久吗？")
    return "\n".join((f"{order.number}，{name}，{phone}", *there, ask))


def _stay(chat: Chat, person_id: int, came: datetime, went: datetime) -> str:
    name = chat.session.get_one(Person, person_id).display_name or _("志愿者")
    start, end = (say_clock(chat.community.local(moment).time()) for moment in (came, went))
    return _("{name}：{start}到{end}").format(name=name, start=start, end=end)


def _choices() -> list[Option]:
    return [
        Option(rule.HOLDS, pgettext("button", "都对")),
        Option(rule.DOES_NOT, pgettext("button", "不对")),
        Option(NO_ANSWER, pgettext("button", "没接")),
    ]
