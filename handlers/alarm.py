"""您在哪儿: the one question after an emergency; the answer goes to the staff as it is."""

from handlers.engine.chat import Chat
from handlers.language import _
from handlers.readers import Words
from models.membership import STAFF, people_with


def where_it_is(chat: Chat) -> None:
    """Pass on where it is; whatever she writes next counts, a place or not."""
    words = chat.ask("where", _("您在哪儿？写个楼号就行。"), Words(200))
    person = chat.person
    who = person.display_name if person else ""
    community_id = chat.hearer.community_id
    for person_id in people_with(chat.session, community_id, STAFF, chat.now):
        chat.tell(person_id, "emergency_where", who=who, words=words, person=chat.hearer.person_id)
    chat.say(_("{words}，记下了，发给社区的人。").format(words=words))
