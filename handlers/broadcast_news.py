"""What people read of a notice to many: the notice itself, its card for staff, how it went."""

from typing import Any

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.news.activities import called
from handlers.notice import Message, Reading
from models.audience import Reach
from models.membership import STAFF, roles_of
from models.notice import STATE_LABELS, Audience, Notice, NoticeState, Tally, tally
from models.opt_out import NoticeKind
from models.outbox import GaveUp
from models.person import Person
from models.words import N_

#: the names of these notices
NEWS, CARD, DONE = "broadcast", "broadcast_card", "broadcast_done"
APPROVED, REFUSED = "broadcast_approved", "broadcast_refused"
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
SHOWN = 10  # characters by which a notice is named; twice as many letters


def broadcast(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The coordinator's own words, as written; nothing once it was stopped."""
    notice = reading.session.get(Notice, values["notice"])
    if notice is None or not notice.is_going:
        return None
    if notice.calls_for and notice.audience is Audience.VOLUNTEERS:
        return called(reading, notice)
    text = notice.text + "\n" + _("不想收：写“少收通知”。")
    return Message(Content(text=text), kind=NoticeKind.NEWS)


def broadcast_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The live card of a notice, for staff: its words, how far it is, what can be done."""
    notice, reader = reading.session.get(Notice, values["notice"]), reading.person
    if notice is None or reader is None:
        return None
    if not roles_of(reading.session, reader, reading.now).intersection(STAFF):
        return None
    lines = [
        Line(_("内容"), notice.text),
        Line(_("对象"), say_audience(notice.audience)),
        *_writer(reading, notice, reader),
        *_progress(reading, notice, values.get("people", 0)),
    ]
    card = Card(title=_("通知"), lines=tuple(lines))
    return Message(Content(card=card, subject=notice.subject), _actions(notice, reader))


def broadcast_done(reading: Reading, values: dict[str, Any]) -> Message | None:
    """How it went, with true reasons; counts only. `values` are those of `counted`."""
    notice = reading.session.get(Notice, values["notice"])
    if notice is None:
        return None
    stopped = notice.state is NoticeState.STOPPED
    ended = _("通知“{words}”停了。") if stopped else _("通知“{words}”发完了。")
    lines = [ended.format(words=words_of(notice)), _("已送到 {n} 位。").format(n=values["sent"])]
    more = {
        "off": _("免打扰 {n} 位，没发。"),
        "without": _("没有聊天 {n} 位，要打电话告诉。"),
        "rest": _("其余 {n} 位没发。"),
        "doubtful": _("说不准到没到的 {n} 位，没再发。"),
    }
    lines += [text.format(n=values[name]) for name, text in more.items() if values[name]]
    lost = {GaveUp(reason): n for reason, n in values["lost"].items()}
    if lost:
        reasons = _("、").join(_why(reason, n) for reason, n in lost.items())
        total = sum(lost.values())
        lines.append(_("没送到 {n} 位：{reasons}。").format(n=total, reasons=reasons))
    return Message(Content(text="\n".join(lines)))


def broadcast_approved(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the author: a colleague has read it, and it goes out."""
    notice, by = _both(reading, values)
    return Message(
        Content(
            text=_("{name}看过了，\n通知“{words}”可以发，\n发完告诉您。").format(
                name=by.display_name or _("同事"), words=words_of(notice)
            )
        )
    )


def broadcast_refused(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the author: a colleague would not send it, in their own words."""
    notice, by = _both(reading, values)
    return Message(
        Content(
            text=_("通知“{words}”没有发。\n{name}说：\n“{reason}”\n改好了，再写“通知”。").format(
                words=words_of(notice),
                name=by.display_name or _("同事"),
                reason=values["reason"],
            )
        )
    )


def counted(notice: Notice, rows: Tally, meant: Reach) -> dict[str, Any]:
    """How a notice went, as the values of its report; `meant` as it was when it went out.

    Who got no row at all has no chat, unless it was stopped before their turn came.
    """
    lost = dict(rows.gave_up)
    off = meant.off + lost.pop(GaveUp.OPTED_OUT, 0)
    stopped = notice.state is NoticeState.STOPPED
    if stopped:
        lost.pop(GaveUp.TOO_OLD, None)
    tried = rows.sent + rows.doubtful + sum(lost.values()) + off - meant.off
    return {
        "notice": notice.id,
        "sent": rows.sent,
        "off": off,
        "doubtful": rows.doubtful,
        "lost": {reason.value: n for reason, n in sorted(lost.items())},
        "rest": max(meant.wanting - tried, 0) if stopped else 0,
        "without": 0 if stopped else max(meant.wanting - notice.queued, 0),
    }


def say_audience(audience: Audience) -> str:
    """Who is meant, as it stands on buttons and cards."""
    everyone = audience is Audience.EVERYONE
    return pgettext("audience", "全体") if everyone else pgettext("audience", "志愿者")


def say_people(n: int) -> str:
    """A number of people."""
    return ngettext("{n} 个人", "{n} 个人", n).format(n=n)


def words_of(notice: Notice) -> str:
    """The first words of a notice, to name it by."""
    words = " ".join(notice.text.split())
    most = 2 * SHOWN if words.isascii() else SHOWN
    return words if len(words) <= most else words[:most].rstrip() + "…"


def _both(reading: Reading, values: dict[str, Any]) -> tuple[Notice, Person]:
    session = reading.session
    return session.get_one(Notice, values["notice"]), session.get_one(Person, values["by"])


def _why(reason: GaveUp, n: int) -> str:
    return _(REASONS.get(reason, OTHER_REASON)).format(n=n)


def _writer(reading: Reading, notice: Notice, reader: Person) -> list[Line]:
    if reader.id == notice.author_id:
        return []
    author = reading.session.get_one(Person, notice.author_id)
    return [Line(_("谁写的"), author.display_name or _("同事"))]


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
    rows = tally(reading.session, notice.id)
    text = _("送到 {sent} 位，等着 {left} 位") if notice.is_going else _("送到 {sent} 位")
    return [Line(_("现在"), state, text.format(sent=rows.sent, left=rows.left))]


def _actions(notice: Notice, reader: Person) -> tuple[Action, ...]:
    stop = Action(pgettext("button", "停止通知"), "stop_notice", notice.subject, "danger")
    if notice.is_going:
        return (
            Action(pgettext("button", "通知进度"), "notice_progress", notice.subject),
            stop,
        )
    if notice.state is not NoticeState.WAITING:
        return ()
    if reader.id == notice.author_id:
        return (stop,)
    return (
        Action(pgettext("button", "同意发出"), "approve_notice", notice.subject, "main"),
        Action(pgettext("button", "退回通知"), "refuse_notice", notice.subject, "danger"),
    )
