"""What people read of a notice to many: the notice itself, the thanks, and a colleague's word."""

from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.activities import called
from handlers.notice import Message, NotNow, Reading, Worded
from models.calling import Call, call_of, is_met
from models.notice import Audience, Notice, Urgency
from models.opt_out import NoticeKind
from models.outbox import GaveUp
from models.person import Person

#: the names of these notices
NEWS, APPROVED, REFUSED = "broadcast", "broadcast_approved", "broadcast_refused"
THANKS = "broadcast_thanks"
SHOWN = 10  # characters by which a notice is named; twice as many letters


def broadcast(reading: Reading, values: dict[str, Any]) -> Worded:
    """The coordinator's own words, as written; nothing once it was stopped or has enough."""
    notice = reading.session.get(Notice, values["notice"])
    if notice is None or not notice.is_going:
        return None
    if notice.paused_at is not None:
        return NotNow(notice.not_after or reading.now)
    if notice.calls_for and is_met(reading.session, notice):
        return GaveUp.ENOUGH
    if notice.calls_for and notice.audience is Audience.VOLUNTEERS:
        return called(reading, notice)
    return as_read(notice.text, call_of(notice), notice.subject, notice.urgency)


def as_read(text: str, call: Call | None, subject: str, urgency: Urgency = Urgency.NEWS) -> Message:
    """A notice as everybody reads it; one that calls for help can be answered with one press.

    One about safety is said at any hour, and to those who have turned news off.
    """
    if urgency is Urgency.SAFETY and call is None:
        return Message(Content(text=text), loud=True, urgent=True)
    is_today = urgency is Urgency.TODAY
    if call is None:
        text += "\n" + _("不想收：写“少收通知”。")
        return Message(Content(text=text), urgent=is_today, kind=NoticeKind.NEWS)
    actions = (
        Action(pgettext("button", "我来"), *answer_to(call), "main"),
        Action(pgettext("button", "少发这类"), "no_more_news", subject),
    )
    text += "\n" + _("来不了，不用回。")
    return Message(Content(text=text), actions, urgent=is_today, kind=NoticeKind.NEWS)


def answer_to(call: Call) -> tuple[str, str]:
    """The script that takes somebody who comes forward, and whereto: the role if one is named."""
    if call.role_id:
        return "join_role", f"role:{call.role_id}"
    return "claim" if call.is_order else "sign_up", call.subject


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


def broadcast_thanks(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who came forward: a sentence of a human being's, as written."""
    notice, by = _both(reading, values)
    text = _("{name}说：\n“{words}”").format(
        name=by.display_name or reading.community.name, words=values["words"]
    )
    about = _("为的是“{words}”这件事。").format(words=words_of(notice))
    return Message(Content(text=f"{text}\n{about}"))


def words_of(notice: Notice) -> str:
    """The first words of a notice, to name it by."""
    words = " ".join(notice.text.split())
    most = 2 * SHOWN if words.isascii() else SHOWN
    return words if len(words) <= most else words[:most].rstrip() + "…"


def _both(reading: Reading, values: dict[str, Any]) -> tuple[Notice, Person]:
    session = reading.session
    return session.get_one(Notice, values["notice"]), session.get_one(Person, values["by"])
