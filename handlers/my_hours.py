"""时长: how much, how we know, what does not count yet, what is left to the next star or goal."""

from datetime import date

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.hours_words import say_entry
from handlers.language import _, ngettext, pgettext
from handlers.sayings import say_minutes
from handlers.sentences import SENTENCES
from handlers.whom import said_in
from models.errors import Refused
from models.hours_totals import (
    Hours,
    close_party_goal,
    entries_of,
    has_party_goal,
    hours_of,
    next_star,
    open_party_goal,
)
from models.person import Person
from models.service_record import EVIDENCE_LABELS, RecordState
from models.words import N_

S = RecordState
#: entries in one bubble: two lines each
SHOWN = 4
STAR_LABELS = (N_("一星"), N_("二星"), N_("三星"), N_("四星"), N_("五星"))


def my_hours(chat: Chat) -> None:
    """Minutes by evidence; what does not count yet is said before anybody wonders."""
    person = chat.somebody_known()
    hours = hours_of(chat.session, person.id, chat.community, chat.now)
    if not hours.by_evidence:
        chat.say(_("还没有记录。接一张单，办完就记上。"))
        _offer_goal(chat, person)
        return
    said = (
        _("一共 {total}（含等核实的），\n今年 {year}。")
        if hours.waiting
        else _("一共 {total}，今年 {year}。")
    )
    lines = [said.format(total=say_minutes(hours.total), year=say_minutes(hours.year))]
    for (evidence, state), minutes in sorted(hours.by_evidence.items()):
        waits = _("，等核实") if state is RecordState.PENDING else ""
        lines.append(f"{_(EVIDENCE_LABELS[evidence])} {say_minutes(minutes)}{waits}")
    lines += _to_the_star(chat, hours)
    chat.show(Content(text="\n".join(lines)), *_more(chat, person))


def _to_the_star(chat: Chat, hours: Hours) -> list[str]:
    """What is left, never what is lacking; nothing once all stars are there."""
    star = next_star(chat.community, hours.counted)
    if star is None or not hours.counted:
        return []
    name = _(STAR_LABELS[star[0] - 1]) if star[0] <= len(STAR_LABELS) else str(star[0])
    left = say_minutes(star[1] * 60 - hours.counted)
    if hours.waiting:
        text = _("离{star}（{hours}小时）还差 {left}，\n等核实的还没算进去。")
    else:
        text = _("离{star}（{hours}小时）还差 {left}。")
    return [text.format(star=name, hours=star[1], left=left)]


def _more(chat: Chat, person: Person) -> list[Action]:
    actions = [
        Action(pgettext("button", "看每一次"), "each_time", ""),
        Action(pgettext("button", "记错了"), "hours_wrong", ""),
    ]
    if has_party_goal(chat.session, person):
        actions.append(Action(pgettext("button", "60小时进度"), "party_goal", ""))
    return actions


def _offer_goal(chat: Chat, person: Person) -> None:
    """Who opened it sees it before the first minute, too."""
    if has_party_goal(chat.session, person):
        chat.then("party_goal")


def each_time(chat: Chat) -> None:
    """看每一次: entry by entry, the latest first; 5月8日以前 goes on from there."""
    person = chat.somebody_known()
    found = entries_of(chat.session, person, SHOWN + 1, _until(chat))
    if not found:
        chat.say(_("还没有记录。接一张单，办完就记上。"))
        return
    lines = [say_entry(chat.session, chat.hearer.known, each, chat.now) for each in found[:SHOWN]]
    actions = [Action(pgettext("button", "记错了"), "hours_wrong", "")]
    if len(found) > SHOWN:
        day = found[SHOWN].served_on
        label = _("{year}年{month}月{day}日以前").format(
            year=day.year, month=day.month, day=day.day
        )
        actions.insert(0, Action(label, "each_time", f"until:{day}"))
    chat.show(Content(text="\n".join(lines)), *actions)


def _until(chat: Chat) -> date | None:
    """The day that was pressed or written."""
    pressed = chat.talk.subject.partition(":")[2]
    if pressed:
        return date.fromisoformat(pressed)
    said = said_in(chat, SENTENCES["each_time"])
    if not said:
        return None
    try:
        return date(*(int(said[part]) for part in ("year", "month", "day")))
    except ValueError:
        raise Refused(N_("没有这一天。\n像“2026年5月8日以前”这样写。")) from None


def party_goal(chat: Chat) -> None:
    """党员60小时进度: opened by themselves, told to nobody, as what is left."""
    person = chat.somebody_known()
    community = chat.community
    goal = community.party_hours * 60
    year = hours_of(chat.session, person.id, community, chat.now).this_year
    counted, waiting = (year.get(state, 0) for state in (S.APPROVED, S.PENDING))
    today = community.local(chat.now).date()
    days = (date(today.year, 12, 31) - today).days
    lines = []
    if counted >= goal:
        text = _("今年 {year}，{goal}小时满了。")
        lines.append(text.format(year=_said(counted), goal=community.party_hours))
    else:
        text = _("今年 {year}，目标 {goal}小时，\n还差 {left}。")
        left = say_minutes(goal - counted)
        lines.append(text.format(year=_said(counted), goal=community.party_hours, left=left))
        lines.append(
            ngettext("到12月31日还有{n}天。", "到12月31日还有{n}天。", days).format(n=days)
        )
    if waiting:
        text = _("等核实的 {waiting}还没算进去。")
        lines.append(text.format(waiting=say_minutes(waiting)))
    if not has_party_goal(chat.session, person):
        open_party_goal(chat.session, person, chat.now)
        lines.append(_("这个只有您自己看得到，\n以后在“时长”里能打开。"))
    lines.append(_("想看最近的活动，写“活动”。"))
    chat.show(
        Content(text="\n".join(lines)), Action(pgettext("button", "收起进度"), "close_goal", "")
    )


def _said(minutes: int) -> str:
    return say_minutes(minutes) if minutes else _("0小时")


def close_goal(chat: Chat) -> None:
    """收起进度: not shown any more."""
    person = chat.somebody_known()
    closed = close_party_goal(chat.session, person, chat.now)
    chat.say(_("好，收起来了。") if closed else _("没有打开着的进度。"))
