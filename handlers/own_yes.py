"""打过电话了: a worker rings whoever is served and writes down what she herself says.

Whoever asked for her spoke on their own word alone. Her number is shown here, not on the card,
and the showing is written down.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.understand.health import read_health
from handlers.understand.phone import say_phone
from models import doubles
from models import own_yes as rule
from models.audit import note_deed
from models.call_log import NO_ANSWER
from models.care import add_marks
from models.order import Order
from models.person import Person
from models.timer import clear_timer


def own_yes(chat: Chat) -> None:
    """Her number, then what she said: 同意, 不同意, 没接通; after a yes, what else is hers."""
    worker = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    rule.check_due(chat.session, order, worker, chat.now)
    owed = chat.keep("owed", lambda: order.own_yes == "owed")
    joined = chat.keep("joined", lambda: _joined(chat, order))
    chat.say(_number(chat, order, worker))
    said = _ask_herself(chat) if owed else rule.YES
    tells = _ask_health(chat, order) if said == rule.YES and owed else ""
    others = _ask_for_others(chat, joined) if said == rule.YES and joined else ""
    _write(chat, worker, said if owed or not others else _as_call(others), tells, others)


def _joined(chat: Chat, order: Order) -> list[str]:
    waiting = doubles.waiting(chat.session, order)
    return [each.display_name or _("没留名字") for each in waiting]


def _number(chat: Chat, order: Order, worker: Person) -> str:
    served = chat.session.get_one(Person, order.served_person_id)
    if chat.talk.question is None:
        write = partial(_note, order_id=order.id, actor_id=worker.id, at=chat.now)
        chat.note("shown_phone", write)
    name = served.legal_name or served.display_name or _("本人")
    phone = say_phone(order.phone) if order.phone else _("没留电话，上门问一声")
    return _("{number}：{name}，{phone}").format(number=order.number, name=name, phone=phone)


def _note(session: Session, order_id: int, actor_id: int, at: datetime) -> None:
    order = session.get_one(Order, order_id)
    note_deed(session, order, "shown_contact", actor_id, at)


def _ask_herself(chat: Chat) -> str:
    choices = [
        Option(rule.YES, pgettext("button", "同意")),
        Option(rule.NO, pgettext("button", "不同意")),
        Option(NO_ANSWER, pgettext("button", "没接通")),
    ]
    return chat.ask("said", _("问本人：愿意让人去吗？"), OneOf(choices))


def _ask_health(chat: Chat, order: Order) -> str:
    health = read_health(order.raw_text) if order.sensitive else None
    if health is None:
        return ""
    choices = [
        Option("yes", pgettext("button", "可以说")),
        Option("no", pgettext("button", "不说")),
    ]
    text = _("再问本人：\n“{words}”\n可以告诉去的人吗？不说也去。").format(words=health.quoted)
    return chat.ask("health", text, OneOf(choices))


def _ask_for_others(chat: Chat, joined: list[str]) -> str:
    choices = [
        Option(rule.YES, pgettext("button", "可以")),
        Option(rule.NO, pgettext("button", "不用")),
        Option(NO_ANSWER, pgettext("button", "没接通")),
    ]
    text = _("{names}也替本人写了这件事。\n问本人：消息也告诉他们吗？")
    return chat.ask("others", text.format(names=_("、").join(joined)), OneOf(choices))


def _as_call(others: str) -> str:
    """A call about those who joined alone reached her, or did not."""
    return NO_ANSWER if others == NO_ANSWER else rule.YES


def _write(chat: Chat, worker: Person, said: str, tells: str, others: str) -> None:
    order, served = _locked(chat)
    rule.log_call(chat.session, order, worker, said, chat.now)
    if tells:
        rule.tell_health(chat.session, order, worker, chat.now, may=tells == "yes")
        health = read_health(order.raw_text)
        if tells == "yes" and health is not None:
            add_marks(chat.session, served, health.marks, worker, chat.now)
    if others in (rule.YES, rule.NO):
        doubles.answer_for(chat.session, order, chat.now, may_hear=others == rule.YES)
    if said == rule.NO:
        clear_timer(chat.session, "review_due", order.subject)
        chat.say(_("记上了，{number} 取消了。\n替写的人那边我来说。").format(number=order.number))
        order_news.own_no(chat, order)
        return
    if NO_ANSWER in (said, others):
        chat.say(_("记上了，没接通。晚点再打一次。"))
    else:
        chat.say(_("记上了，本人说的都在。\n{number} 可以看了。").format(number=order.number))
    order_news.renewed(chat, order)


def _locked(chat: Chat) -> tuple[Order, Person]:
    """The person served, then the order: rows are locked in this order everywhere."""
    served_id = Order.known(chat.session, chat.subject_id).served_person_id
    found = select(Person).where(Person.id == served_id).with_for_update()
    served = chat.session.scalars(found).one()
    return Order.locked(chat.session, chat.subject_id), served
