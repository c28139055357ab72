"""News of an order for the worker who wrote it at a door: she tells it on, by phone or on paper."""

from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import arrives, name_of, names, order_of, when
from handlers.notice import Message, Reading
from handlers.unfilled import for_her
from models.membership import STAFF, roles_of
from models.order import Order, OrderState
from models.order_event import news_through
from models.person import Person
from models.served import has_chat
from models.still_coming import WAITING
from models.unfilled import is_lacking

S = OrderState


def coming(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Who comes, when, and the code: to be told, and written on the slip."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.CLAIMED:
        return None
    text = _("{number} 有人去了：{names}。\n{when}到，到场号码 {code}。").format(
        number=order.number,
        names=names(reading, order),
        when=arrives(reading, order),
        code=order.code,
    )
    if order.password:
        text += "\n" + _("暗号“{word}”，答对了再开门。").format(word=order.password)
    if has_chat(reading.session, order.served_person_id):
        return Message(Content(text=text))
    told = Action(pgettext("button", "转告了"), "passed_on", order.subject, "main")
    return Message(Content(text=text + "\n" + _to_tell(reading, order)), (told,))


def _to_tell(reading: Reading, order: Order) -> str:
    who = served_name(reading, order)
    ways = {
        "family": _("请打给{who}的家人（{through}），\n号码抄到纸条上。"),
        "neighbour": _("请跟{who}的邻居（{through}）说一声，\n号码抄到纸条上。"),
    }
    way = ways.get(order.news_to) or _("请打电话告诉{who}，\n号码抄到纸条上。")
    return way.format(who=who, through=news_through(reading.session, order.id))


def arrived(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A volunteer is at the door."""
    if not _is_staff(reading):
        return None
    order, who = order_of(reading, values), reading.session.get_one(Person, values["who"])
    text = _("{number}：{name}到了。").format(number=order.number, name=name_of(who))
    return Message(Content(text=text))


def said_done(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A volunteer says it is done; the second code is on the slip, and here if she rings up."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.IN_SERVICE or not order.code_out:
        return None
    who = reading.session.get_one(Person, values["who"])
    text = _("{number}：{name}说忙完了。\n办好了再念 {code}，纸条上有。\n{who}打来问，就念给他听。")
    return Message(
        Content(
            text=text.format(
                number=order.number,
                name=name_of(who),
                code=order.code_out,
                who=served_name(reading, order),
            )
        )
    )


def left(reading: Reading, values: dict[str, Any]) -> Message | None:
    """They say it is done; now somebody asks on the phone."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.DONE:
        return None
    text = _("{number}：{names}说忙完了。").format(number=order.number, names=names(reading, order))
    if has_chat(reading.session, order.served_person_id):
        return Message(Content(text=text))
    ask = _("请打给{who}，问一声怎么样。").format(who=served_name(reading, order))
    return Message(Content(text=f"{text}\n{ask}"), (_ring(order),))


def rejected(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Not for us: the person at the door is told so, in the words of whoever decided."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.REJECTED:
        return None
    text = _("{number} 婉拒了：\n“{reason}”\n请告诉{who}一声。").format(
        number=order.number,
        reason=order.reject_reason or "",
        who=served_name(reading, order),
    )
    return Message(Content(text=text))


def unfilled(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The time is over and nobody was found: the person at the door is told so."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.EXPIRED:
        return None
    text = _("{number}：{when}没找到人，单子先收起了。\n请告诉{who}一声，说声对不起。").format(
        number=order.number, when=when(reading, order), who=served_name(reading, order)
    )
    return Message(Content(text=text), for_her(order, reading.person)[:1])


def still_looking(reading: Reading, values: dict[str, Any]) -> Message | None:
    """At the latest hour: nobody is found yet, and the person at the door should know."""
    order = order_of(reading, values)
    if not _is_staff(reading) or not is_lacking(order):
        return None
    text = _("{number}：{when}的还没凑齐人，接着找。\n请告诉{who}一声。").format(
        number=order.number, when=when(reading, order), who=served_name(reading, order)
    )
    return Message(Content(text=text), for_her(order, reading.person))


def not_there(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A quarter of an hour late: somebody asks on the phone."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state not in WAITING:
        return None
    text = _("{number} 过了一刻钟，还没人签到。").format(number=order.number)
    if not has_chat(reading.session, order.served_person_id):
        ask = _("请打给{who}，问一声人来了没有。").format(who=served_name(reading, order))
        text = f"{text}\n{ask}"
    action = Action(pgettext("button", "人没来"), "nobody_came", order.subject)
    return Message(Content(text=text), (action,))


def closed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Over without a word of hers; or a colleague has closed it."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.CLOSED:
        return None
    by = values.get("by_staff")
    if reading.person is not None and by == reading.person.id:
        return None
    text = _("{number} 同事看过，结了。") if by else _("{number} 一周没问着怎么样，先收起了。")
    return Message(Content(text=text.format(number=order.number)))


def poor_late(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The promised hour has passed: who has no chat is rung up; others have read it themselves."""
    order = order_of(reading, values)
    if not _is_staff(reading) or has_chat(reading.session, order.served_person_id):
        return None
    text = _("{number}：答应了{who}回话，还没回。\n请打个电话说一声，是我们慢了。")
    who = served_name(reading, order)
    return Message(Content(text=text.format(number=order.number, who=who)))


def call_back_due(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Yesterday nobody picked up."""
    order = order_of(reading, values)
    if not _is_staff(reading) or order.state is not S.DONE:
        return None
    text = _("{number}：上回没打通。\n今天再打给{who}问一声。").format(
        number=order.number, who=served_name(reading, order)
    )
    return Message(Content(text=text), (_ring(order),))


def served_name(reading: Reading, order: Order) -> str:
    """Whom to ring up."""
    served = reading.session.get(Person, order.served_person_id)
    return (served.legal_name or served.display_name if served else "") or _("本人")


def _ring(order: Order) -> Action:
    return Action(pgettext("button", "回访"), "call_back", order.subject, "main")


def _is_staff(reading: Reading) -> bool:
    """A role may have ended since; names, times and codes are for those who still have it."""
    return bool(roles_of(reading.session, reading.person, reading.now).intersection(STAFF))
