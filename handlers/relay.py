"""给对方留话: the two of an order talk through us, without each other's number.

A conversation that one enters and leaves: nothing is passed on that was not written in it.
"""

from collections.abc import Sequence

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.sayings import say_moment
from models.keeping import keepers_of
from models.order import Order
from models.person import Person
from models.relay_line import (
    RelayLine,
    line_to,
    newest_line_to,
    other_side,
    pass_on,
    report,
    reported_talk,
)

DONE = "done"
LONGEST = 200
SHOWN = 10


def relay(chat: Chat) -> None:
    """The first line, from a card or in answer to one."""
    _one_line(chat, _("写一句，我转给对方。\n别写银行卡和密码。"))


def relay_more(chat: Chat) -> None:
    """Every further line, until 说完了."""
    _one_line(chat, _("还有就接着写，我再转。"))


def _one_line(chat: Chat, prompt: str) -> None:
    person = chat.somebody_known()
    order, to = _where_to(chat, person)
    done = Option(DONE, pgettext("button", "说完了"))
    text = chat.ask("text", prompt, Words(LONGEST, [done]))
    if text == DONE:
        chat.say(_("好，不转了。"))
        return
    for line in pass_on(chat.session, order, person, text, to, chat.now):
        chat.card(line.to_person_id, "relayed", line.subject, line=line.id)
    chat.say(_("转给对方了。"))
    chat.then("relay_more", chat.talk.subject or f"line:{chat.talk.kept['line']}")


def _where_to(chat: Chat, person: Person) -> tuple[Order, Sequence[int]]:
    """The order, and who hears it: all of the other side, or whoever wrote the line answered."""
    if chat.talk.subject.startswith("order:"):
        order = Order.known(chat.session, chat.subject_id)
        return order, other_side(chat.session, order, person)
    line = _line(chat, person)
    order = Order.known(chat.session, line.order_id)
    other_side(chat.session, order, person)
    return order, [line.from_person_id]


def _line(chat: Chat, person: Person) -> RelayLine:
    """The line of the button, or the newest one that was written to them."""
    line_id = chat.keep("line", lambda: _number_of_line(chat, person))
    return line_to(chat.session, person, line_id)


def _number_of_line(chat: Chat, person: Person) -> int:
    return chat.subject_id if chat.talk.subject else newest_line_to(chat.session, person)


def relay_report(chat: Chat) -> None:
    """举报: asked once, then staff may read what these two said."""
    person = chat.somebody_known()
    choices = [
        Option("yes", pgettext("button", "请社区看")),
        Option("no", pgettext("button", "不用")),
    ]
    _line(chat, person)
    asked = _("请社区看您和对方转的话，好吗？")
    if chat.ask("sure", asked, OneOf(choices)) == "no":
        chat.say(_("好，谁也没看。"))
        return
    line = _line(chat, person)
    if report(chat.session, line, chat.now):
        order = chat.session.get_one(Order, line.order_id)
        for person_id in keepers_of(chat.session, order, chat.now):
            chat.tell(person_id, "relay_reported", line=line.id)
    chat.say(_("谢谢您说出来。社区会看，\n看了会联系您。"))


def relay_read(chat: Chat) -> None:
    """看对话: what was reported, for staff; the reading is written down."""
    worker = chat.somebody_known()
    lines = reported_talk(chat.session, worker, chat.subject_id, chat.now)
    for line in lines[-SHOWN:]:
        chat.say(_said(chat, line))


def _said(chat: Chat, line: RelayLine) -> str:
    now = chat.community.local(chat.now)
    by = chat.session.get_one(Person, line.from_person_id).masked_name or _("居民")
    mark = _("（举报）") if line.reported_at else ""
    when = say_moment(chat.community.local(line.at), now)
    return _("{when} {who}：“{text}”{mark}").format(when=when, who=by, text=line.text, mark=mark)
