"""News while somebody who said yes is waited for: 明天还来吗, 来了吗, and who was missed."""

from typing import Any

from handlers.cards.parts import title
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.finding import look_further
from handlers.news.telling import name_of, order_of, say, when
from handlers.notice import Message, Reading
from handlers.sayings import say_building, say_clock, say_moment
from models.assignment import AssignmentState, assignment_of
from models.doubles import hearing
from models.person import Person
from models.still_coming import WAITING, hour_of
from models.unfilled import is_lacking

A = AssignmentState


def still_coming(reading: Reading, values: dict[str, Any]) -> Message | None:
    """明天还来吗: to whoever goes, while they still have it in hand and it lies ahead."""
    order = order_of(reading, values)
    mine = assignment_of(reading.session, order, reading.person) if reading.person else None
    if mine is None or mine.state is not A.ACCEPTED or order.state not in WAITING:
        return None
    now = reading.community.local(reading.now)
    start = mine.arrives_at or order.starts_at
    if start <= reading.now:
        return None
    tomorrow = reading.community.local(start).date() > now.date()
    text = _("明天还来吗？") if tomorrow else _("等会儿还来吗？")
    what = _("{what}，{when}，{where}。").format(
        what=title(reading, order),
        when=say_moment(reading.community.local(mine.arrives_at), now)
        if mine.arrives_at
        else when(reading, order),
        where=say_building(order.building) or _("社区里"),
    )
    return Message(
        Content(text=f"{what}\n{text}"),
        (
            Action(pgettext("button", "来"), "come", order.subject, "main"),
            Action(pgettext("button", "来不了"), "give_back", order.subject),
        ),
    )


def at_risk(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To those who look after it: one who goes has not said again that they come."""
    order = order_of(reading, values)
    who = reading.session.get_one(Person, values["who"])
    mine = assignment_of(reading.session, order, who)
    if mine is None or mine.at_risk_at is None or order.state not in WAITING:
        return None
    text = _("{number}：{name}还没说来不来，\n{when}的。").format(
        number=order.number, name=name_of(who), when=when(reading, order)
    )
    return say(text)


def not_there(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A quarter of an hour late: to her and to staff with 人没来, to who goes kindly."""
    order = order_of(reading, values)
    if order.state not in WAITING or reading.person is None:
        return None
    if reading.person.id in hearing(reading.session, order):
        return None  # who joined is not asked
    mine = assignment_of(reading.session, order, reading.person)
    if mine is not None and mine.state is A.ACCEPTED:
        return say(_("{what}，到说好的钟点了。\n到了写“我到了”，去不了写“退单”。").format(
            what=title(reading, order)
        ))  # fmt: skip
    action = Action(pgettext("button", "人没来"), "nobody_came", order.subject)
    if not order.is_of(reading.person):
        return Message(
            Content(text=_("{number} 过了一刻钟，还没人签到。").format(number=order.number)),
            (action,),
        )
    hour = hour_of(reading.session, order)
    clock = say_clock(reading.community.local(hour).time()) if hour else ""
    text = _("说好{clock}到的人，来了吗？").format(clock=clock)
    came = Action(pgettext("button", "来了"), "somebody_came", order.subject, "main")
    return Message(Content(text=text), (came, action))


def missed_you(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever was missed; no blame, and a way to put it right."""
    order = order_of(reading, values)
    text = _("{what}，{when}那张，居民没等到您。\n要是记错了，写“找社区”说一声。")
    return say(text.format(what=title(reading, order), when=when(reading, order)))


def nobody_came(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: she waited in vain."""
    order = order_of(reading, values)
    return Message(
        Content(text=_("{number} 居民说人没来，请打个电话问问。").format(number=order.number)),
        look_further(order) if is_lacking(order) else (),
    )
