"""News of the hours book: what was agreed to, mended or made up, what somebody says is wrong."""

from datetime import date
from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.hours_answers import objection_actions
from handlers.hours_words import say_day_of, say_entry, what_it_was
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_date, say_minutes
from models.hours_approving import waiting
from models.hours_faults import FAULT_LABELS, Fault
from models.hours_objection import HoursObjection, ObjectionState
from models.person import Person
from models.service_record import RecordState, ServiceRecord

#: more entries than this are told by their number
COUNTED = 99


def hours_agreed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: the community has looked at one entry, or at several."""
    found = [reading.session.get(ServiceRecord, number) for number in values["records"]]
    records = [each for each in found if each is not None and each.state is RecordState.APPROVED]
    if not records:
        return None
    length = say_minutes(sum(each.minutes for each in records))
    if len(records) > 1:
        text = _("{n} 次服务一共{length}，\n社区核实了。谢谢您。")
        return say(text.format(n=len(records), length=length))
    what = what_it_was(reading.session, reading.known, records[0].subject)
    return say(_("{what}的{length}，社区核实了。谢谢您。").format(what=what, length=length))


def hours_not_agreed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: one entry does not count, and why; they may say that this is wrong."""
    text = _("{day}的{length}，社区没算进去：\n“{reason}”\n不对的话，写“记错了”。")
    return _decided(reading, values, RecordState.REJECTED, text)


def hours_corrected(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: an entry was mended before it was agreed to, and why."""
    text = _("{day}的时长改成{length}，核实了：\n“{reason}”\n不对的话，写“记错了”。")
    return _decided(reading, values, RecordState.APPROVED, text)


def _decided(
    reading: Reading, values: dict[str, Any], state: RecordState, text: str
) -> Message | None:
    """What was decided of one entry and why, while it stands so, with the way to object."""
    record = reading.session.get(ServiceRecord, values["record"])
    if record is None or record.state is not state:
        return None
    day = say_day_of(reading.community, record, reading.now)
    said = text.format(day=day, length=say_minutes(record.minutes), reason=record.reason)
    return Message(Content(text=said), (Action(pgettext("button", "记错了"), "hours_wrong", ""),))


def hours_made_up(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: somebody wrote down what was missing."""
    record = reading.session.get(ServiceRecord, values["record"])
    if record is None or record.state is not RecordState.PENDING:
        return None
    by = reading.session.get_one(Person, values["by"])
    text = _("{who}给您补记了一笔：").format(who=by.display_name or _("社区"))
    return say(f"{text}\n{say_entry(reading.session, reading.known, record, reading.now)}")


def hours_objection(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: somebody says the book is wrong, in their words; nothing once it is answered."""
    row = reading.session.get(HoursObjection, values["objection"])
    if row is None or row.state is not ObjectionState.OPEN:
        return None
    who = reading.session.get_one(Person, row.person_id)
    if who.left_at is not None or (reading.person and reading.person.id == who.id):
        return None
    name = who.masked_name or _("有一位")
    lines = [_("{name}说时长不对：\n“{words}”").format(name=name, words=row.text)]
    if row.record_id is not None:
        record = reading.session.get_one(ServiceRecord, row.record_id)
        lines.append(say_entry(reading.session, reading.known, record, reading.now))
    day = say_date(row.due_on, reading.community.local(reading.now))
    lines.append(_("最晚{day}回话。").format(day=day))
    return Message(Content(text="\n".join(lines)), objection_actions(row))


def hours_answered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever objected: it was mended, or why not."""
    row = reading.session.get(HoursObjection, values["objection"])
    if row is None or row.state is ObjectionState.OPEN:
        return None
    said = (
        _("您说时长不对，社区看过，改了：\n“{reason}”\n写“时长”看现在的。")
        if row.state is ObjectionState.CORRECTED
        else _("您说时长不对，社区看过，没有改：\n“{reason}”\n还觉得不对，写“找社区”。")
    )
    return say(said.format(reason=row.answer or ""))


def objection_late(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever objected: the promised day has come and nobody has answered."""
    row = reading.session.get(HoursObjection, values["objection"])
    if row is None or row.state is not ObjectionState.OPEN:
        return None
    day = say_date(row.due_on, reading.community.local(reading.now))
    text = _("对不起，您说的时长还没看完。\n最晚{day}给您回话。")
    return say(text.format(day=day))


def hours_due(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: how much has to be agreed to by a day; nothing once all was."""
    day = date.fromisoformat(values["due_on"])
    left = len(waiting(reading.session, reading.community.id, COUNTED, day))
    if not left:
        return None
    said = say_date(day, reading.community.local(reading.now))
    text = _("{n} 笔时长要在{day}前核实完。").format(n=left, day=said)
    yes = Action(pgettext("button", "核实时长"), "hours_waiting", "", "main")
    return Message(Content(text=text), (yes,))


def books_wrong(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To coordinators: what the nightly look into the book found."""
    kinds = _("、").join(_(FAULT_LABELS[Fault(each)]) for each in values["faults"])
    text = _("夜里查账，{n} 笔请再看一眼：\n{kinds}。\n请管理的人写 linli books check 看明细。")
    return say(text.format(n=values["count"], kinds=kinds))
