"""核实时长: what waits for a yes, what is due first in front; several at once after being shown."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.hours_words import say_day_of, say_how_known, what_it_was
from handlers.language import _, ngettext, pgettext
from handlers.lengths import Length
from handlers.long_days import ask_why_long
from handlers.readers import OneOf, Words
from handlers.sayings import say_date
from models.errors import Refused
from models.hours_approving import approve, approve_shown, count_waiting, reject, to_decide
from models.hours_gates import may_pass
from models.hours_mending import Correction, correct
from models.hours_objection import open_objections
from models.membership import STAFF, require
from models.person import Person
from models.service_record import ServiceRecord
from models.words import N_

#: entries in one bubble: two lines each
SHOWN = 4
ALL, ONE, NOT_NOW = "all", "one", "not_now"
COUNTS, OTHER_LENGTH, NOT = "counts", "other_length", "not"


def hours_waiting(chat: Chat) -> None:
    """Shown, then agreed to together, or one of them looked at by itself."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    ids = chat.keep("ids", lambda: [each.id for each in to_decide(chat.session, person, SHOWN)])
    if not ids:
        count, _first = count_waiting(chat.session, person.community_id)
        chat.say(_("只剩您自己的，要别人来核实。") if count else _("时长都核实过了，没有等着的。"))
        return
    what = chat.ask("what", "\n".join(chat.keep("list", lambda: _list(chat, ids))), _choices(ids))
    if what == NOT_NOW:
        chat.say(_("好，先不核实。"))
    elif what == ONE:
        _look_at_one(chat, person, ids)
    else:
        _agree_to_all(chat, person, ids)


def say_hours_waiting(chat: Chat, person: Person) -> bool:
    """For the worklist: that hours wait for a yes, or somebody for an answer; False for neither."""
    count, first = count_waiting(chat.session, person.community_id)
    if count and first is not None:
        day = say_date(first, chat.community.local(chat.now))
        chat.say(_("等核实的时长 {n} 笔，\n先到期的{day}，写“核实时长”。").format(n=count, day=day))
    elif count:
        chat.say(_("等核实的时长 {n} 笔，写“核实时长”。").format(n=count))
    wrong = len(open_objections(chat.session, person.community_id))
    if wrong:
        chat.say(_("时长异议 {n} 条，写“异议”。").format(n=wrong))
    return bool(count or wrong)


def _list(chat: Chat, ids: list[int]) -> list[str]:
    count, first = count_waiting(chat.session, chat.hearer.community_id)
    local = chat.community.local(chat.now)
    if first is None:
        lines = [_("等核实 {n} 笔：").format(n=count)]
    else:
        due = say_date(first, local)
        lines = [_("等核实 {n} 笔，先到期的{day}：").format(n=count, day=due)]
    for number, record_id in enumerate(ids, 1):
        record = chat.session.get_one(ServiceRecord, record_id)
        who = chat.session.get_one(Person, record.person_id).display_name or _("志愿者")
        what = what_it_was(chat.session, chat.hearer.known, record.subject)
        lines.append(
            f"{_letter(number - 1)} {who} {say_day_of(chat.community, record, chat.now)} {what}"
        )
        lines.append(say_how_known(record))
    return lines


def _letter(n: int) -> str:
    """A number on a fact line is never an option's number."""
    return pgettext("list", "甲乙丙丁")[n]


def _choices(ids: list[int]) -> OneOf:
    return OneOf(
        [
            Option(ALL, _("核实这 {n} 笔").format(n=len(ids))),
            Option(ONE, pgettext("button", "挑一笔看")),
            Option(NOT_NOW, pgettext("button", "先不核实")),
        ]
    )


def _agree_to_all(chat: Chat, person: Person, ids: list[int]) -> None:
    """What was shown and still waits; what needs more than this person's yes goes on waiting."""
    agreed = approve_shown(chat.session, ids, person, chat.now)
    for person_id in sorted({each.person_id for each in agreed}):
        own = [each.id for each in agreed if each.person_id == person_id]
        chat.tell(person_id, "hours_agreed", records=own)
    done = len(agreed)
    chat.say(ngettext("核实了 {n} 笔。", "核实了 {n} 笔。", done).format(n=done))
    if len(agreed) < len(ids):
        text = _("{n} 笔还等着：有人看过了，\n或者那天太长，挑出来单看。")
        chat.say(text.format(n=len(ids) - len(agreed)))
    count, _first = count_waiting(chat.session, person.community_id)
    if count:
        chat.say(_("还有 {n} 笔，再写“核实时长”。").format(n=count))


def _look_at_one(chat: Chat, person: Person, ids: list[int]) -> None:
    options = [Option(str(each), _letter(n)) for n, each in enumerate(ids)]
    record_id = int(chat.ask("which", _("看哪一笔？"), OneOf(options)))
    record = chat.session.get_one(ServiceRecord, record_id)
    choices = [
        Option(COUNTS, pgettext("button", "核实")),
        Option(OTHER_LENGTH, pgettext("button", "改时长")),
        Option(NOT, pgettext("button", "不能算")),
        Option(NOT_NOW, pgettext("button", "先放着")),
    ]
    decision = chat.ask("decision", _shown(chat, record), OneOf(choices))
    if decision == NOT_NOW:
        chat.say(_("好，先放着。"))
    elif decision == OTHER_LENGTH:
        _change(chat, person, record)
    elif decision == NOT:
        words = chat.ask("why", _("写一句为什么，对方会原样看到。"), Words(100))
        reject(chat.session, record, person, words, chat.now)
        chat.tell(record.person_id, "hours_not_agreed", record=record.id)
        chat.say(_("好，没算，原因告诉对方了。"))
    else:
        reason = _ask_reason(chat, person, record)
        approve(chat.session, record, person, chat.now, reason)
        chat.tell(record.person_id, "hours_agreed", records=[record.id])
        chat.say(_("核实了。"))


def _change(chat: Chat, person: Person, record: ServiceRecord) -> None:
    """The entry is countered and written anew as long as it was, and agreed to with it."""
    minutes = chat.ask("minutes", _("应该是多久？"), Length())
    if not minutes:
        raise Refused(N_("不能算，就按“不能算”。"), ask="minutes")
    words = chat.ask("why_other", _("为什么改？写一句，对方会看到。"), Words(100))
    new = correct(chat.session, record, Correction(minutes, words, person.id), chat.now)
    if new is not None:
        approve(chat.session, new, person, chat.now)
        chat.tell(record.person_id, "hours_corrected", record=new.id)
    chat.say(_("改好了，告诉对方了。"))


def _shown(chat: Chat, record: ServiceRecord) -> str:
    who = chat.session.get_one(Person, record.person_id).display_name or _("志愿者")
    local = [chat.community.local(each) for each in (record.started_at, record.ended_at)]
    what = what_it_was(chat.session, chat.hearer.known, record.subject)
    return "\n".join(
        [
            f"{who} {say_day_of(chat.community, record, chat.now)} {what}",
            f"{local[0]:%H:%M}-{local[1]:%H:%M}",
            say_how_known(record),
            _("算数吗？"),
        ]
    )


def _ask_reason(chat: Chat, person: Person, record: ServiceRecord) -> str:
    """Only where the day is so long that a reason is owed, and this person may give it."""
    needed = chat.keep("needs", lambda: _needs_reason(chat, person, record))
    if not needed:
        return ""
    return ask_why_long(chat, "reason", _("这天超过 12 小时了，为什么？"))


def _needs_reason(chat: Chat, person: Person, record: ServiceRecord) -> bool:
    return not record.reason and not may_pass(chat.session, record, person.id, chat.now)
