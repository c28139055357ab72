"""明白人: a question goes to whoever sits for that kind of help now, and the answer comes back.

Nobody else reads it, and whoever answers does not learn who asked.
"""

from handlers import finding_news
from handlers.content import Option
from handlers.duty_words import say_shift
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, language, pgettext
from handlers.readers import OneOf, Words, words_of
from handlers.sayings import say_moment
from handlers.suggesting.giving import handed_in
from handlers.suggesting.sitting import Expert
from handlers.understand.kind import read_kind
from models import inviting
from models.errors import Refused
from models.need_kind import NeedKind
from models.order import Order
from models.person import Person
from models.sitting import Sitting, lines, next_sitting
from models.suggestion import LONGEST, QUESTION, Suggestion

ASK, MEET = "ask", "meet"


def ask_expert(chat: Chat) -> None:
    """明白人: which kind, the question, and the card that says who answers and by when."""
    codes = chat.keep("lines", lambda: _lines(chat))
    if not codes:
        chat.say(_("这一周没有人坐班。\n有事写“找社区”。"))
        return
    kinds = [chat.hearer.known.kind(each) for each in codes]
    code = chat.ask("kind", _("想问哪一类的事？"), Expert(kinds, codes))
    kind = chat.hearer.known.kind(code)
    words = chat.ask("words", _("您想问什么？写一句就行。"), Words(LONGEST))
    sits = _sitting(chat, kind)
    if sits is None:
        chat.say(_("这一周没有人坐班。\n有事写“找社区”。"))
        return
    facts = [
        Fact(_("问什么"), words, kind.title(language()), "words", pgettext("button", "改问题")),
        Fact(_("谁来回"), _name(chat, sits.people[0]), _when(chat, sits)),
    ]
    note = _("只有回的人看得到，看不到是谁问的。\n按“问一问”，就是同意我们记下这些。")
    send = Option("yes", pgettext("button", "问一问"))
    if not chat.confirm("card", _("我念一遍"), facts, note, send):
        chat.say(_("好，先不问。想问了再写“明白人”。"))
        return
    put_question(chat, words, kind, sits)


def expert_for(chat: Chat, words: str) -> tuple[NeedKind, Sitting] | None:
    """Who could answer these words, by the kind of help they are about; None for nobody."""
    found = read_kind(words, words_of(chat.hearer.known))
    if found is None:
        return None
    kind = chat.hearer.known.kind(found.code)
    sits = _sitting(chat, kind)
    return (kind, sits) if sits is not None else None


def just_asks(chat: Chat, kind: NeedKind, words: str) -> bool:
    """Offered to whoever has named no time while somebody sits for it; True: it was a question.

    Where nobody sits, or she wants to meet, it goes on as a need. A yes is to the one who was
    named: when somebody else sits by then, she is asked again.
    """
    sitter = chat.keep("sitter", lambda: _first_of(_sitting(chat, kind)))
    if not sitter or chat.talk.answer("when") is not None:
        return False
    options = [
        Option(ASK, pgettext("button", "问一问就行")),
        Option(MEET, pgettext("button", "约个时间见")),
    ]
    asked = _("{name}坐班，能回这一类的事。\n问一问就行，还是约个时间见？\n问的话，不留您的名字。")
    if chat.ask("sits", asked.format(name=_name(chat, sitter)), OneOf(options)) == MEET:
        return False
    sits = _sitting(chat, kind)
    if sits is not None and sitter not in sits.people:
        chat.talk.drop("sits")
        chat.talk.kept["sitter"] = sits.people[0]
        return just_asks(chat, kind, words)
    if sits is None:
        return False
    put_question(chat, words[:LONGEST], kind, sits, sitter)
    return True


def _first_of(sits: Sitting | None) -> int:
    return sits.people[0] if sits is not None else 0


def put_question(
    chat: Chat, words: str, kind: NeedKind, sits: Sitting, to: int | None = None
) -> None:
    """Written down for `to`, else for the first who sits; promised for the end of that sitting."""
    keeper_id = to or sits.people[0]
    row = Suggestion(about=QUESTION, kind=kind.code, text=words)
    row.is_unnamed, row.keeper_id = True, keeper_id
    handed_in(chat, row, [keeper_id], sits.ends_at)
    local = chat.community.local
    due = say_moment(local(sits.ends_at), local(chat.now))
    text = _("转给坐班的{name}了，不留您的名字。\n{due}前回您。")
    chat.say(text.format(name=_name(chat, keeper_id), due=due))


def ask_sitting(chat: Chat, order: Order) -> None:
    """An order that was approved: who sits for its kind now is asked first; else when they sit."""
    sits = _sitting(chat, chat.hearer.known.kind(order.kind), but=order)
    if sits is None:
        return
    names = _("、").join(_name(chat, each) for each in sits.people)
    if not sits.is_now:
        now = chat.community.local(chat.now)
        chat.say(_("{when}坐班：{names}。").format(when=say_shift(sits.shift, now), names=names))
        return
    for person_id in sits.people:
        who = chat.session.get_one(Person, person_id)
        try:
            until = inviting.invite(chat.session, order, who, chat.somebody(), chat.now)
        except Refused:
            continue
        local = chat.community.local
        by = say_moment(local(until), local(chat.now))
        chat.say(_("坐班的{name}问了，等到{until}。").format(name=who.display_name, until=by))
        finding_news.invited(chat, order, [who.id])
        return


def _lines(chat: Chat) -> list[str]:
    codes = lines(chat.session, chat.community.id)
    return [each for each in codes if _sitting(chat, chat.hearer.known.kind(each)) is not None]


def _sitting(chat: Chat, kind: NeedKind, but: Order | None = None) -> Sitting | None:
    """Who sits next, but not whoever asks or is served."""
    own = {but.requested_by_id, but.served_person_id} if but else {chat.hearer.person_id}
    return next_sitting(chat.session, chat.community, kind, chat.now, own)


def _name(chat: Chat, person_id: int) -> str:
    return chat.session.get_one(Person, person_id).display_name or _("坐班的人")


def _when(chat: Chat, sits: Sitting) -> str:
    if sits.is_now:
        return _("现在坐班")
    return _("{when}坐班").format(when=say_shift(sits.shift, chat.community.local(chat.now)))
