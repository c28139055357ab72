"""通知: a coordinator writes to many; a colleague reads it first; anybody on staff may stop it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from handlers.broadcast_news import (
    APPROVED,
    CARD,
    REFUSED,
    broadcast_card,
    say_audience,
    say_people,
)
from handlers.content import Option
from handlers.engine.chat import Chat, Told
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.news_or_danger import is_only_news
from handlers.notice import Reading
from handlers.readers import OneOf, Words
from handlers.sayings import say_clock, say_minutes
from handlers.vocabulary import NOTICE
from models import announcing
from models.audience import Circle, Reach, reach
from models.community import Community
from models.errors import Invalid, Refused
from models.membership import STAFF, require, roles_of
from models.notice import GOING, WIDE, Audience, Notice, NoticeState, newest, unfinished
from models.outbox import holders
from models.person import Person
from models.words import N_

LONGEST = 800
#: messages a second of an account that is not paced in this process, as one is shipped
PACE = 25.0


class Announcement(Words):
    """What many will read: taken as it is or not at all, never cut."""

    def spot(self, answer: Answer) -> str | None:
        """What stands behind the word, if it is not too long."""
        sentence = NOTICE.fullmatch(answer.text.strip())
        text = sentence["text"].strip() if sentence else ""
        return text if text and len(text) <= LONGEST else None

    def read_words(self, answer: Answer) -> str:
        """The text. Raises Invalid when it is too long, or nothing at all."""
        length = len(answer.text.strip())
        if length > LONGEST:
            raise Invalid(
                N_("现在是 {length} 字，写短一点，\n{longest} 字以内。"),
                length=length,
                longest=LONGEST,
            )
        return super().read_words(answer)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people have it at once, how many only in the morning, how many not, how long."""

    now: int
    morning: int
    off: int
    without: int
    minutes: int

    @property
    def people(self) -> int:
        """All who will have it."""
        return self.now + self.morning


def broadcast(chat: Chat) -> None:
    """Two questions, one card; a large one waits for a colleague."""
    if chat.opening is not None and not announcing.is_author(chat.session, chat.person, chat.now):
        chat.then("post_need", opening=chat.opening)  # 通知: of anybody else it is a need
        return
    announcing.require_author(chat.session, chat.person, chat.now)
    author = chat.somebody_known()
    reader = Announcement(LONGEST)
    if chat.opening is not None:
        chat.suppose("text", reader, reader.spot(chat.opening))
    asked = _("想说什么？大家会原样看到。\n{n} 字以内。").format(n=LONGEST)
    text = chat.ask("text", asked, reader)
    if not is_only_news(chat, text):
        return
    options = [Option(each.value, say_audience(each)) for each in WIDE]
    audience = Audience(chat.ask("audience", _("发给谁？"), OneOf(options)))
    plan = Plan(**chat.keep(f"plan:{audience}", lambda: asdict(_planned(chat, audience))))
    if not plan.people:
        raise Refused(N_("这些人现在一位也发不到。\n换个对象，或者请人打电话。"), ask="audience")
    is_large = plan.people > announcing.ALONE_UP_TO
    if is_large:
        announcing.require_colleague(chat.session, author, chat.now)
    facts = _facts(chat.community, text, audience, plan)
    send = Option("yes", pgettext("button", "发出"))
    note = _("超过 {n} 位，另一位同事看过才发。").format(n=announcing.ALONE_UP_TO)
    if not chat.confirm("card", _("发之前再看一眼"), facts, note if is_large else "", send):
        chat.say(_("好，先不发。想发了，再写“通知”。"))
        return
    notice = announcing.post(chat.session, author, text, audience, chat.now)
    if notice.state is NoticeState.WAITING:
        known = plan if is_large else _planned(chat, audience)
        ask_colleagues(chat, notice, author, known.people)
    else:
        said = _("好，在发了，一共 {n} 位。\n发完告诉您。")
        later = _("好，{clock}后发，一共 {n} 位。\n发完告诉您。")
        clock = say_clock(chat.community.quiet_until)
        chat.say((said if plan.now else later).format(n=plan.people, clock=clock))
    _tell(chat, author.id, CARD, notice, people=plan.people)


def approve_notice(chat: Chat) -> None:
    """同意发出: one press of a colleague."""
    by = chat.somebody_known()
    notice_id = _which(chat, NoticeState.WAITING)
    if not notice_id:
        return
    notice = Notice.locked(chat.session, notice_id)
    announcing.approve(chat.session, notice, by, chat.now)
    if chat.community.quiet_end(chat.now) is None:
        chat.say(_("同意了，在发了。"))
    else:
        clock = say_clock(chat.community.quiet_until)
        chat.say(_("同意了。夜里不打扰，\n{clock}后到大家手机上。").format(clock=clock))
    _tell(chat, notice.author_id, APPROVED, notice, by=by.id)
    _renew(chat, notice)


