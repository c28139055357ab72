"""在哪儿收: in which of their chats somebody is told things first."""

from handlers.audience_words import say_channel
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from models.account import channel_of, chats_on
from models.contact import choose_chat, chosen_chat
from models.person import Person

LAST, STAYS = "last", "stays"


def where_to_hear(chat: Chat) -> None:
    """One of several chats, or always the one written in last."""
    person = chat.somebody_known()
    ids = chat.keep("ids", lambda: [each.id for each in chats_on(chat.session, person.id)])
    if len(ids) < 2:
        chat.say(_("现在只有这一边，就在这里收。\n想再连一边，写“连号”。"))
        return
    options = [Option(str(each), _name(chat, each)) for each in ids]
    last = Option(LAST, pgettext("button", "写字的那边"))
    where = chat.ask("where", _("有事先发到哪边？"), OneOf([last, *options]))
    choose_chat(chat.session, person.id, None if where == LAST else int(where))
    if where == LAST:
        chat.say(_("好，发到您最后写字的那边。"))
    else:
        text = _("好，以后先发到{where}。\n那边收不到，就发到别的边。")
        chat.say(text.format(where=_name(chat, int(where))))


def say_where(chat: Chat, person: Person) -> str:
    """For the list of settings."""
    chosen = chosen_chat(chat.session, person.id)
    is_on = any(each.id == chosen for each in chats_on(chat.session, person.id))
    return _name(chat, chosen) if chosen and is_on else _("最后写字的那边")


def _name(chat: Chat, contact_id: int) -> str:
    name = say_channel(channel_of(chat.session, contact_id))
    return _("{where}（这一边）").format(where=name) if _is_here(chat, contact_id) else name


def _is_here(chat: Chat, contact_id: int) -> bool:
    return contact_id == chat.hearer.contact_id
