"""A notice on its way: a colleague looks first; staff pause, go on, stop it, and say thanks."""

from typing import Any

from handlers.broadcast_card import CARD, broadcast_card
from handlers.broadcast_news import APPROVED, REFUSED, THANKS
from handlers.engine.chat import Chat, Told
from handlers.language import _
from handlers.notice import Reading
from handlers.readers import Words
from handlers.sayings import say_clock, say_moment
from models import announcing
from models.audience import Circle, reach
from models.calling import came_forward
from models.membership import STAFF, require, roles_of
from models.notice import GOING, Notice, NoticeState, newest, unfinished
from models.opt_out import NoticeKind, opt_out
from models.outbox import holders

W = NoticeState.WAITING


def approve_notice(chat: Chat) -> None:
    """同意发出: one press of a colleague."""
    by = chat.somebody_known()
    notice_id = _which(chat, W)
    if not notice_id:
        return
    notice = Notice.locked(chat.session, notice_id)
    announcing.approve(chat.session, notice, by, chat.now)
    if notice.starts_at is not None and notice.starts_at > chat.now:
        local = chat.community.local
        when = say_moment(local(notice.starts_at), local(chat.now))
        chat.say(_("同意了，{when}发。").format(when=when))
    elif chat.community.quiet_end(chat.now) is None:
        chat.say(_("同意了，在发了。"))
    else:
        clock = say_clock(chat.community.quiet_until)
        chat.say(_("同意了。夜里不打扰，\n{clock}后到大家手机上。").format(clock=clock))
    tell_staff(chat, notice.author_id, APPROVED, notice, by=by.id)
    _renew(chat, notice)


def refuse_notice(chat: Chat) -> None:
    """退回通知: with a reason, in the colleague's own words."""
    by = chat.somebody_known()
    notice_id = chat.keep("notice", lambda: _which(chat, W))
    if not notice_id:
        return
    notice = Notice.locked(chat.session, notice_id)
    announcing.require_second_look(chat.session, notice, by, chat.now)
    reason = chat.ask("reason", _("写一句原因，写的人会原样看到。"), Words(200))
    announcing.refuse(chat.session, notice, by, chat.now)
    chat.say(_("退回了，原因发给写的人了。"))
    tell_staff(chat, notice.author_id, REFUSED, notice, by=by.id, reason=reason)
    _renew(chat, notice)


def pause_notice(chat: Chat) -> None:
    """先停一下: at once; what is on its way to a phone this second still comes."""
    notice = _going(chat)
    if notice is not None:
        announcing.pause(chat.session, notice, chat.somebody_known(), chat.now)
        chat.say(_("先停了。想接着发，写“接着发”。"))
        _renew(chat, notice)


def resume_notice(chat: Chat) -> None:
    """接着发: from where it stood."""
    notice = _going(chat)
    if notice is not None:
        announcing.resume(chat.session, notice, chat.somebody_known(), chat.now)
        chat.say(_("好，接着发。"))
        _renew(chat, notice)


def stop_notice(chat: Chat) -> None:
    """不发了: at once. Whoever is not staff means the notices that come to them."""
    if not roles_of(chat.session, chat.person, chat.now).intersection(STAFF):
        chat.then("quieter")
        return
    notice = _going(chat, W)
    if notice is not None:
        announcing.stop(chat.session, notice, chat.somebody_known(), chat.now)
        chat.say(_("停了，还没发的不再发。"))
        _renew(chat, notice)


def notice_progress(chat: Chat) -> None:
    """通知进度: the cards of what is on its way, else of the last one."""
    require(chat.session, chat.person, STAFF, chat.now)
    if chat.talk.subject:
        shown = [Notice.locked(chat.session, chat.subject_id)]
    else:
        community_id = chat.hearer.community_id
        last = newest(chat.session, community_id)
        going = unfinished(chat.session, community_id, W, *GOING)
        shown = going or ([last] if last else [])
    if not shown:
        chat.say(_("还没有发过通知。\n想发，写“通知”。"))
    _show(chat, shown)


