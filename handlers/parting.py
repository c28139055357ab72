"""分开: two records that were made one by mistake become two again."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.sayings import say_date
from models.joining import MERGERS, Joining
from models.membership import require
from models.parting import part, to_part
from models.person import Person

SHOWN = 8
STAYS = "stays"


def part_people(chat: Chat) -> None:
    """分开: what was joined in the last 30 days, one of it chosen and parted again."""
    require(chat.session, chat.person, MERGERS, chat.now)
    ids = chat.keep("ids", lambda: [each.id for each in _to_part(chat)])
    if not ids:
        chat.say(_("30 天里没有合过记录。"))
        return
    joined = [chat.session.get_one(Joining, each) for each in ids]
    options = [Option(str(each.id), _which(chat, each)) for each in joined]
    stay = Option(STAYS, pgettext("button", "不分了"))
    which = chat.ask("which", _("哪一次要分开？"), OneOf([*options, stay]))
    if which == STAYS:
        chat.say(_("好，照旧。"))
        return
    chosen = chat.session.get_one(Joining, int(which))
    part(chat.session, chosen, chat.somebody(), chat.now)
    chat.say(_("分开了，两边各说了一声。\n不算的时长又写上了，等人核实。"))
    chat.tell(chosen.stays_id, "parted")
    chat.tell_chat(chosen.contact_id, "parted")


def _to_part(chat: Chat) -> list[Joining]:
    return to_part(chat.session, chat.hearer.community_id, chat.now, SHOWN)


def _which(chat: Chat, joined: Joining) -> str:
    person = chat.session.get_one(Person, joined.stays_id)
    local, now = chat.community.local(joined.at), chat.community.local(chat.now)
    return f"{person.display_name} {say_date(local.date(), now)}"
