"""记错了: somebody says that an entry of theirs is wrong, or that one is missing (异议)."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.hours_words import say_day_of
from handlers.language import _, pgettext
from handlers.lengths import read_length
from handlers.readers import OneOf, Words
from handlers.sayings import say_date, say_minutes
from models.hours_objection import Said, object_to
from models.hours_totals import entries_of
from models.membership import STAFF, people_with
from models.service_record import ServiceRecord

OFFERED, MISSING = 3, "missing"


def hours_wrong(chat: Chat) -> None:
    """Which one, what is wrong in a sentence; the book stays as it is until somebody has looked."""
    person = chat.somebody_known()
    ids = chat.keep("ids", lambda: [each.id for each in entries_of(chat.session, person, OFFERED)])
    which = MISSING
    if ids:
        options = [Option(str(number), _label(chat, number)) for number in ids]
        options.append(Option(MISSING, pgettext("button", "少了一次")))
        which = chat.ask("which", _("哪一次不对？"), OneOf(options))
    asked = (
        _("少了哪一次？写一句。\n比如“周二上午去 3 号楼修灯，一小时”。")
        if which == MISSING
        else _("哪里不对？写一句。\n比如“去了两小时，记少了”。")
    )
    words = chat.ask("words", asked, Words(200))
    record = None if which == MISSING else chat.session.get_one(ServiceRecord, int(which))
    said = Said(record, words, read_length(words))
    row = object_to(chat.session, person, said, chat.now)
    for person_id in people_with(chat.session, row.community_id, STAFF, chat.now):
        if person_id != person.id:
            chat.tell(person_id, "hours_objection", objection=row.id)
    day = say_date(row.due_on, chat.community.local(chat.now))
    chat.say(_("转给社区了，最晚{day}给您回话。\n记的数先不动。").format(day=day))


def _label(chat: Chat, record_id: int) -> str:
    record = chat.session.get_one(ServiceRecord, record_id)
    return f"{say_day_of(chat.community, record, chat.now)} {say_minutes(record.minutes)}"