def notice_names(chat: Chat) -> None:
    """看名单: who came forward, as they call themselves; no phones."""
    notice = _answered(chat)
    people = came_forward(chat.session, notice)
    if not people:
        chat.say(_("还没有人报名。"))
        return
    names = _("、").join(each.display_name or _("没留称呼") for each in people)
    chat.say(_("来的 {n} 位：\n{names}").format(n=len(people), names=names))


def thank_notice(chat: Chat) -> None:
    """谢谢来的人: to those who came forward, once, as it is written."""
    by = chat.somebody_known()
    notice_id = chat.keep("notice", lambda: _answered(chat).id)
    notice = Notice.locked(chat.session, notice_id)
    announcing.require_thanks(chat.session, notice, by, chat.now)
    words = chat.ask("words", _("写一句，来的人会原样看到。"), Words(200))
    people = announcing.thank(chat.session, notice, by, chat.now)
    for person_id in people:
        tell_staff(chat, person_id, THANKS, notice, by=by.id, words=words)
    chat.say(_("好，发给来的 {n} 位了。").format(n=len(people)))
    _renew(chat, notice)


def no_more_news(chat: Chat) -> None:
    """少发这类, on a notice: news to many stop at once; one's own orders still come."""
    opt_out(chat.session, chat.somebody_known(), NoticeKind.NEWS, chat.now)
    chat.say(_("好，这类不再发给您。\n您自己的单照样告诉您。\n想再收，写“多收通知”。"))


def notice_sample(chat: Chat) -> None:
    """A button on a sample: it shows how it looks, and does nothing."""
    chat.say(_("这是给您看的样子，按了不算。"))


def tell_staff(chat: Chat, person_id: int, what: str, notice: Notice, **more: Any) -> None:
    """A card of this notice, which is one message for each reader, or a sentence about it."""
    subject = notice.subject if what == CARD else ""
    chat.out.told.append(Told(person_id, what, {"notice": notice.id, **more}, subject))


def _going(chat: Chat, *also: NoticeState) -> Notice | None:
    notice_id = _which(chat, *also, *GOING)
    return Notice.locked(chat.session, notice_id) if notice_id else None


def _answered(chat: Chat) -> Notice:
    """The notice of the button, or the newest one. Raises Refused for whoever is not staff."""
    require(chat.session, chat.person, STAFF, chat.now)
    last = None if chat.talk.subject else newest(chat.session, chat.hearer.community_id)
    notice = Notice.locked(chat.session, last.id if last else _subject(chat))
    announcing.require_staff(chat.session, notice, chat.somebody_known(), chat.now)
    return notice


def _subject(chat: Chat) -> int:
    return chat.subject_id if chat.talk.subject else 0


def _which(chat: Chat, *states: NoticeState) -> int:
    """The notice of the card, or the only one these words can mean; else they are shown, and 0."""
    if chat.talk.subject:
        return chat.subject_id
    require(chat.session, chat.person, STAFF, chat.now)
    found = unfinished(chat.session, chat.hearer.community_id, *states)
    if len(found) == 1:
        return found[0].id
    chat.say(_("是哪一条？在卡上按。") if found else _("现在没有这样的通知。"))
    _show(chat, found)
    return 0


def _show(chat: Chat, found: list[Notice]) -> None:
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    for notice in found:
        values: dict[str, Any] = {"notice": notice.id}
        if notice.state is W:
            circle = Circle(notice.whom, notice.author_id, chat.now, notice.is_safety)
            values["people"] = reach(chat.session, circle).people
        message = broadcast_card(reading, values)
        if message is not None:
            chat.show(message.content, *message.actions)


def _renew(chat: Chat, notice: Notice) -> None:
    """The cards of everybody who was given one."""
    for person_id in holders(chat.session, notice.subject):
        tell_staff(chat, person_id, CARD, notice)
