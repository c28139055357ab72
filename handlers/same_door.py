"""The same door, kind and day, written by two: offered as one to the second, who learns no more.

That something is written is all that is said: not by whom, not in which words, not who comes.
"""

from datetime import datetime, time, timedelta

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.need_draft import Draft
from handlers.readers import OneOf
from handlers.sayings import say_place
from models.consent import Purpose, agree
from models.doubles import SameNeed, already_asked, join
from models.keeping import PRIVATE
from models.order import Order


def joins_another(chat: Chat, draft: Draft) -> bool:
    """Ask whether it is the one that stands already; True when she has joined it.

    That there is a private one is told to nobody.
    """
    if draft.kind.form == PRIVATE:
        return False
    same = _same(chat, draft)
    key = "double:" + ":".join((same.kind, same.building, same.unit, same.room))

    def find() -> int:
        return already_asked(chat.session, same, chat.person)

    order_id = chat.keep(f"{key}:{same.day[0]:%m%d}", find)
    if not order_id:
        return False
    choices = [
        Option("same", pgettext("button", "是同一件")),
        Option("other", pgettext("button", "不是")),
    ]
    text = _(
        "{door}这件事，已经有人写过了。\n并成一件，您写的我们也记下。\n"
        "问过本人，再把消息告诉您。\n是同一件吗？"
    )
    if chat.ask("same", text.format(door=say_place(draft.place)), OneOf(choices)) == "other":
        return False
    _join(chat, order_id, draft.text)
    return True


def _same(chat: Chat, draft: Draft) -> SameNeed:
    place, day = draft.place, chat.community.local(draft.span.start).date()
    start = datetime.combine(day, time(0), chat.community.zone)
    span = (start, start + timedelta(days=1))
    return SameNeed(
        chat.community.id, draft.kind.code, place.building, place.unit, place.room, span
    )


def _join(chat: Chat, order_id: int, text: str) -> None:
    person = chat.somebody()
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    order = Order.locked(chat.session, order_id)
    join(chat.session, order, person, text, chat.now)
    chat.say(_("并好了，两段话都留着。\n社区问过本人，再告诉您消息。"))
    order_news.joined(chat, order)