def refuse_notice(chat: Chat) -> None:
    """退回通知: with a reason, in the colleague's own words."""
    by = chat.somebody_known()
    notice_id = chat.keep("notice", lambda: _which(chat, NoticeState.WAITING))
    if not notice_id:
        return
    notice = Notice.locked(chat.session, notice_id)
    announcing.require_second_look(chat.session, notice, by, chat.now)
    reason = chat.ask("reason", _("写一句原因，写的人会原样看到。"), Words(200))
    announcing.refuse(chat.session, notice, by, chat.now)
    chat.say(_("退回了，原因发给写的人了。"))
    _tell(chat, notice.author_id, REFUSED, notice, by=by.id, reason=reason)
    _renew(chat, notice)


def stop_notice(chat: Chat) -> None:
    """停止通知: at once. Whoever is not staff means the notices that come to them."""
    if not roles_of(chat.session, chat.person, chat.now).intersection(STAFF):
        chat.then("quieter")
        return
    notice_id = _which(chat, NoticeState.WAITING, *GOING)
    if not notice_id:
        return
    notice = Notice.locked(chat.session, notice_id)
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
        going = unfinished(chat.session, community_id, NoticeState.WAITING, *GOING)
        shown = going or ([last] if last else [])
    if not shown:
        chat.say(_("还没有发过通知。\n想发，写“通知”。"))
    _show(chat, shown)


def _planned(chat: Chat, audience: Audience) -> Plan:
    author = chat.somebody_known()
    circle = Circle(author.community_id, author.id, audience, chat.now)
    return plan(reach(chat.session, circle), chat.community, chat.now, chat.hearer.lore.paces)


def plan(found: Reach, community: Community, at: datetime, paces: Mapping[int, float]) -> Plan:
    """What can be promised: phones ring by day only, and no account is faster than its pace.

    `paces` are calls a second by account.
    """
    seconds = _until_quiet(community, at).total_seconds()
    is_quiet = community.quiet_end(at) is not None
    by_day, longest = 0, 0.0
    for account_id, n in () if is_quiet else found.ringing.items():
        pace = paces.get(account_id, PACE)
        fits = min(n, int(seconds * pace))
        by_day, longest = by_day + fits, max(longest, fits / pace)
    minutes = ceil(longest / 60) if longest > 60 else 0
    ringing = sum(found.ringing.values())
    return Plan(found.silent + by_day, ringing - by_day, found.off, found.without, minutes)


def _until_quiet(community: Community, at: datetime) -> timedelta:
    local = community.local(at)
    return datetime.combine(local.date(), community.quiet_from, community.zone) - local


def _facts(community: Community, text: str, audience: Audience, plan: Plan) -> list[Fact]:
    length = _("{length}发完").format(length=say_minutes(plan.minutes))
    clock = say_clock(community.quiet_until)
    rows = (
        (_("现在"), plan.now, length),
        (_("早上"), plan.morning, _("夜里不发，{clock}后到").format(clock=clock)),
        (_("免打扰"), plan.off, _("不想收通知，不发")),
        (_("打电话"), plan.without, _("没有聊天，发不到")),
    )
    return [
        Fact(_("内容"), text, "", "text", pgettext("button", "改内容")),
        Fact(_("对象"), say_audience(audience), "", "audience", pgettext("button", "改对象")),
        *(Fact(name, say_people(n), small) for name, n, small in rows if n),
    ]


def ask_colleagues(chat: Chat, notice: Notice, author: Person, people: int) -> None:
    """Let the others on the staff read it first."""
    chat.say(_("好，等另一位同事看过再发。\n发了就告诉您。"))
    for person_id in announcing.colleagues(chat.session, author, chat.now):
        _tell(chat, person_id, CARD, notice, people=people)


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
        if notice.state is NoticeState.WAITING:
            circle = Circle(notice.community_id, notice.author_id, notice.audience, chat.now)
            values["people"] = reach(chat.session, circle).people
        message = broadcast_card(reading, values)
        if message is not None:
            chat.show(message.content, *message.actions)


def _renew(chat: Chat, notice: Notice) -> None:
    """The cards of everybody who was given one."""
    for person_id in holders(chat.session, notice.subject):
        _tell(chat, person_id, CARD, notice)


def _tell(chat: Chat, person_id: int, what: str, notice: Notice, **more: Any) -> None:
    """A card of this notice, which is one message for each reader, or a sentence about it."""
    subject = notice.subject if what == CARD else ""
    chat.out.told.append(Told(person_id, what, {"notice": notice.id, **more}, subject))
