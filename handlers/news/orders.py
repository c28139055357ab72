"""News of an order for its people, worded when it is sent."""

from datetime import timedelta
from typing import Any

from handlers.cards.parts import title
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of, names, order_of, say, when
from handlers.notice import Message, Reading
from handlers.sayings import say_minutes, say_moment
from models.hours_approving import pending_of
from models.order import Order, OrderState
from models.person import Person
from models.quiet import quiet_end
from models.service_record import ServiceRecord

S = OrderState
#: whoever goes is on the way by then
SETS_OUT = timedelta(hours=1)


def asked_back(reading: Reading, values: dict[str, Any]) -> Message | None:
    """社区想问一句."""
    order = order_of(reading, values)
    if order.state is not S.NEED_INFO:
        return None
    text = _("您的单子 {number}，社区想问一句：\n“{question}”\n直接回一句就行。").format(
        number=order.number, question=values["question"]
    )
    return say(text)


def answered_back(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Her answer, for those who check."""
    order = order_of(reading, values)
    text = _("{number} 回话了：\n“{answer}”").format(number=order.number, answer=values["answer"])
    return say(text)


def let_in(reading: Reading, values: dict[str, Any]) -> Message | None:
    """One more of the staff may see a private order."""
    order = order_of(reading, values)
    who = reading.session.get_one(Person, values["who"])
    text = _("您说的事（{number}），{name}也看得到了，\n一起帮您办。不想这样，写“找社区”。")
    return say(text.format(number=order.number, name=who.display_name or _("社区的人")))


def rejected(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The reason, as the worker wrote it."""
    order = order_of(reading, values)
    return say(
        _("{what}这件事，我们办不了。\n{reason}\n想问清楚，打 {phone}。").format(
            what=title(reading, order),
            reason=order.reject_reason or "",
            phone=reading.community.station_phone,
        )
    )


def arrived(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A volunteer has checked in."""
    who = reading.session.get_one(Person, values["who"])
    text = _("{name}到了。").format(name=name_of(who))
    return Message(Content(text=text), loud=True)


def left(reading: Reading, values: dict[str, Any]) -> Message | None:
    """事办好了吗？"""
    order = order_of(reading, values)
    if order.state is not S.DONE:
        return None
    return Message(
        Content(text=_("{names}说忙完了。\n事办好了吗？").format(names=names(reading, order))),
        (
            Action(pgettext("button", "办好了"), "rate_done", order.subject, "main"),
            Action(pgettext("button", "没办好"), "rate_not_done", order.subject),
            Action(pgettext("button", "人没来"), "rate_nobody", order.subject),
        ),
        loud=True,
    )


def thanks(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: it is done, and the minutes stand in the book."""
    order = order_of(reading, values)
    if reading.person is None:
        return None
    waits = any(
        each.person_id == reading.person.id for each in pending_of(reading.session, order.subject)
    )
    text = (
        _("{what}，居民说办好了。\n{minutes}等社区看一眼就算核实。\n谢谢您去这一趟。")
        if waits
        else _("{what}，居民说办好了。\n{minutes}记上了，现场号码作证。\n谢谢您去这一趟。")
    )
    minutes = say_minutes(_minutes(reading, order, reading.person))
    return say(text.format(what=title(reading, order), minutes=minutes))


def cancelled(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever was going."""
    order = order_of(reading, values)
    text = _("{what}不用去了：{when}那张，\n居民那边取消了。谢谢您愿意去。").format(
        what=title(reading, order), when=when(reading, order)
    )
    ends = quiet_end(reading.community, reading.person, reading.now)
    sets_out = ends is not None and order.starts_at <= ends + SETS_OUT
    return Message(Content(text=text), loud=sets_out)


def given_back(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: a volunteer cannot come after all."""
    order = order_of(reading, values)
    by = reading.session.get_one(Person, values["by"])
    text = _("{number}：{name}去不了了，在找别人。").format(number=order.number, name=name_of(by))
    dispatch = Action(pgettext("button", "派单"), "dispatch", order.subject)
    return Message(Content(text=text), (dispatch,))


def review_late(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The promised answer has not come in time; we say so first."""
    order = order_of(reading, values)
    if order.state is not S.SUBMITTED:
        return None
    community = reading.community
    due = say_moment(community.local(order.review_due_at), community.local(reading.now))
    return say(
        _("说好回您话，还没回，是我们慢了。\n您的单子 {number} 还在看，\n{due}前给您回话。").format(
            number=order.number, due=due
        )
    )


def review_overdue(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: this one waits longer than we promised."""
    order = order_of(reading, values)
    if order.state is not S.SUBMITTED:
        return None
    return say(_("{number} 到了答应回话的时间，还没看。").format(number=order.number))


def _minutes(reading: Reading, order: Order, person: Person) -> int:
    rows = reading.session.query(ServiceRecord).filter_by(
        subject=order.subject, person_id=person.id
    )
    return sum(row.minutes for row in rows)
