"""What staff read of a notice to many: its live card, and how it went when it is over."""

from typing import Any

from sqlalchemy.orm import Session

from handlers.audience_words import say_audience, say_left_out
from handlers.broadcast_news import as_read, words_of
from handlers.broadcast_plan import say_people
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.audience import Circle, beyond, reach
from models.call_list import how_many_wait
from models.calling import call_of, came_forward
from models.membership import STAFF, roles_of
from models.notice import STATE_LABELS, Notice, NoticeState, tally
from models.opt_out import turned_off_by
from models.outbox import GaveUp
from models.person import Person
from models.text_message import TextState, how_many
from models.words import N_

#: the names of these notices
CARD, DONE = "broadcast_card", "broadcast_done"
#: why somebody was not reached; the others are the platform's business
REASONS: dict[GaveUp, str] = {
    GaveUp.BLOCKED: N_("停用了 {n} 位"),
    GaveUp.NO_WINDOW: N_("好久没来说话 {n} 位"),
    GaveUp.NO_CONTACT: N_("没有聊天 {n} 位"),
    GaveUp.TOO_OLD: N_("过了时间 {n} 位"),
    GaveUp.QUOTA: N_("这周收得够多了 {n} 位"),
    GaveUp.ERASED: N_("退出了 {n} 位"),
}
OTHER_REASON = N_("那边没收下 {n} 位")


