"""关照, 要知道的: marks of special care, shown only when asked for; each look is written down."""

import re
from functools import partial
from typing import Any

from sqlalchemy import select

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.understand.health import read_health, read_marks
from models import care as rule
from models.care import CARE_LABELS, Care
from models.errors import Invalid
from models.keeping import require_keeper
from models.order import Order
from models.person import Person
from models.words import N_

#: the likeliest, as options; any other may be written
OFFERED = 2
KEEP = "keep"
_NOT = re.compile("(?:去掉|不是|没有|不再|取消|not |no longer )", re.IGNORECASE)


class Marks(Offering[tuple[list[str], bool]]):
    """Marks in words or by an option: which ones, and whether they are taken off."""

    def chosen(self, key: str) -> list[Any]:
        """One of the likeliest marks, or none."""
        return [[] if key == KEEP else [key], False]

    def read_words(self, answer: Answer) -> list[Any]:
        """The marks. Raises Invalid when the words name none."""
        said = answer.text.casefold()
        named = {m.value for m, label in CARE_LABELS.items() if _(label).casefold() in said}
        found = sorted(named | {mark.value for mark in read_marks(answer.text)})
        if not found:
            labels = _("、").join(_(label) for label in CARE_LABELS.values())
            raise Invalid(N_("可以写：{labels}。"), labels=labels)
        return [found, _NOT.match(answer.text.strip()) is not None]

    def load(self, value: Any) -> tuple[list[str], bool]:
        """The marks, and whether they go."""
        return value[0], value[1]


def care(chat: Chat) -> None:
    """关照: a worker looks, and adds or takes off a mark."""
    worker = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, worker, chat.now)
    marks = _shown(chat, order, worker)
    names = _("、").join(_(CARE_LABELS[mark]) for mark in marks) or _("还没有")
    likely = chat.keep("likely", lambda: _likely(order, marks))
    options = [Option(each, _(CARE_LABELS[Care(each)])) for each in likely]
    keep = Option(KEEP, pgettext("button", "不改"))
    question = _("关照：{names}\n要加哪样？去掉就写“去掉…”。").format(names=names)
    named, off = chat.ask("marks", question, Marks([*options, keep]))
    if not named:
        chat.say(_("好，没改。"))
        return
    _write(chat, worker, named, off=off)
    chat.say(_("记上了，只有社区看得到。"))


def _write(chat: Chat, worker: Person, named: list[str], *, off: bool) -> None:
    served_id = Order.known(chat.session, chat.subject_id).served_person_id
    found = select(Person).where(Person.id == served_id).with_for_update()
    before = set(rule.marks_of(chat.session.scalars(found).one()))
    order = Order.locked(chat.session, chat.subject_id)
    changed = {Care(each) for each in named}
    after = before - changed if off else before | changed
    rule.mark(chat.session, order, after, worker, chat.now)
    order_news.renewed(chat, order)


def _likely(order: Order, marks: tuple[Care, ...]) -> list[str]:
    """What her own words sound like, then the commonest; only what does not stand yet."""
    said = read_marks(order.raw_text)
    common = (Care.LIVES_ALONE, Care.UNSTEADY, Care.HARD_OF_HEARING)
    return [m.value for m in dict.fromkeys((*said, *common)) if m not in marks][:OFFERED]


def need_to_know(chat: Chat) -> None:
    """要知道的: what she let whoever goes know, in her words and by marks."""
    helper = chat.somebody_known()
    order = Order.known(chat.session, chat.subject_id)
    marks = _shown(chat, order, helper)
    health = read_health(order.raw_text)
    said = [f"“{health.quoted}”"] if health is not None else []
    told = [_(CARE_LABELS[mark]) for mark in marks if mark not in rule.NOT_FOR_HELPERS]
    chat.say(_("心里有数就行，别跟别人说。"))
    chat.say("\n".join([*said, *told]) or _("没有别的要当心的。"))


def _shown(chat: Chat, order: Order, reader: Person) -> tuple[Care, ...]:
    """The marks this reader may know; that they looked is written even if what follows is not."""
    marks = rule.readable_marks(chat.session, order, reader, chat.now)
    write = partial(
        rule.note_reading,
        community_id=order.community_id,
        reader=reader.id,
        subject=order.subject,
        at=chat.now,
    )
    if chat.talk.question is None:
        chat.note("shown_care", write)
    return marks
