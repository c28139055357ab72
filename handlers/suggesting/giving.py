"""提建议: her words, with her name or without, and by when she hears, read back before it goes."""

from collections.abc import Sequence
from datetime import datetime

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.sayings import say_moment
from handlers.sentences import SENTENCES
from handlers.suggesting.card import CARD
from handlers.whom import said_in
from models.consent import Purpose, agree
from models.membership import STAFF, people_with
from models.suggestion import COMPLAINT, LONGEST, SUGGESTION, Suggestion, answer_due, give

NAMED, UNNAMED = "named", "unnamed"


def give_suggestion(chat: Chat) -> None:
    """建议：楼下装个扶手: two questions at most, and the card."""
    reader = Words(LONGEST)
    said = said_in(chat, SENTENCES["give_suggestion"]).get("said")
    chat.suppose("words", reader, said)
    words = chat.ask("words", _("您有什么建议？写一句就行。\n比如“3号楼门口装个扶手”。"), reader)
    options = [
        Option(NAMED, pgettext("button", "写上我")),
        Option(UNNAMED, pgettext("button", "不留名")),
    ]
    asked = _("让社区知道是您提的吗？\n不留名，回话也能转到您这儿。")
    unnamed = chat.ask("name", asked, OneOf(options)) == UNNAMED
    due = chat.keep("due", lambda: _due(chat))
    who = _("不留名") if unnamed else _hers(chat)
    facts = [
        Fact(_("建议"), words, "", "words", pgettext("button", "改建议")),
        Fact(_("谁提的"), who, "", "name", pgettext("button", "改留名")),
    ]
    note = _("社区{due}前回您，办了什么也告诉您。\n按“交上去”，就是同意我们记下这些。")
    send = Option("yes", pgettext("button", "交上去"))
    if not chat.confirm("card", _("我念一遍"), facts, note.format(due=due), send):
        chat.say(_("好，先不交。想提了再写一句。"))
        return
    to_staff(chat, words, SUGGESTION, is_unnamed=unnamed)
    chat.say(_("交上去了。{due}前回您。").format(due=due))


def _hers(chat: Chat) -> str:
    return (chat.person.display_name if chat.person else "") or _("没写称呼")


def _due(chat: Chat) -> str:
    local = chat.community.local
    due = answer_due(chat.session, chat.community, chat.now)
    return say_moment(local(due), local(chat.now))


def complain(chat: Chat, words: str) -> None:
    """A complaint that she wants the community to see is answered like a suggestion."""
    due = _due(chat)
    to_staff(chat, words, COMPLAINT, is_unnamed=False)
    chat.say(_("转给社区了，您的原话都在。\n{due}前回您。").format(due=due))


def to_staff(chat: Chat, words: str, about: str, *, is_unnamed: bool) -> None:
    """Whatever anybody on staff may answer."""
    staff = people_with(chat.session, chat.hearer.community_id, STAFF, chat.now)
    handed_in(chat, Suggestion(about=about, text=words, is_unnamed=is_unnamed), staff)


def handed_in(
    chat: Chat, row: Suggestion, to: Sequence[int], due_at: datetime | None = None
) -> None:
    """Written down as hers, and a card for those who may answer, the ids in `to`."""
    person = chat.somebody()
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    row.author_id = person.id
    given = give(chat.session, chat.community, row, chat.now, due_at)
    for person_id in to:
        if person_id != person.id:
            chat.card(person_id, CARD, given.subject, suggestion=given.id)
