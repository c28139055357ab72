"""First words that ask for nothing: an offer, a question, a complaint, thanks.

None of them becomes an order. Whoever is misread says so with one press, and nothing she wrote is
lost; whatever she writes instead is taken as something new.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.engine.state import YIELDS
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.suggesting.asking import expert_for, put_question
from handlers.suggesting.giving import complain
from models.membership import STAFF, people_with
from models.words import N_

NEED, NO, NEW = "need", "no", "new"
LONGEST = 300


class Rather(OneOf):
    """One of the options; any other words are something new."""

    def read(self, answer: Answer) -> str:
        """The option's key, or NEW."""
        return super().read(answer) if "option" in answer.data else NEW


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is asked of one intent, and what a yes leads to."""

    asked: str
    yes: Callable[[], str]
    then: str = ""
    #: how staff are told of her words; "" when they stay between her and the desk
    told: str = ""


def _look() -> str:
    return pgettext("button", "看看")


def _pass_on() -> str:
    return pgettext("button", "转给社区")


def _answer_me() -> str:
    return pgettext("button", "请人回我")


_KINDS: dict[str, _Kind] = {
    "offer": _Kind(N_("谢谢您愿意帮忙。\n看看现在缺人的事吗？"), _look, then="open_tasks"),
    "query": _Kind(
        N_("这一句我答不准，社区的人能答。\n请人回您，好吗？"),
        _answer_me,
        then="find_human",
        told=N_("有人问：“{words}”\n{who}"),
    ),
    "complaint": _Kind(
        N_("您说的我看到了。\n转给社区的人，好吗？"),
        _pass_on,
    ),
    "feedback": _Kind(
        N_("谢谢您告诉我们。\n也让社区的人看到，好吗？"),
        _pass_on,
        told=N_("有人来说一声：“{words}”\n{who}"),
    ),
}
#: the intents that this script knows
INTENTS = frozenset(_KINDS)


def other_words(chat: Chat) -> None:
    """Ask once whether she is read rightly; the subject is the intent."""
    chat.keep(YIELDS, lambda: True)
    kind = _KINDS[chat.talk.subject]
    options = [
        Option("yes", kind.yes()),
        Option(NEED, pgettext("button", "我要人帮忙")),
        Option(NO, pgettext("button", "不用了")),
    ]
    key = chat.ask("what", _(kind.asked), Rather(options))
    if key == NEED:
        chat.then("post_need", opening=chat.opening)
    elif key == NEW:
        chat.then("post_need", opening=chat.talk.answer("what"))
    elif key == NO:
        chat.say(_("好。有事再写一句就行。"))
    else:
        _go_on(chat, kind)


def _go_on(chat: Chat, kind: _Kind) -> None:
    words = chat.opening.text[:LONGEST] if chat.opening is not None else ""
    if words and chat.talk.subject == "complaint":
        complain(chat, words)
        return
    knows = expert_for(chat, words) if words and chat.talk.subject == "query" else None
    if knows is not None:
        put_question(chat, words, *knows)
        return
    if kind.told and words:
        who = chat.person.display_name if chat.person else ""
        for person_id in people_with(chat.session, chat.hearer.community_id, STAFF, chat.now):
            chat.tell(person_id, "other_words", about=chat.talk.subject, words=words, who=who)
    if kind.then:
        chat.then(kind.then)
    else:
        chat.say(_("转给社区了，您的原话都在。"))


def told_as(about: str) -> str:
    """How staff are told of her words; the caller translates and fills it."""
    return _KINDS[about].told
