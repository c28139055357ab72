"""News of minutes: what waits for a worker, what was agreed to, what is asked again."""

from typing import Any

from handlers.cards.parts import title
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of, order_of, say
from handlers.notice import Message, Reading
from handlers.sayings import say_clock, say_minutes
from models.hours_approving import pending_of
from models.order import Order
from models.person import Person
from models.service_record import Evidence
from models.visit import Visit


def own_word(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: minutes that stand there by somebody's own word."""
    order, visit = order_of(reading, values), reading.session.get_one(Visit, values["visit"])
    waiting = {row.evidence for row in pending_of(reading.session, order.subject)}
    if visit.out_at is None or Evidence.SELF not in waiting:
        return None
    who = reading.session.get(Person, visit.person_id)
    text = _("{number}：{name}忘了签退，\n自己报的{clock}走的。看过就算核实。").format(
        number=order.number,
        name=name_of(who),
        clock=say_clock(reading.community.local(visit.out_at).time()),
    )
    return Message(
        Content(text=text),
        _to_decide(order),
    )


def vouched(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: another one says the same."""
    order = order_of(reading, values)
    if not pending_of(reading.session, order.subject):
        return None
    by = reading.session.get(Person, values["by"])
    text = _("{number}：{name}作了证，是那时走的。").format(number=order.number, name=name_of(by))
    return Message(
        Content(text=text),
        _to_decide(order),
    )


def short_stay(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: somebody was there for less than the minutes need to count by themselves."""
    order = order_of(reading, values)
    visit = reading.session.get_one(Visit, values["visit"])
    if visit.out_at is None or not pending_of(reading.session, order.subject):
        return None
    who = reading.session.get(Person, visit.person_id)
    minutes = int((visit.out_at - visit.in_at).total_seconds() // 60)
    text = _("{number}：{name}待了{length}，\n比说好的短。看过再定算不算。").format(
        number=order.number, name=name_of(who), length=say_minutes(minutes)
    )
    return Message(Content(text=text), _to_decide(order))


def _to_decide(order: Order) -> tuple[Action, ...]:
    return (
        Action(pgettext("button", "核实时长"), "confirm_minutes", order.subject, "main"),
        Action(pgettext("button", "不算"), "refuse_minutes", order.subject),
    )


def minutes_doubted(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: nothing is held against them, and nothing decided."""
    order = order_of(reading, values)
    text = _("{what}那趟的时长，社区要再看一眼，\n看好了告诉您。有要说的，写“找社区”。")
    return say(text.format(what=title(reading, order)))


def recheck(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: this one was drawn by chance."""
    order = order_of(reading, values)
    text = _("{number} 抽中了：打个电话问一声，\n人来了没有、待了多久。").format(
        number=order.number
    )
    return Message(
        Content(text=text), (Action(pgettext("button", "抽查"), "recheck", order.subject, "main"),)
    )