def broadcast_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The live card of a notice, for staff: its words, how far it is, what can be done."""
    notice, reader = reading.session.get(Notice, values["notice"]), reading.person
    if notice is None or reader is None:
        return None
    if not roles_of(reading.session, reader, reading.now).intersection(STAFF):
        return None
    lines = [
        Line(_("内容"), notice.text, _buttons(notice)),
        *audience_lines(reading.session, notice),
        *_writer(reading, notice, reader),
        *_when(reading, notice),
        *_progress(reading, notice, values.get("people", 0)),
    ]
    card = Card(title=_("通知"), lines=tuple(lines))
    actions = _actions(reading.session, notice, reader)
    return Message(Content(card=card, subject=notice.subject), actions)


def audience_lines(session: Session, notice: Notice) -> list[Line]:
    """Whom it is for, and who of them is left out."""
    lines = [Line(_("对象"), say_audience(session, notice.whom, notice.community_id))]
    left_out = say_left_out(session, notice.whom)
    if left_out:
        lines.append(Line(_("不发"), _("、").join(left_out)))
    return lines


def _buttons(notice: Notice) -> str:
    """What can be pressed below it, where it is read."""
    made = as_read(notice.text, call_of(notice), notice.subject, notice.urgency)
    return " ".join(f"[{action.label}]" for action in made.actions)


def _writer(reading: Reading, notice: Notice, reader: Person) -> list[Line]:
    if reader.id == notice.author_id:
        return []
    author = reading.session.get_one(Person, notice.author_id)
    return [Line(_("谁写的"), author.display_name or _("同事"))]


def _when(reading: Reading, notice: Notice) -> list[Line]:
    """When it begins, while that lies ahead."""
    if notice.starts_at is None or notice.starts_at <= reading.now or notice.done_at is not None:
        return []
    local = reading.community.local
    when = say_moment(local(notice.starts_at), local(reading.now))
    return [Line(_("时间"), _("{when}发").format(when=when))]


def _progress(reading: Reading, notice: Notice, people: int) -> list[Line]:
    """`people` is whom a waiting notice would reach, where that was counted."""
    state = _(STATE_LABELS[notice.state])
    if notice.state is NoticeState.WAITING:
        how_many = [Line(_("多少"), say_people(people))] if people else []
        return [*how_many, Line(_("现在"), state)]
    if notice.state is NoticeState.REFUSED:
        return [Line(_("现在"), state)]
    if notice.state is NoticeState.SENT and notice.done_at is not None:
        state = _("发完了")
    elif notice.is_going and notice.paused_at is not None:
        state = _("停着，等您说“接着发”")
    elif notice.is_going and (notice.starts_at or reading.now) > reading.now:
        return [Line(_("现在"), _("到时候自己发"))]
    rows = tally(reading.session, notice.id)
    text = _("送到 {sent} 位，等着 {left} 位") if notice.is_going else _("送到 {sent} 位")
    lines = [Line(_("现在"), state, text.format(sent=rows.sent, left=rows.left))]
    if notice.calls_for:
        came = len(came_forward(reading.session, notice))
        lines.append(Line(_("报名"), say_people(came)))
    return lines


def _actions(session: Session, notice: Notice, reader: Person) -> tuple[Action, ...]:
    stop = Action(pgettext("button", "不发了"), "stop_notice", notice.subject, "danger")
    if notice.is_going:
        go_on = Action(pgettext("button", "接着发"), "resume_notice", notice.subject, "main")
        pause = Action(pgettext("button", "先停一下"), "pause_notice", notice.subject)
        progress = Action(pgettext("button", "通知进度"), "notice_progress", notice.subject)
        to_group = Action(pgettext("button", "发群"), "for_group", notice.subject)
        return (progress, to_group, go_on if notice.paused_at is not None else pause, stop)
    if notice.state is not NoticeState.WAITING:
        return _afterwards(session, notice)
    if reader.id == notice.author_id:
        return (stop,)
    return (
        Action(pgettext("button", "同意发出"), "approve_notice", notice.subject, "main"),
        Action(pgettext("button", "退回通知"), "refuse_notice", notice.subject, "danger"),
    )


def _afterwards(session: Session, notice: Notice) -> tuple[Action, ...]:
    if not came_forward(session, notice):
        return ()
    names = Action(pgettext("button", "看名单"), "notice_names", notice.subject)
    if notice.was_noted(session, "thanked"):
        return (names,)
    return (names, Action(pgettext("button", "谢谢来的人"), "thank_notice", notice.subject))


def broadcast_done(reading: Reading, values: dict[str, Any]) -> Message | None:
    """How it went, with true reasons; counts only. `values` are those of `counted`."""
    notice = reading.session.get(Notice, values["notice"])
    if notice is None:
        return None
    ended = {
        NoticeState.STOPPED: _("通知“{words}”停了。"),
        NoticeState.MET: _("通知“{words}”人够了。"),
    }.get(notice.state, _("通知“{words}”发完了。"))
    lines = [ended.format(words=words_of(notice)), _("已送到 {n} 位。").format(n=values["sent"])]
    more = {
        "came": _("我来的 {n} 位。"),
        "quieter": _("少发这类的 {n} 位。"),
        "enough": _("人够了，还没看到的 {n} 位不再发。"),
        "off": _("免打扰 {n} 位，没发。"),
        "without": _("没有聊天 {n} 位，要打电话告诉。"),
        "rest": _("其余 {n} 位没发。"),
        "doubtful": _("说不准到没到的 {n} 位，没再发。"),
        "texted": _("发了短信 {n} 条。"),
        "to_call": _("电话单上还有 {n} 位没说到。"),
    }
    lines += [text.format(n=values[name]) for name, text in more.items() if values.get(name)]
    lost = {GaveUp(reason): n for reason, n in values["lost"].items()}
    if lost:
        reasons = _("、").join(_why(reason, n) for reason, n in lost.items())
        total = sum(lost.values())
        lines.append(_("没送到 {n} 位：{reasons}。").format(n=total, reasons=reasons))
    return Message(Content(text="\n".join(lines)), _afterwards(reading.session, notice))


def counted(session: Session, notice: Notice, circle: Circle) -> dict[str, Any]:
    """How a notice went, as the values of its report; `circle` as it was when it went out.

    Who got no row at all has no chat, unless it ended before their turn came.
    """
    rows, meant = tally(session, notice.id), reach(session, circle)
    lost = dict(rows.gave_up)
    off = meant.off + lost.pop(GaveUp.OPTED_OUT, 0)
    cut_short = notice.state in (NoticeState.STOPPED, NoticeState.MET)
    rest = lost.pop(GaveUp.ENOUGH, 0)
    if cut_short:
        rest += lost.pop(GaveUp.TOO_OLD, 0) + beyond(session, circle, notice.cursor)
    is_met = notice.state is NoticeState.MET
    return {
        "notice": notice.id,
        "sent": rows.sent,
        "off": off,
        "doubtful": rows.doubtful,
        "lost": {reason.value: n for reason, n in sorted(lost.items())},
        "rest": 0 if is_met else rest,
        "enough": rest if is_met else 0,
        "without": 0 if cut_short or notice.is_urgent else max(meant.wanting - notice.queued, 0),
        "came": len(came_forward(session, notice)),
        "texted": how_many(session, notice.id).get(TextState.SENT, 0),
        "to_call": how_many_wait(session, notice.id, notice.community_id),
        "quieter": turned_off_by(session, notice.id, notice.created_at),
    }


def _why(reason: GaveUp, n: int) -> str:
    return _(REASONS.get(reason, OTHER_REASON)).format(n=n)
