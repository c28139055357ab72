"""News of activities: a place that is free, a change, the reminders, what came of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.activities.card import join_actions, offer_actions
from handlers.activities.sayings import its_theme, leader_name, say_held, say_soon, say_tasks
from handlers.activities.values import say_change
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.about import about
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_clock, say_moment
from models.activity import Activity, ActivityChange, ActivityRole, ActivityState, roles_at
from models.calling import call_of
from models.notice import Notice
from models.opt_out import NoticeKind
from models.sign_up import COMING, SignUp, SignUpState, sign_up_of

S = SignUpState
#: a change of what begins so soon after quiet hours is told at night
IN_TIME = timedelta(hours=3)


def called(reading: Reading, notice: Notice) -> Message | None:
    """The invitation; nothing once it is full, or for whoever has answered already."""
    call = call_of(notice)
    activity = reading.session.get(Activity, call.id) if call is not None else None
    if activity is None or activity.state is not ActivityState.RECRUITING:
        return None
    if not activity.is_open(reading.now) or reading.person is None:
        return None
    if sign_up_of(reading.session, activity.id, reading.person.id) is not None:
        return None
    roles = roles_at(reading.session, activity)
    lines = [
        say_held(activity, reading.community, reading.now),
        activity.place,
        say_tasks(roles),
        _("当心：{risk}").format(risk=activity.risk_note),
        _("想来，按一下；来不了，不用回。\n不想收：写“少收通知”。"),
    ]
    free = [role for role in roles if role.places_left]
    message = about(
        activity, _headline(reading, activity), lines, *join_actions(free), _no(activity)
    )
    return replace(message, kind=NoticeKind.NEWS)


def _headline(reading: Reading, activity: Activity) -> str:
    theme = its_theme(reading.session, activity)
    if not theme:
        return _("请您来{title}").format(title=activity.title)
    return _("{title}，这个月做“{theme}”").format(title=activity.title, theme=theme)


def place_for_you(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who waits longest: a place is free, and until when to answer."""
    mine = reading.session.get(SignUp, values["sign_up"])
    if mine is None or mine.state is not S.WAITLIST or mine.answer_by is None:
        return None
    if mine.answer_by <= reading.now:
        return None
    activity = reading.session.get_one(Activity, mine.activity_id)
    role = reading.session.get_one(ActivityRole, mine.role_id)
    now = reading.community.local(reading.now)
    until = say_moment(reading.community.local(mine.answer_by), now)
    lines = [
        activity.title,
        say_soon(activity, reading.community, reading.now),
        activity.place,
        _("{until}前回我就行。").format(until=until),
    ]
    title = _("空出一个位子：{role}").format(role=role.name)
    return about(activity, title, lines, *offer_actions(activity))


