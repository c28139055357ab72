"""通知: a coordinator writes to many, in one message or two answers; what they see before it goes.

First whom it is for and how many, read back in words; then the notice as everybody will read it.
"""

from dataclasses import asdict, replace
from itertools import count

from handlers.audience_words import say_audience, say_left_out
from handlers.broadcast_card import CARD
from handlers.broadcast_draft import Understood, names_for, understand
from handlers.broadcast_going import tell_staff
from handlers.broadcast_looks import looks
from handlers.broadcast_news import as_read
from handlers.broadcast_plan import Plan, facts_of, plan
from handlers.broadcast_readers import LONGEST, NOW, Announcement, SendAt, Whom
from handlers.broadcast_urgency import ask_urgency
from handlers.content import Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.news_or_danger import is_only_news
from handlers.readers import OneOf
from handlers.sayings import say_clock, say_moment
from models import announcing
from models.announcing import Draft
from models.audience import Circle, reach
from models.calling import Call
from models.errors import Refused
from models.notice import LIVES, Notice, NoticeState, Urgency
from models.person import Person
from models.words import N_

SEND, SAMPLE, LEAVE, ANYBODY = "send", "sample", "leave", "anybody"
SHOWN_COLLEAGUES = 3
INERT = "notice_sample"


def broadcast(chat: Chat) -> None:
    """Whom and what, then how it looks; a large one waits for a colleague."""
    if chat.opening is not None and not announcing.is_author(chat.session, chat.person, chat.now):
        chat.then("post_need", opening=chat.opening)  # 通知: of anybody else it is a need
        return
    announcing.require_author(chat.session, chat.person, chat.now)
    author = chat.somebody_known()
    drafted = _drafted(chat, author)
    if drafted is None:
        return
    draft, found = drafted
    if not _agreed(chat, author, draft, found) or not _looked_at(chat, draft, found):
        chat.say(_("好，先不发。想发了，再写“通知”。"))
        return
    approver_id = _approver(chat, author) if _is_large(chat, found) else None
    draft = replace(draft, approver_id=approver_id)
    notice = announcing.post(chat.session, author, draft, chat.now)
    if notice.state is NoticeState.WAITING:
        found = found if approver_id else _planned(chat, draft)
        ask_colleagues(chat, notice, author, found.people)
    else:
        _say_going(chat, notice, found)
    tell_staff(chat, author.id, CARD, notice, people=found.people)


def _drafted(chat: Chat, author: Person) -> tuple[Draft, Plan] | None:
    """What is to be said to whom and when, and whom that would reach; None for a cry for help."""
    heard = Understood(**chat.keep("heard", lambda: asdict(understand(chat, author))))
    names = names_for(
        chat.session, author, announcing.communities_led(chat.session, author, chat.now)
    )
    words, whom = Announcement(LONGEST), Whom(names, author.community_id)
    when = SendAt(chat.community.zone)
    chat.suppose("text", words, heard.text if 0 < len(heard.text) <= LONGEST else None)
    chat.suppose("audience", whom, heard.rule)
    chat.suppose("when", when, heard.starts_at or NOW)
    asked = _("想说什么？大家会原样看到。\n{n} 字以内。").format(n=LONGEST)
    text = chat.ask("text", asked, words)
    if not is_only_news(chat, text):
        return None
    rule = chat.ask("audience", _("发给谁？也可以写，\n比如“3号楼会理发的”。"), whom)
    announcing.require_reach(chat.session, author, rule, chat.now)
    starts_at = chat.ask("when", _("什么时候发？\n比如“明早8点”。"), when)
    urgency = ask_urgency(chat, text, starts_at)
    draft = Draft(text, rule, Call.read(heard.calls_for), starts_at, urgency=urgency)
    key = f"plan:{say_audience(chat.session, rule, author.community_id)}:{starts_at}:{urgency}"
    found = Plan(**chat.keep(key, lambda: asdict(_planned(chat, draft))))
    if not found.people and not (draft.urgency is not Urgency.NEWS and found.without):
        raise Refused(N_("这些人现在一位也发不到。\n换个对象，或者请人打电话。"), ask="audience")
    if _is_large(chat, found):
        announcing.require_colleague(chat.session, author, chat.now)
    return draft, found


def _planned(chat: Chat, draft: Draft) -> Plan:
    author, is_safety = chat.somebody_known(), draft.urgency is Urgency.SAFETY
    circle = Circle(draft.rule, author.id, chat.now, is_safety)
    at = max(draft.starts_at or chat.now, chat.now)
    return plan(reach(chat.session, circle), chat.community, at, at_any_hour=is_safety)


def _is_large(chat: Chat, found: Plan) -> bool:
    return found.people > chat.community.second_look_above


