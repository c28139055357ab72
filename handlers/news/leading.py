"""News for those who lead an activity, and for staff: who comes, who is silent, what is missing."""

from collections.abc import Sequence
from typing import Any

from handlers.activities.sayings import say_held, say_soon
from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.news.about import about
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_minutes
from models.activity import OPEN, OVER, Activity, ActivityState
from models.activity_rights import may_lead, may_make
from models.companion import any_minor, heads
from models.hours_approving import pending_of
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState, sign_up_of
from models.signing_up import people_at
from models.workdays import is_next_year_missing

S = SignUpState
SHOWN = 12


def activity_led(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who leads it from now on."""
    activity = _led(reading, values)
    if activity is None or reading.person is None or activity.leader_id != reading.person.id:
        return None
    lines = [
        say_held(activity, reading.community, reading.now),
        activity.place,
        _("当天写“签到码”“点名”“结算”。"),
    ]
    title = _("请您领队：{title}").format(title=activity.title)
    return about(activity, title, lines, _roster(activity))


def leader_week(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A week before: how many are in, and that others are being called, where a rule made it."""
    activity = _led(reading, values, *OPEN)
    if activity is None:
        return None
    n = heads(reading.session, people_at(reading.session, activity, *COMING))
    lines = [
        say_held(activity, reading.community, reading.now),
        ngettext("您领队，报了 {n} 位。", "您领队，报了 {n} 位。", n).format(n=n),
        _("今天起请大家来。") if activity.rule_id is not None else "",
    ]
    return about(activity, activity.title, lines, _roster(activity))


def leader_eve(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The evening before: how many come."""
    activity = _led(reading, values, *OPEN)
    if activity is None:
        return None
    n = heads(reading.session, people_at(reading.session, activity, *COMING))
    lines = [
        say_soon(activity, reading.community, reading.now),
        ngettext("报了 {n} 位，都问了明天来不来。", "报了 {n} 位，都问了明天来不来。", n).format(
            n=n
        ),
    ]
    return about(activity, activity.title, lines, _roster(activity))


def leader_silent(reading: Reading, values: dict[str, Any]) -> Message | None:
    """At eight in the evening: who has not said whether they come. No blame, a list."""
    activity = _led(reading, values, *OPEN)
    if activity is None:
        return None
    silent = [m for m in people_at(reading.session, activity, *COMING) if m.at_risk_at is not None]
    if not silent:
        return None
    lines = [
        _("还没回话的 {n} 位：").format(n=len(silent)),
        _("{names}。").format(names=_names(reading, silent)),
        _("有候补的，接着问了。"),
    ]
    return about(activity, activity.title, lines, _roster(activity))


def leader_morning(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The morning of the day: what to do on the spot."""
    activity = _led(reading, values, *OPEN)
    if activity is None:
        return None
    coming = people_at(reading.session, activity, *COMING)
    n = heads(reading.session, coming)
    lines = [
        ngettext("今天您领队，{n} 位来。", "今天您领队，{n} 位来。", n).format(n=n),
        _("有没满18岁的，跟着家里大人。") if any_minor(reading.session, coming) else "",
        _("到了念签到码；没手机的，点名。"),
    ]
    code = Action(pgettext("button", "签到码"), "sign_in_code", activity.subject, "main")
    return about(activity, activity.title, lines, code, _roster(activity))


def leader_ends(reading: Reading, values: dict[str, Any]) -> Message | None:
    """It is over: settle it while everybody remembers."""
    return _to_settle(reading, values, _("到点了，辛苦了。\n来了几位、做成了什么，记一下。"))


def activity_unsettled(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Two days later: people wait for their minutes."""
    return _to_settle(reading, values, _("还没结算，大家的时长等着记。"))


def _to_settle(reading: Reading, values: dict[str, Any], line: str) -> Message | None:
    activity = _led(reading, values, ActivityState.ENDED)
    if activity is None:
        return None
    settle = Action(pgettext("button", "结算"), "settle_activity", activity.subject, "main")
    return about(activity, activity.title, [line], settle)


def walk_in_waits(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Somebody is there and not on the list; nothing once they are."""
    activity = _led(reading, values)
    who = reading.session.get(Person, values["who"])
    if activity is None or who is None or who.left_at is not None:
        return None
    mine = sign_up_of(reading.session, activity.id, who.id)
    if mine is not None and mine.state is S.ATTENDED:
        return None
    subject = f"walk_in:{activity.id}-{who.id}"
    yes = Action(pgettext("button", "加上"), "take_in", subject, "main")
    line = _("{name}到了，名单上没有。\n看见人了，就按“加上”。").format(name=who.display_name)
    return about(activity, activity.title, [line], yes)


def minutes_to_agree(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: the minutes of whoever settled it wait for somebody else's yes."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None or not may_make(reading.session, reading.person, reading.now):
        return None
    pending = pending_of(reading.session, activity.subject)
    waiting = [record for record in pending if record.person_id == values["who"]]
    who = reading.session.get(Person, values["who"])
    if not waiting or who is None:
        return None
    length = say_minutes(sum(record.minutes for record in waiting))
    lines = [
        _("{name}领队，{length}。").format(name=who.masked_name, length=length),
        _("自己的时长自己不能核，请您看。"),
    ]
    yes = Action(pgettext("button", "核实时长"), "agree_minutes", activity.subject, "main")
    return about(activity, activity.title, lines, yes)


def days_made(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To coordinators: what the rules made, and what still lacks something."""
    if not may_make(reading.session, reading.person, reading.now):
        return None
    activity = reading.session.get(Activity, values["activity"])
    if activity is None or activity.state is ActivityState.CANCELLED:
        return None
    when = say_held(activity, reading.community, reading.now)
    see = Action(pgettext("button", "看活动"), "see_activity", activity.subject)
    if activity.state is ActivityState.DRAFT:
        line = _("排好了，还差领队或者“当心”，\n补上再发。")
        change = Action(pgettext("button", "改活动"), "change_activity", activity.subject)
        return about(activity, activity.title, [when, line], change, see)
    return about(activity, activity.title, [when, _("排好了，前一周请大家来。")], see)


def holidays_missing(reading: Reading, _values: dict[str, Any]) -> Message | None:
    """To coordinators, from November: next year's days off are not known yet."""
    today = reading.community.local(reading.now).date()
    if not is_next_year_missing(reading.session, reading.community.id, today):
        return None
    text = _("{year} 年的放假安排还没记。\n通知出来了，写“假期”记上，\n奉献日才排得准。")
    return say(text.format(year=today.year + 1))


def _led(reading: Reading, values: dict[str, Any], *states: ActivityState) -> Activity | None:
    """The activity, where this reader runs it, and while it stands so if `states` are named."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None or not may_lead(reading.session, activity, reading.person, reading.now):
        return None
    return activity if not states or activity.state in states else None


def _names(reading: Reading, rows: Sequence[SignUp]) -> str:
    names = [
        reading.session.get_one(Person, each.person_id).display_name or _("志愿者")
        for each in rows[:SHOWN]
    ]
    more = _("等") if len(rows) > SHOWN else ""
    return _("、").join(names) + more


def _roster(activity: Activity) -> Action:
    return Action(pgettext("button", "名单"), "roster", activity.subject)


def leader_wanted(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: whoever led it has gone."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None or activity.leader_id is not None or activity.state in OVER:
        return None
    if not may_make(reading.session, reading.person, reading.now):
        return None
    lines = [
        say_held(activity, reading.community, reading.now),
        _("没有领队了，请换一位。"),
    ]
    change = Action(pgettext("button", "改活动"), "change_activity", activity.subject, "main")
    return about(activity, activity.title, lines, change)


def sign_in_screen(_reading: Reading, values: dict[str, Any]) -> Message:
    """To the leader: where the code is that people scan."""
    text = _("给大家扫的码在这里，\n用平板或者手机打开，摆在桌上：\n{link}\n码自己换，别转给别人。")
    return say(text.format(link=values["link"]))