def place_gone(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who did not answer in time; nothing is counted."""
    activity = _of(reading, values)
    if activity is None or not activity.is_open(reading.now):
        return None
    see = Action(pgettext("button", "看活动"), "see_activity", activity.subject)
    line = _("位子先问下一位了。\n还想来，再报一次就行。")
    return about(activity, activity.title, [line], see)


def activity_changed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Old, new and why; where the time or the place is another one, whether that still suits."""
    row = reading.session.get(ActivityChange, values["change"])
    if row is None or reading.person is None:
        return None
    activity = reading.session.get_one(Activity, row.activity_id)
    mine = sign_up_of(reading.session, activity.id, reading.person.id)
    if mine is None or mine.state not in (*COMING, S.WAITLIST):
        return None
    if not activity.is_open(reading.now):
        return None
    lines = say_change(reading.session, reading.community, row, reading.now)
    lines.append(_("为什么：{reason}").format(reason=row.reason))
    if "starts_at" not in row.changed:
        when = say_soon(activity, reading.community, reading.now)
        lines.append(_("时间不变，{when}。").format(when=when))
    lines.append(_("不方便了，按一下就行。"))
    yes = Action(pgettext("button", "来"), "attend", activity.subject, "main")
    actions = (yes, _no(activity)) if mine.state in COMING else (_no(activity),)
    title = _("{title}有变动").format(title=activity.title)
    return about(activity, title, lines, *actions, loud=_is_soon(reading, activity))


def activity_cancelled(reading: Reading, values: dict[str, Any]) -> Message | None:
    """It is off; rings at night for what would begin before the morning is over."""
    activity = _of(reading, values)
    if activity is None or activity.starts_at <= reading.now:
        return None
    lines = [
        _("原来是{when}。").format(when=say_soon(activity, reading.community, reading.now)),
        _("为什么：{reason}").format(reason=activity.cancel_reason),
        _("不用来了，对不起打乱您的安排。"),
    ]
    title = _("{title}取消了").format(title=activity.title)
    return about(activity, title, lines, loud=_is_soon(reading, activity))


def _is_soon(reading: Reading, activity: Activity) -> bool:
    """It begins before quiet hours end, or so soon after that nobody would hear in time."""
    morning = reading.community.quiet_end(reading.now)
    return morning is not None and activity.starts_at - morning < IN_TIME


def activity_week(reading: Reading, values: dict[str, Any]) -> Message | None:
    """A week before, to whoever has had a place for a while."""
    found = _mine(reading, values)
    if found is None:
        return None
    activity, role = found
    lines = [
        say_held(activity, reading.community, reading.now),
        activity.place,
        _("您报了{role}。").format(role=role.name),
        _("不方便了，按一下就行。"),
    ]
    return about(activity, activity.title, lines, _no(activity))


def still_attending(reading: Reading, values: dict[str, Any]) -> Message | None:
    """明天还来吗; nothing for who has given the place back."""
    found = _mine(reading, values)
    if found is None:
        return None
    activity, _role = found
    lines = [
        activity.title,
        say_soon(activity, reading.community, reading.now),
        activity.place,
    ]
    yes = Action(pgettext("button", "来"), "attend", activity.subject, "main")
    local = reading.community.local
    is_today = local(activity.starts_at).date() == local(reading.now).date()
    title = _("今天还来吗？") if is_today else _("明天还来吗？")
    return about(activity, title, lines, yes, _no(activity))


def activity_morning(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The morning of the day, to whoever has a place."""
    found = _mine(reading, values)
    if found is None:
        return None
    activity, role = found
    clock = say_clock(reading.community.local(activity.starts_at).time())
    lines = [
        _("今天{clock}，{place}，{role}。").format(
            clock=clock, place=activity.place, role=role.name
        ),
        _("领队{leader}。").format(leader=leader_name(reading.session, activity.leader_id)),
        _("当心：{risk}").format(risk=activity.risk_note),
        _("到了写“签到”。"),
    ]
    return about(activity, activity.title, lines, _no(activity))


def on_the_roster(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who was called: the leader has seen them."""
    activity = _of(reading, values)
    if activity is None:
        return None
    return about(activity, activity.title, [_("领队点到您了。\n先走的话，写“我走了”。")])


def _of(reading: Reading, values: dict[str, Any]) -> Activity | None:
    return reading.session.get(Activity, values["activity"])


def _mine(reading: Reading, values: dict[str, Any]) -> tuple[Activity, ActivityRole] | None:
    """The activity and what they do there, while they have a place and it lies ahead."""
    activity = _of(reading, values)
    if activity is None or reading.person is None or not activity.is_open(reading.now):
        return None
    mine = sign_up_of(reading.session, activity.id, reading.person.id)
    if mine is None or mine.state not in COMING:
        return None
    return activity, reading.session.get_one(ActivityRole, mine.role_id)


def _no(activity: Activity) -> Action:
    return Action(pgettext("button", "来不了"), "not_attending", activity.subject)


def calendar_link(_reading: Reading, values: dict[str, Any]) -> Message | None:
    """The address of a calendar: whoever has it can read it."""
    mine = _("您报的活动都在里面，\n别发给别人：")
    every = _("社区的活动都在里面：")
    how = _("在手机日历里按“订阅”，贴上它。")
    return say("\n".join([mine if values["own"] else every, values["link"], how]))
