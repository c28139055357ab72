"""When nobody is found, or nobody came: 换个时间, 让社区打给我, 不用了, 人没来."""

from handlers import finding_news, order_news
from handlers.asking_side import staff_of
from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OTHER, When, key_span, span_key
from handlers.sayings import order_span, say_moment, say_when
from handlers.understand.clock import read_time
from handlers.understand.span import Found
from models import posting, still_coming, unfilled
from models.assignment import volunteers_of
from models.call_request import ask_for_call
from models.contact import Contact
from models.errors import Refused
from models.order import Order, OrderState
from models.person import Person
from models.repeating import NewTime
from models.served import has_chat
from models.timer import clear_timer
from models.words import N_

OFFERED = ("明天上午", "明天下午", "后天上午")


def choices(order: Order, reader: Person | None) -> tuple[Action, ...]:
    """What she can do now, or whoever asked for her; who joined only hears of it."""
    if reader is None or reader.id not in order.asking_side:
        return ()
    return (
        Action(pgettext("button", "换个时间"), "another_time", order.subject, "main"),
        Action(pgettext("button", "让社区打给我"), "call_me_back", order.subject),
        Action(pgettext("button", "不用了"), "let_it_be", order.subject),
    )


def another_time(chat: Chat) -> None:
    """换个时间: the same order, or the same need once more where it is over."""
    when = When(chat.community.zone, _times(chat))
    span = chat.ask("when", _("换到什么时候？"), when)
    order = Order.locked(chat.session, chat.subject_id)
    time = NewTime(span.start, span.end, span.precision, span.bound)
    person = chat.somebody_known()
    now = chat.community.local(chat.now)
    if order.state is OrderState.EXPIRED:
        code = chat.new_code()
        again = unfilled.post_again(chat.session, order, time, person, code, chat.now)
        order_news.posted(chat, again)
        due = say_moment(chat.community.local(again.review_due_at), now)
        chat.say(
            _("好，{when}。新单号 {number}，\n{due}前给您回话。").format(
                when=say_when(order_span(again, now), now), number=again.number, due=due
            )
        )
        return
    helpers = unfilled.move_to(chat.session, order, time, person, chat.now)
    finding_news.moved(chat, order, helpers)
    chat.say(
        _("好，改到{when}。\n接着找人，找到了告诉您。").format(
            when=say_when(order_span(order, now), now)
        )
    )


def _times(chat: Chat) -> list[Option]:
    now = chat.community.local(chat.now)

    def make() -> list[str]:
        readings = (read_time(words, now) for words in OFFERED)
        return [span_key(each.span) for each in readings if isinstance(each, Found)]

    zone = chat.community.zone
    said = [(key, When(zone).load(key_span(key))) for key in chat.keep("times", make)]
    offers = [Option(key, say_when(span, now)) for key, span in said]
    return [*offers, Option(OTHER, pgettext("button", "别的时间"))]


def call_me_back(chat: Chat) -> None:
    """让社区打给我: on the workers' list until somebody has rung."""
    order = Order.locked(chat.session, chat.subject_id)
    person = chat.somebody_known()
    if person.id not in order.asking_side:
        raise Refused(N_("这张单不是您的。\n想找社区，写“找社区”。"))
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    ask_for_call(chat.session, contact, chat.now, "unfilled", order)
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "call_me_back", order=order.id, who=person.id)
    chat.say(_("好，跟社区说了，会打给您。\n等不及就打 {phone}。").format(
        phone=chat.community.station_phone
    ))  # fmt: skip


def let_it_be(chat: Chat) -> None:
    """不用了."""
    order = Order.locked(chat.session, chat.subject_id)
    if not order.has_ended:
        helpers = volunteers_of(chat.session, order)
        posting.cancel(chat.session, order, chat.somebody_known(), chat.now)
        clear_timer(chat.session, "review_due", order.subject)
        order_news.cancelled(chat, order, helpers)
    chat.say(_("好，那这件先不办了。\n以后有事再写一句就行。"))


def nobody_came(chat: Chat) -> None:
    """人没来, from a quarter of an hour after the agreed time."""
    order = Order.locked(chat.session, chat.subject_id)
    if order.state is OrderState.DONE:
        chat.then("rate_nobody", order.subject)
        return
    person = chat.somebody_known()
    missed = still_coming.nobody_came(chat.session, order, person, chat.now)
    finding_news.nobody_came(chat, order, missed, person)
    if person.id not in order.asking_side:
        _noted(chat, order, person)
        return
    chat.show(Content(text=_("对不起，让您白等了。\n您看怎么办？")), *choices(order, person))


def _noted(chat: Chat, order: Order, worker: Person) -> None:
    """For staff: she is asked what now, or they ask her where she has no chat."""
    if any(has_chat(chat.session, each) for each in order.asking_side):
        chat.say(_("{number} 记下了，也问了居民怎么办。").format(number=order.number))
        return
    text = _("{number} 记下了。\n请打电话问居民怎么办。").format(number=order.number)
    chat.show(Content(text=text), *for_her(order, worker))


def for_her(order: Order, worker: Person | None) -> tuple[Action, ...]:
    """What she says on the phone, pressed by the worker who asked for her."""
    if worker is None or worker.id != order.requested_by_id:
        return ()
    return (
        Action(pgettext("button", "换个时间"), "another_time", order.subject, "main"),
        Action(pgettext("button", "不用了"), "let_it_be", order.subject),
    )


def somebody_came(chat: Chat) -> None:
    """来了: only the check-in is late."""
    chat.say(_("好，那就好。\n把 4 位号码念给他们听就行。"))
