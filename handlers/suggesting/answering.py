"""建议清单, 回这条, 转给同事, 告诉结果: what becomes of a suggestion; she hears each step."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.engine.chat import Chat
from handlers.language import _
from handlers.notice import Reading
from handlers.readers import Words
from handlers.suggesting.card import CARD, suggestion_card
from handlers.whom import ask_whom
from models import suggestion as rules
from models.errors import Refused
from models.outbox import holders
from models.person import Person
from models.suggestion import LONGEST, Suggestion
from models.words import N_

SHOWN = 4


def suggestions(chat: Chat) -> None:
    """建议清单: what waits for an answer of this person, due first."""
    person = chat.somebody_known()
    waiting = rules.waiting_for(chat.session, person, chat.now)
    if not waiting:
        chat.say(_("没有等您回的建议和问题。"))
        return
    chat.say(_("等着回的 {n} 条：").format(n=len(waiting)))
    show(chat, waiting[:SHOWN])


def show(chat: Chat, given: list[Suggestion]) -> None:
    """Each as a card with its buttons."""
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    for each in given:
        message = suggestion_card(reading, {"suggestion": each.id})
        if message is not None:
            chat.show(message.content, *message.actions)


def answer_suggestion(chat: Chat) -> None:
    """回这条: in the answerer's own words."""
    asked = _("怎么回？对方会原样看到，\n也看到是您回的。")
    given = _written(chat, asked, rules.answer)
    chat.say(_("好，回话转到了。"))
    chat.tell(given.author_id, "suggestion_answered", suggestion=given.id)


def route_suggestion(chat: Chat) -> None:
    """转给同事: whoever can act on it; she hears who has it."""
    by = _allowed(chat)
    whom = ask_whom(chat, _("转给哪位同事？写名字。\n对方会知道归谁回。"))
    given = Suggestion.locked(chat.session, chat.subject_id)
    rules.route(chat.session, given, whom, by, chat.now)
    chat.say(_("好，转给{name}了。").format(name=whom.display_name))
    chat.tell(given.author_id, "suggestion_routed", suggestion=given.id)
    chat.card(whom.id, CARD, given.subject, suggestion=given.id)
    _renew(chat, given, but=whom.id)


def report_suggestion(chat: Chat) -> None:
    """告诉结果: what was done in the end."""
    given = _written(chat, _("办成了什么？对方会原样看到。"), rules.report)
    chat.say(_("好，结果告诉对方了。"))
    chat.tell(given.author_id, "suggestion_reported", suggestion=given.id)


def _written(
    chat: Chat, asked: str, rule: Callable[[Session, Suggestion, str, Person, datetime], None]
) -> Suggestion:
    """What is asked for in words is kept by this rule, and the cards of it are drawn anew."""
    by = _allowed(chat)
    words = chat.ask("words", asked, Words(LONGEST))
    given = Suggestion.locked(chat.session, chat.subject_id)
    rule(chat.session, given, words, by, chat.now)
    _renew(chat, given)
    return given


def _allowed(chat: Chat) -> Person:
    person = chat.somebody_known()
    if not chat.talk.subject:
        raise Refused(N_("没看出是哪一条。\n写“建议清单”，在那一条下面按。"))
    given = chat.session.get(Suggestion, chat.subject_id)
    if given is None:
        raise Refused(N_("这条建议找不到了。\n写“建议清单”看等着回的。"))
    rules.require_answering(chat.session, given, person, chat.now)
    return person


def _renew(chat: Chat, given: Suggestion, but: int = 0) -> None:
    for person_id in holders(chat.session, given.subject):
        if person_id != but:
            chat.card(person_id, CARD, given.subject, suggestion=given.id)
