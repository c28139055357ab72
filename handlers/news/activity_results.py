"""What came of an activity, the day after: the deed, who it served, one's own minutes."""

from typing import Any

from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.news.about import about
from handlers.notice import Message, Reading
from handlers.sayings import say_minutes
from models.activity import Activity, ActivityState
from models.activity_rights import may_make
from models.companion import along_with, heads
from models.person import Person
from models.publishing import was_noted
from models.service_record import EVIDENCE_LABELS, RecordState, ServiceRecord, records_of
from models.sign_up import SignUpState, sign_up_of
from models.signing_up import people_at


def activity_result(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever was there. No absentees, no ranking."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None or reading.person is None or activity.state is not ActivityState.SETTLED:
        return None
    mine = sign_up_of(reading.session, activity.id, reading.person.id)
    if mine is None or mine.state is not SignUpState.ATTENDED:
        return None
    n = heads(reading.session, people_at(reading.session, activity, SignUpState.ATTENDED))
    lines = [
        ngettext("来了 {n} 位，", "来了 {n} 位，", n).format(n=n),
        _("{result}。").format(result=_bare(activity)),
    ]
    if activity.served_count:
        lines.append(_("服务了 {n} 人次。").format(n=activity.served_count))
    records = records_of(reading.session, activity.subject, reading.person.id)
    if records:
        lines.append(_say_minutes(records))
    along = along_with(reading.session, [mine])
    if along:
        text = _("跟您来的 {n} 位也算在里面；\n时长各人登记了才记。")
        lines.append(text.format(n=along))
    lines.append(_("有话想说，按“写两句”。"))
    write = Action(pgettext("button", "写两句"), "write_story", activity.subject)
    return about(activity, activity.title, lines, write)


def _bare(activity: Activity) -> str:
    return activity.result.strip().rstrip("。.")


def _say_minutes(records: list[ServiceRecord]) -> str:
    length = say_minutes(sum(record.minutes for record in records))
    if any(record.state is RecordState.PENDING for record in records):
        return _("您的{length}记上了，等核实。").format(length=length)
    how = _(EVIDENCE_LABELS[records[0].evidence])
    return _("您的{length}记上了，{how}。").format(length=length, how=how)


def recheck(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: one entry by the roster, to be asked about once; nothing once somebody has."""
    record = reading.session.get(ServiceRecord, values["record"])
    activity = reading.session.get(Activity, values["activity"])
    if record is None or activity is None or record.state is RecordState.DISPUTED:
        return None
    if not may_make(reading.session, reading.person, reading.now):
        return None
    who = reading.session.get_one(Person, record.person_id)
    if who.left_at is not None or was_noted(reading.session, activity, "rechecked"):
        return None
    lines = [
        _("抽到一位：{name}，{length}，{how}。").format(
            name=who.masked_name,
            length=say_minutes(record.minutes),
            how=_(EVIDENCE_LABELS[record.evidence]),
        ),
        _("方便时问一句，那天来了没有。"),
    ]
    subject = f"record:{record.id}"
    yes = Action(pgettext("button", "问过了"), "rechecked", subject, "main")
    no = Action(pgettext("button", "对不上"), "recheck_fails", subject)
    return about(activity, activity.title, lines, yes, no)


def minutes_doubted(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whose minutes rest, and to the leader: why, and where to explain it."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None:
        return None
    lines = [
        _("有一笔时长先不算，社区要再问问：\n“{reason}”").format(reason=values["reason"]),
        _("写“找社区”说一声就行。"),
    ]
    return about(activity, activity.title, lines)
