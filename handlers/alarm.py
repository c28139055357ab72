"""An emergency: the number first, an alert for whoever is on duty, and one question: 您在哪儿."""

from handlers import alert_news
from handlers.content import Content
from handlers.emergency import Emergency
from handlers.emergency_answers import answer
from handlers.emergency_rules import rules
from handlers.engine.chat import Chat, Told
from handlers.engine.contract import Alarm
from handlers.engine.hearer import Hearer
from handlers.language import _
from handlers.readers import Words
from models.alert import (
    CLOSED,
    TAKEN,
    TIMER,
    Alert,
    Heard,
    call_next,
    called_for,
    note_alert_reading,
    raise_alert,
)
from models.contact import Contact
from models.timer import set_timer

WHERE = "where_it_is"


def raised(hearer: Hearer, found: Emergency, words: str) -> Alarm:
    """Raise the alert, or add to the one that stands; what she is told and who is called.

    A write: nothing may be asked before it in the same run.
    """
    session, at = hearer.session, hearer.at
    contact = session.get_one(Contact, hearer.contact_id)
    alert, is_new = raise_alert(session, contact, Heard(found.code, found.number, words), at)
    if is_new:
        called = call_next(session, alert, hearer.community, at)
        due = at + rules().next_after
        set_timer(session, alert.community_id, TIMER, alert.subject, due)
        told = alert_news.cards(alert, called)
    else:
        called = called_for(session, alert)
        told = alert_news.to_called(session, alert, "alert_more", at)
    if alert.state == TAKEN:
        line = alert_news.has_answered(session, alert)
    else:
        line = alert_news.calling(session, hearer.community, called, at)
    return Alarm(Content(text=answer(found, line), alert=True), told, WHERE, alert.subject)


def sound(chat: Chat, found: Emergency, words: str) -> None:
    """The same from within a conversation: answer, call, and ask where it is."""
    alarm = raised(chat.hearer, found, words)
    chat.show(alarm.content)
    chat.out.told.extend(alarm.told)
    chat.then(alarm.script, alarm.subject)


def where_it_is(chat: Chat) -> None:
    """Pass on where it is; whatever she writes next counts, a place or not."""
    words = chat.ask("where", _("您在哪儿？写个楼号就行。"), Words(200))
    alert_id = chat.subject_id if chat.talk.subject else 0
    alert = chat.session.get(Alert, alert_id, with_for_update=True)
    if alert is not None and alert.state != CLOSED:
        alert.place = words
        chat.out.told.extend(_place_told(chat, alert))
    chat.say(_("{words}，记下了，发给社区的人。").format(words=words))


def _place_told(chat: Chat, alert: Alert) -> list[Told]:
    told = alert_news.to_called(chat.session, alert, "alert_place", chat.now)
    for each in told:
        note_alert_reading(chat.session, alert, each.person_id, "door", chat.now)
    return [*told, *alert_news.renewed(chat.session, alert, chat.now)]
