"""您在哪儿: the one question after an emergency; the answer goes to the staff as it is."""

from typing import Any

from handlers.content import Content
from handlers.emergency import Emergency, answer
from handlers.engine.chat import Chat
from handlers.engine.hearer import Hearer
from handlers.language import _
from handlers.readers import Words
from models.membership import STAFF, people_with


def sound(chat: Chat, found: Emergency) -> None:
    """Answer an emergency, call everybody on staff, and ask where it is."""
    chat.show(Content(text=_(answer(found)), alert=True))
    for person_id in people_with(chat.session, chat.hearer.community_id, STAFF, chat.now):
        chat.tell(person_id, "emergency", **called_for(chat.hearer, found))
    chat.then("where_it_is")


def called_for(hearer: Hearer, found: Emergency) -> dict[str, Any]:
    """What the staff are told: the number that comes first, and who it is."""
    person = hearer.person
    name = person.display_name if person else ""
    who = name or _("第 {n} 号来客").format(n=hearer.contact_id)
    return {"number": found.number, "who": who, "person": hearer.person_id}


def where_it_is(chat: Chat) -> None:
    """Pass on where it is; whatever she writes next counts, a place or not."""
    words = chat.ask("where", _("您在哪儿？写个楼号就行。"), Words(200))
    person = chat.person
    who = person.display_name if person else ""
    community_id = chat.hearer.community_id
    for person_id in people_with(chat.session, community_id, STAFF, chat.now):
        chat.tell(person_id, "emergency_where", who=who, words=words, person=chat.hearer.person_id)
    chat.say(_("{words}，记下了，发给社区的人。").format(words=words))
