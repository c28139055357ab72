"""What makes minutes count: 办成了什么, 核实时长, 不算."""

import re

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.order_news import renewed_for_staff
from handlers.profile import ask_next
from handlers.readers import Words
from handlers.wellbeing import LOOKS_IN
from models import counting
from models.errors import Refused
from models.hours_approving import approve, is_own, pending_of, reject
from models.keeping import require_keeper
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.service_record import ServiceRecord
from models.words import N_

#: of why minutes do not count
REASON = 120
#: stored instead of a result
NEED = "@need"
#: nobody says of what they have done that they would like somebody for it
ASKS = re.compile("想找人|想请人|找个人|找人帮|请人来|谁能来|有没有人|need someone", re.IGNORECASE)


class ResultOrNeed(Words):
    """What was done; or something to be done, asked for while the question stood open."""

    def read_words(self, answer: Answer) -> str:
        """The words, or NEED. Raises Invalid."""
        return NEED if ASKS.search(answer.text) else super().read_words(answer)


def say_result(chat: Chat) -> None:
    """办成了什么: one line for the community, asked of whoever leaves first."""
    known = Order.known(chat.session, chat.subject_id)
    counting.may_say_result(chat.session, known, chat.somebody_known())
    asked = _("办成了什么？写一句，给社区看。")
    words = chat.ask("result", asked, ResultOrNeed(200, _offers()))
    if words == NEED:
        chat.then("post_need", opening=chat.talk.answer("result"))
        return
    order, person = Order.locked(chat.session, chat.subject_id), chat.somebody_known()
    counting.say_result(chat.session, order, person, words, chat.now)
    chat.say(_("好，记上了。谢谢您。"))
    renewed_for_staff(chat, order)
    ask_next(chat, person)


def _offers() -> list[Option]:
    return [
        Option("all", pgettext("button", "都办好了")),
        Option("part", pgettext("button", "还差一点")),
        Option("none", pgettext("button", "没办成")),
    ]


def ask_result(chat: Chat, order: Order, person: Person) -> None:
    """After leaving: what came of it, while nobody has said; else the next of the profile."""
    if order.kind not in LOOKS_IN and not counting.has_result(chat.session, order):
        chat.then("say_result", order.subject)
    else:
        ask_next(chat, person)


def confirm_minutes(chat: Chat) -> None:
    """核实时长: a worker agrees to what stands there by somebody's own word, or was short."""
    person, order = _looked_at(chat)
    waiting = pending_of(chat.session, order.subject)
    if not waiting:
        chat.say(_("{number} 的时长都核实过了。").format(number=order.number))
        return
    for record in _of_others(chat, waiting, person):
        approve(chat.session, record, person, chat.now)
        chat.tell(record.person_id, "hours_agreed", records=[record.id])
    chat.say(_("{number} 的时长核实了。").format(number=order.number))


def refuse_minutes(chat: Chat) -> None:
    """不算: with a sentence of the worker's own, which the volunteer reads."""
    require(chat.session, chat.somebody_known(), STAFF, chat.now)
    asked = _("写一句为什么，去的人会原样看到。\n比如“没待够，下回多坐一会儿”。")
    words = chat.ask("words", asked, Words(REASON))
    person, order = _looked_at(chat)
    waiting = pending_of(chat.session, order.subject)
    if not waiting:
        raise Refused(N_("这张单没有等核实的时长。"))
    order.note(chat.session, "minutes_refused", person, chat.now, reason=words)
    for record in _of_others(chat, waiting, person):
        reject(chat.session, record, person, words, chat.now)
        chat.tell(record.person_id, "hours_not_agreed", record=record.id)
    chat.say(_("{number} 的时长不算，跟去的人说了。").format(number=order.number))


def _of_others(chat: Chat, waiting: list[ServiceRecord], person: Person) -> list[ServiceRecord]:
    """What this worker may decide; all of it where nothing is: the book says why it may not be."""
    return [each for each in waiting if not is_own(chat.session, each, person.id)] or waiting


def _looked_at(chat: Chat) -> tuple[Person, Order]:
    person = chat.somebody_known()
    order = Order.locked(chat.session, chat.subject_id)
    require_keeper(chat.session, order, person, chat.now)
    return person, order
