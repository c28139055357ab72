"""异议: staff read what somebody says is wrong with their hours, and mend it or say why not."""

from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.hours_words import say_entry
from handlers.language import _, pgettext
from handlers.lengths import Length
from handlers.making_up import ask_make_up
from handlers.readers import OneOf, Words
from handlers.sayings import say_date, say_minutes
from handlers.sentences import SENTENCES
from handlers.whom import ask_whom, said_in
from models.errors import Refused
from models.hours_mending import Correction
from models.hours_objection import (
    HoursObjection,
    answer_by_correcting,
    answer_by_keeping,
    answer_with_entry,
    missing_of,
    open_objections,
    to_answer,
)
from models.making_up import make_up, may_make_up
from models.membership import STAFF, require
from models.person import Person
from models.service_record import RecordState, ServiceRecord
from models.words import N_

SHOWN = 4


def objections(chat: Chat) -> None:
    """What has no answer yet, due first; one's own is somebody else's to look at."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    rows = _of_others(chat, person)
    if not rows:
        chat.say(_("没有等着回的时长异议。"))
        return
    chat.say(_("时长异议 {n} 条，先到期的在前：").format(n=len(rows)))
    for row in rows[:SHOWN]:
        content, actions = objection_card(chat, row)
        chat.show(content, *actions)


def objection_card(chat: Chat, row: HoursObjection) -> tuple[Content, tuple[Action, ...]]:
    """Who says what of which entry, and until when they wait."""
    who = chat.session.get_one(Person, row.person_id)
    day = say_date(row.due_on, chat.community.local(chat.now))
    lines = [_("{name}：“{words}”").format(name=who.display_name or _("志愿者"), words=row.text)]
    if row.record_id is not None:
        record = chat.session.get_one(ServiceRecord, row.record_id)
        lines.append(say_entry(chat.session, chat.hearer.known, record, chat.now))
    lines.append(_("最晚{day}回话。").format(day=day))
    return Content(text="\n".join(lines)), objection_actions(row)


def objection_actions(row: HoursObjection) -> tuple[Action, ...]:
    """What can be done about it."""
    subject = row.subject_name
    if row.record_id is None:
        mend = Action(pgettext("button", "补记"), "make_up_for", subject, "main")
    else:
        mend = Action(pgettext("button", "改一笔"), "correct_hours", subject, "main")
    return (mend, Action(pgettext("button", "不改时长"), "keep_hours", subject))


def correct_hours(chat: Chat) -> None:
    """改一笔: how long it was, why; one card, and both entries stay in the book."""
    person = chat.somebody_known()
    row = _meant(chat, person)
    record = chat.session.get(ServiceRecord, row.record_id) if row.record_id else None
    if record is None:
        raise Refused(N_("对方说少了一次，没有哪笔能改。\n补上就按“补记”。"))
    asked = _("应该是多久？\n不能算就回“一分钟也不算”。")
    likely = [Option(str(row.minutes), say_minutes(row.minutes))] if row.minutes else []
    none = Option("0", pgettext("button", "一分钟也不算"))
    minutes = chat.ask("minutes", asked, Length([*likely, none]))
    reason = chat.ask("reason", _("为什么改？写一句，对方会看到。"), Words(100))
    facts = [
        Fact(_("原来"), say_minutes(record.minutes)),
        Fact(
            _("改成"),
            say_minutes(minutes) if minutes else _("不算"),
            "",
            "minutes",
            pgettext("button", "改时长"),
        ),
        Fact(_("为什么"), reason, "", "reason", pgettext("button", "改原因")),
    ]
    yes = Option("yes", pgettext("button", "改"))
    if not chat.confirm("card", _("改一笔时长"), facts, _("原来那笔还在，两笔都看得到。"), yes):
        chat.say(_("好，没改。"))
        return
    change = Correction(minutes, reason, person.id)
    new = answer_by_correcting(chat.session, row, change, chat.now)
    _answered(chat, row)
    if new is not None and new.state is RecordState.PENDING:
        chat.say(_("改好了，告诉对方了。\n这天太长，要协调员来核实。"))
    else:
        chat.say(_("改好了，告诉对方了。"))


def keep_hours(chat: Chat) -> None:
    """不改: why, in words they will read."""
    person = chat.somebody_known()
    row = _meant(chat, person)
    words = chat.ask("why", _("为什么不改？写一句，对方会原样看到。"), Words(200))
    answer_by_keeping(chat.session, row, person, words, chat.now)
    _answered(chat, row)
    chat.say(_("好，告诉对方了。"))


def _meant(chat: Chat, person: Person) -> HoursObjection:
    """The objection of the button, or the only one these words can mean."""
    require(chat.session, person, STAFF, chat.now)
    if chat.talk.subject:
        return to_answer(chat.session, chat.subject_id, person, chat.now)
    ids = chat.keep("ids", lambda: [each.id for each in _of_others(chat, person)])
    if not ids:
        raise Refused(N_("没有等着回的时长异议。"))
    which = str(ids[0])
    if len(ids) > 1:
        options = [Option(str(each), _who_says(chat, each)) for each in ids[:SHOWN]]
        which = chat.ask("which", _("是哪一条？"), OneOf(options))
    return to_answer(chat.session, int(which), person, chat.now)


def _who_says(chat: Chat, objection_id: int) -> str:
    row = chat.session.get_one(HoursObjection, objection_id)
    name = chat.session.get_one(Person, row.person_id).display_name or _("志愿者")
    return f"{name} {say_date(row.due_on, chat.community.local(chat.now))}"


def _of_others(chat: Chat, person: Person) -> list[HoursObjection]:
    rows = open_objections(chat.session, person.community_id)
    return [each for each in rows if each.person_id != person.id]


def make_up_for(chat: Chat) -> None:
    """补记 for somebody who said that one is missing."""
    person = chat.somebody_known()
    row = to_answer(chat.session, chat.subject_id, person, chat.now)
    wanted = ask_make_up(chat, chat.session.get_one(Person, row.person_id))
    if wanted is None:
        chat.say(_("好，没记。"))
        return
    record = make_up(chat.session, wanted, person, chat.now)
    answer_with_entry(chat.session, row, record, chat.now)
    _answered(chat, row)
    chat.say(_("补上了，标着“补记”。\n另一位同事核实后算数。"))


def make_up_hours(chat: Chat) -> None:
    """补记 周凯 1123-07: what is missing is asked, then one card."""
    person = chat.somebody_known()
    if not may_make_up(chat.session, person, chat.now):
        raise Refused(N_("补记要社区或者领队来写。\n少了一次，写“记错了”。"))
    said = said_in(chat, SENTENCES["make_up_hours"])
    whom = ask_whom(chat, _("给谁补记？写名字就行。"), said.get("whom", ""))
    wanted = ask_make_up(chat, whom, said.get("number", ""))
    if wanted is None:
        chat.say(_("好，没记。"))
        return
    record = make_up(chat.session, wanted, person, chat.now)
    row = missing_of(chat.session, whom)
    if row is None:
        chat.tell(whom.id, "hours_made_up", record=record.id, by=person.id)
    else:
        answer_with_entry(chat.session, row, record, chat.now)
        _answered(chat, row)
    chat.say(_("补上了，标着“补记”。\n另一位同事核实后算数。"))


def _answered(chat: Chat, row: HoursObjection) -> None:
    chat.tell(row.person_id, "hours_answered", objection=row.id)