def _agreed(chat: Chat, author: Person, draft: Draft, found: Plan) -> bool:
    """The audience read back, with the counts; each line can be changed."""
    home_id = author.community_id
    to_whom = say_audience(chat.session, draft.rule, home_id)
    left_out = [*say_left_out(chat.session, draft.rule), _("关了通知的")]
    clock = say_clock(chat.community.quiet_until)
    when = _("现在") if found.now else _("{clock}后").format(clock=clock)
    if draft.starts_at is not None:
        local = chat.community.local
        when = say_moment(local(draft.starts_at), local(chat.now))
    facts = [
        Fact(_("内容"), draft.text, "", "text", pgettext("button", "改内容")),
        Fact(_("对象"), to_whom, "", "audience", pgettext("button", "改对象")),
        Fact(_("不发"), _("、").join(left_out)),
        Fact(_("时间"), when, _until(chat, draft), "when", pgettext("button", "改时间")),
        *facts_of(found, chat.community, draft.urgency, is_later=draft.starts_at is not None),
    ]
    most = chat.community.second_look_above
    note = _("超过 {n} 位，另一位同事看过才发。").format(n=most) if _is_large(chat, found) else ""
    if draft.urgency is not Urgency.NEWS and found.to_call:
        note = "\n".join(filter(None, [note, _("发出后写“电话单”，打一位勾一位。")]))
    return chat.confirm(
        "card", _("发之前再看一眼"), facts, note, Option("yes", pgettext("button", "下一步"))
    )


def _until(chat: Chat, draft: Draft) -> str:
    """Who has not had it by then does not get it any more."""
    starts = max(draft.starts_at or chat.now, chat.now)
    until = announcing.not_after(chat.session, draft.call, starts)
    if until == starts + LIVES:
        return _("{n} 天没送到的，不再发").format(n=LIVES.days)
    local = chat.community.local
    return _("{when}以后不再发").format(when=say_moment(local(until), local(chat.now)))


def _looked_at(chat: Chat, draft: Draft, found: Plan) -> bool:
    """How everybody will read it, as text; a sample comes as the message itself."""
    made = as_read(draft.text, draft.call, "notice:0", draft.urgency)
    go = pgettext("button", "请人核一下") if _is_large(chat, found) else pgettext("button", "发出")
    options = [
        Option(SEND, go),
        Option(SAMPLE, pgettext("button", "发给我看看")),
        Option(LEAVE, pgettext("button", "先不发")),
    ]
    asked = _("他们看到的是这样：") + "\n" + looks(made, found.channels)
    for n in count():
        if n and chat.talk.answer(f"look{n}") is None:
            inert = [Action(each.label, INERT, f"notice:{n}") for each in made.actions]
            chat.show(made.content, *inert)
            asked = _("上面那条就是样子。发吗？")
        answer = chat.ask(f"look{n}", asked, OneOf(options))
        if answer != SAMPLE:
            return answer == SEND
    raise AssertionError


def _approver(chat: Chat, author: Person) -> int | None:
    """Which colleague is asked; None: whoever looks first."""
    people = chat.keep("colleagues", lambda: announcing.colleagues(chat.session, author, chat.now))
    if len(people) == 1:
        return people[0]
    named = [
        Option(str(each), chat.session.get_one(Person, each).display_name or _("同事"))
        for each in people[:SHOWN_COLLEAGUES]
    ]
    anybody = Option(ANYBODY, pgettext("button", "谁都行"))
    most = chat.community.second_look_above
    asked = _("超过 {n} 位，要另一位同事点头。\n请谁看？").format(n=most)
    said = chat.ask("approver", asked, OneOf([*named, anybody]))
    return None if said == ANYBODY else int(said)


def ask_colleagues(chat: Chat, notice: Notice, author: Person, people: int) -> None:
    """Whoever was named, else every colleague, looks at it before it goes."""
    chat.say(_("好，等另一位同事看过再发。\n发了就告诉您。"))
    asked = [notice.approver_id] if notice.approver_id else None
    for person_id in asked or announcing.colleagues(chat.session, author, chat.now):
        tell_staff(chat, person_id, CARD, notice, people=people)


def _say_going(chat: Chat, notice: Notice, found: Plan) -> None:
    local, starts_at = chat.community.local, notice.starts_at
    if starts_at is not None and starts_at > chat.now:
        when = say_moment(local(starts_at), local(chat.now))
        text = _("好，{when}发，一共 {n} 位。\n发完告诉您。").format(when=when, n=found.people)
    elif found.now:
        text = _("好，在发了，一共 {n} 位。\n发完告诉您。").format(n=found.people)
    else:
        clock = say_clock(chat.community.quiet_until)
        text = _("好，{clock}后发，一共 {n} 位。\n发完告诉您。").format(clock=clock, n=found.people)
    chat.say(text)
    if notice.calls_for:
        chat.say(_("人够了就自己停。"))
