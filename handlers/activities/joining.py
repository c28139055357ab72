"""报名, 来, 我来, 来不了: a place by one tap, and given back by one."""

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.activities.sayings import leader_name, say_soon
from handlers.activities.telling import move_up
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.readers import OneOf
from handlers.sayings import say_clock
from models import signing_up
from models.activity import Activity, ActivityRole, roles_at
from models.errors import Refused
from models.membership import Role, roles_of
from models.sign_up import COMING, SignUpState, sign_up_of
from models.waiting_list import position_of
from models.words import N_


def join_role(chat: Chat) -> None:
    """One press on what they would do; who is no volunteer yet signs up first and comes back."""
    role = chat.session.get(ActivityRole, chat.subject_id)
    if role is None:
        raise Refused(N_("这个活动找不到了。\n看现在有哪些，写“活动”。"))
    _join(chat, role)


def sign_up(chat: Chat) -> None:
    """报名1205-01: which one, and what they would do where there is a choice."""
    activity = chosen(chat, "open")
    roles = roles_at(chat.session, activity)
    if len(roles) == 1:
        _join(chat, roles[0])
        return
    options = [Option(str(role.id), role.name) for role in roles]
    asked = _("“{title}”，想做哪样？").format(title=activity.title)
    role_id = int(chat.ask("role", asked, OneOf(options)))
    _join(chat, chat.session.get_one(ActivityRole, role_id))


def _join(chat: Chat, role: ActivityRole) -> None:
    person = chat.person
    if person is None or Role.VOLUNTEER not in roles_of(chat.session, person, chat.now):
        signing_up.must_be_open(Activity.known(chat.session, role.activity_id), chat.now)
        chat.then("signup", role.subject, chat.opening)
        return
    activity = Activity.locked(chat.session, role.activity_id)
    mine = signing_up.join(chat.session, activity, role, person, chat.now)
    if mine.state in COMING:
        _say_kept(chat, activity, role)
    else:
        n = position_of(chat.session, mine)
        places = _("谢谢您，{role}满了，您排第 {n}。\n有空位就问您。")
        chat.say(places.format(role=role.name, n=n))
    renew(chat, activity, person.id)


def _say_kept(chat: Chat, activity: Activity, role: ActivityRole) -> None:
    starts = chat.community.local(activity.starts_at)
    chat.say(_("给您留好了，{role}。").format(role=role.name))
    chat.say(
        _("领队{leader}，{clock}在{place}。\n前一天提醒您。").format(
            leader=leader_name(chat.session, activity.leader_id),
            clock=say_clock(starts.time()),
            place=activity.place,
        )
    )


def take_place(chat: Chat) -> None:
    """我来: a place that was offered to who waited."""
    person = chat.somebody_known()
    known = chosen(chat, "mine")
    activity = Activity.locked(chat.session, known.id)
    mine = signing_up.accept(chat.session, activity, person, chat.now)
    role = chat.session.get_one(ActivityRole, mine.role_id)
    when = say_soon(activity, chat.community, chat.now)
    chat.say(
        _("给您留好了，{role}。\n{when}，{place}。").format(
            role=role.name, when=when, place=activity.place
        )
    )
    renew(chat, activity, person.id)


def attend(chat: Chat) -> None:
    """来: they still come; the one who was offered a place means that."""
    person = chat.somebody_known()
    activity = chosen(chat, "mine")
    mine = sign_up_of(chat.session, activity.id, person.id)
    if mine is not None and mine.state is SignUpState.WAITLIST and mine.answer_by is not None:
        chat.then("take_place", activity.subject)
        return
    signing_up.confirm(chat.session, Activity.locked(chat.session, activity.id), person, chat.now)
    chat.say(_("好，到时候见。"))
    renew(chat, activity, person.id)


def not_attending(chat: Chat) -> None:
    """来不了, 不排了: one tap, no reason, no count; the next one is asked at once."""
    person = chat.somebody_known()
    known = chosen(chat, "mine")
    activity = Activity.locked(chat.session, known.id)
    before = sign_up_of(chat.session, activity.id, person.id)
    state = before.state if before else None
    mine = signing_up.give_up(chat.session, activity, person, chat.now)
    chat.say(_said(state))
    if mine is not None:
        move_up(chat, activity, chat.session.get_one(ActivityRole, mine.role_id))
    renew(chat, activity, person.id)


def _said(state: SignUpState | None) -> str:
    if state in COMING:
        return _("好，谢谢您早说。\n下回的日子定了再问您。")
    if state is SignUpState.WAITLIST:
        return _("好，不排了。下回再来。")
    if state is SignUpState.ATTENDED:
        return _("您已经签到了。先走的话，写“我走了”。")
    return _("好，没关系。这次不再问您。")
