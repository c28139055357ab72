"""The live card of an activity: what everybody may read, and below it what this reader can do."""

from collections.abc import Iterable
from typing import Any

from handlers.activities.sayings import its_theme, leader_name, say_held, say_left
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.activity import (
    ACTIVITY_LABELS,
    Activity,
    ActivityRole,
    ActivityState,
    roles_at,
)
from models.activity_rights import may_lead, may_make
from models.attendance import is_on
from models.companion import heads
from models.sign_up import COMING, SignUp, SignUpState, sign_up_of
from models.waiting_list import position_of

CARD = "activity_card"
S = SignUpState
#: a card has room for six buttons; what there is to do takes at most four of them
TASKS_SHOWN = 4


def activity_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The card for this reader; a draft is shown to those who may publish it."""
    activity = reading.session.get(Activity, values["activity"])
    if activity is None:
        return None
    if activity.state is ActivityState.DRAFT and not _makes(reading):
        return None
    mine = sign_up_of(reading.session, activity.id, reading.person.id) if reading.person else None
    roles = roles_at(reading.session, activity)
    card = Card(
        title=activity.title,
        aside=activity.number,
        lines=tuple(_lines(reading, activity, roles)),
        note=_note(reading, activity, mine),
    )
    actions = _actions(reading, activity, roles, mine)
    return Message(Content(card=card, subject=activity.subject), actions)


def show_activities(chat: Chat, found: Iterable[Activity]) -> None:
    """Show these below what was just said, each as the asker may see it."""
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    for activity in found:
        message = activity_card(reading, {"activity": activity.id})
        if message is not None:
            chat.show(message.content, *message.actions)


def renew(chat: Chat, activity: Activity, person_id: int) -> None:
    """Draw somebody's card anew."""
    chat.card(person_id, CARD, activity.subject, activity=activity.id)


def _makes(reading: Reading) -> bool:
    return may_make(reading.session, reading.person, reading.now)


def _lines(reading: Reading, activity: Activity, roles: list[ActivityRole]) -> Iterable[Line]:
    yield Line(_("时间"), say_held(activity, reading.community, reading.now))
    yield Line(_("地点"), activity.place)
    if activity.about:
        yield Line(_("做什么"), activity.about)
    theme = its_theme(reading.session, activity)
    if theme:
        yield Line(_("主题"), theme)
    if activity.is_open(reading.now) or activity.state is ActivityState.DRAFT:
        yield Line(_("名额"), say_left(roles))
    else:
        yield Line(_("现在"), _(ACTIVITY_LABELS[activity.state]))
    yield Line(_("当心"), activity.risk_note or _("还没写"))
    if activity.min_age:
        yield Line(_("年龄"), _("满 {age} 岁").format(age=activity.min_age))
    yield Line(_("领队"), leader_name(reading.session, activity.leader_id))


def _note(reading: Reading, activity: Activity, mine: SignUp | None) -> str:
    """How this reader stands to it."""
    if activity.state is ActivityState.CANCELLED:
        return _("取消了：{reason}").format(reason=activity.cancel_reason)
    if mine is None or mine.state is S.CANCELLED:
        return ""
    role = reading.session.get_one(ActivityRole, mine.role_id).name
    if mine.state in COMING:
        more = heads(reading.session, [mine]) - 1
        text = _("您报了{role}，带 {n} 位。") if more else _("您报了{role}。")
        return text.format(role=role, n=more)
    if mine.state is S.ATTENDED:
        return _("您到了，{role}。").format(role=role)
    if mine.state is not S.WAITLIST:
        return ""
    if mine.answer_by is None:
        n = position_of(reading.session, mine)
        return _("{role}满了，您排第 {n}。").format(role=role, n=n)
    now = reading.community.local(reading.now)
    until = say_moment(reading.community.local(mine.answer_by), now)
    return _("{role}空出一个位子，\n{until}前回我就行。").format(role=role, until=until)


def _actions(
    reading: Reading, activity: Activity, roles: list[ActivityRole], mine: SignUp | None
) -> tuple[Action, ...]:
    own = _own(reading, activity, roles, mine)
    if may_lead(reading.session, activity, reading.person, reading.now):
        lead = _lead(reading, activity)
        # who leads it, or looks after it, has the buttons of the day first
        return (*lead, *own)[:6] if lead else tuple(own)
    return tuple(own)


def _own(
    reading: Reading, activity: Activity, roles: list[ActivityRole], mine: SignUp | None
) -> list[Action]:
    if mine is not None and mine.state in COMING and is_on(activity, reading.now):
        return [
            Action(pgettext("button", "签到"), "sign_in_activity", activity.subject, "main"),
            Action(pgettext("button", "来不了"), "not_attending", activity.subject),
        ]
    if not activity.is_open(reading.now):
        return []
    if mine is not None and mine.state in COMING:
        return [
            Action(pgettext("button", "来不了"), "not_attending", activity.subject),
            Action(pgettext("button", "带人一起"), "bring_along", activity.subject),
        ]
    if mine is not None and mine.state is S.WAITLIST:
        if mine.answer_by is None:
            return [Action(pgettext("button", "不排了"), "not_attending", activity.subject)]
        return offer_actions(activity)
    return join_actions(roles)


def offer_actions(activity: Activity) -> list[Action]:
    """A place was offered: yes or no."""
    return [
        Action(pgettext("button", "我来"), "take_place", activity.subject, "main"),
        Action(pgettext("button", "来不了"), "not_attending", activity.subject),
    ]


def join_actions(roles: list[ActivityRole]) -> list[Action]:
    """One button for each thing to do."""
    return [Action(role.name, "join_role", role.subject) for role in roles[:TASKS_SHOWN]]


def _lead(reading: Reading, activity: Activity) -> list[Action]:
    subject = activity.subject
    if activity.state is ActivityState.DRAFT:
        return [
            Action(pgettext("button", "发出"), "publish_activity", subject, "main"),
            Action(pgettext("button", "改活动"), "change_activity", subject),
            Action(pgettext("button", "取消活动"), "call_off_activity", subject, "danger"),
        ]
    if activity.state in (ActivityState.SETTLED, ActivityState.CANCELLED):
        return []
    if not is_on(activity, reading.now):
        actions = [Action(pgettext("button", "名单"), "roster", subject)]
        if activity.is_open(reading.now):
            if _makes(reading):
                actions.append(Action(pgettext("button", "请大家来"), "call_to_activity", subject))
                actions.append(Action(pgettext("button", "发群"), "for_group", subject))
            actions.append(Action(pgettext("button", "改活动"), "change_activity", subject))
            actions.append(Action(pgettext("button", "取消活动"), "call_off_activity", subject))
        else:
            actions.append(Action(pgettext("button", "结算"), "settle_activity", subject, "main"))
        return actions
    return [
        Action(pgettext("button", "签到码"), "sign_in_code", subject, "main"),
        Action(pgettext("button", "点名"), "call_roll", subject),
        Action(pgettext("button", "加人"), "add_walk_in", subject),
        Action(pgettext("button", "人次"), "headcount", subject),
        Action(pgettext("button", "结算"), "settle_activity", subject),
    ]
