"""改活动, 取消活动: everybody who signed up hears old, new and why, in one message."""

from typing import Any

from handlers.activities.card import renew, show_activities
from handlers.activities.choosing import chosen
from handlers.activities.readers import HeldAt
from handlers.activities.sayings import leader_name, say_held
from handlers.activities.telling import move_up, tell_leader
from handlers.activities.values import say_value
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.whom import ask_whom
from models import changing
from models.activity import Activity, ActivityRole, ActivityState, roles_at
from models.activity_rights import require_lead
from models.person import Person
from models.sign_up import COMING, SignUpState
from models.signing_up import people_at

PLACES = "places"
#: whoever runs it, and who stands in
LEADS = {"leader": "leader_id", "deputy": "deputy_id"}


def change_activity(chat: Chat) -> None:
    """What, to what, and why; old and new stand side by side before anybody hears."""
    by = chat.somebody_known()
    known = chosen(chat, "ahead")
    changing.check_may_change(chat.session, known, by, chat.now)
    options = [
        Option("place", pgettext("button", "地点")),
        Option("when", pgettext("button", "时间")),
        Option("leader", pgettext("button", "领队")),
        Option("deputy", pgettext("button", "副领队")),
        Option(PLACES, pgettext("button", "名额")),
        Option("risk_note", pgettext("button", "当心")),
    ]
    what = chat.ask("what", _("“{title}”要改什么？").format(title=known.title), OneOf(options))
    if what == PLACES:
        _change_places(chat, known, by)
        return
    new = _ask_new(chat, known, what)
    is_draft = known.state is ActivityState.DRAFT
    reason = "" if is_draft else chat.ask("reason", _("为什么改？大家会原样看到。"), Words(120))
    facts = [
        Fact(_("原来"), _old(chat, known, what)),
        Fact(_("改成"), say_value(chat.session, chat.community, what, new, chat.now)),
        *(
            [Fact(_("为什么"), reason, "", "reason", pgettext("button", "改原因"))]
            if reason
            else []
        ),
    ]
    title = _("改“{title}”").format(title=known.title)
    if not chat.confirm("card", title, facts, "", Option("yes", pgettext("button", "改"))):
        chat.say(_("好，没改，照旧。"))
        return
    _apply(chat, known.id, new, reason, by)


def _apply(chat: Chat, activity_id: int, new: dict[str, Any], reason: str, by: Person) -> None:
    activity = Activity.locked(chat.session, activity_id)
    row = changing.change(chat.session, activity, new, reason, by, chat.now)
    if activity.state is ActivityState.DRAFT:
        chat.say(_("改好了。"))
        show_activities(chat, [activity])
        return
    told = people_at(chat.session, activity, *COMING, SignUpState.WAITLIST)
    for mine in told:
        chat.tell(mine.person_id, "activity_changed", change=row.id)
        renew(chat, activity, mine.person_id)
    tell_leader(chat, activity, "activity_led", by)
    chat.say(_("改好了，{n} 位会收到原来的、\n现在的和原因。").format(n=len(told)))
    show_activities(chat, [activity])


def _ask_new(chat: Chat, known: Activity, what: str) -> dict[str, Any]:
    if what == "place":
        return {"place": chat.ask("place", _("改到哪里？"), Words(80))}
    if what == "risk_note":
        return {"risk_note": chat.ask("risk", _("要当心什么？"), Words(120))}
    if what in LEADS:
        return {LEADS[what]: ask_whom(chat, _("换谁来领队？写名字就行。")).id}
    starts = chat.community.local(known.starts_at)
    reader = HeldAt(chat.community.zone, starts.date(), (starts.time(), known.minutes))
    asked = _("改到哪天，几点到几点？\n像“周日上午9点到11点”。")
    span = chat.ask("when", asked, reader)
    return {"starts_at": span.start, "ends_at": span.end or span.start}


def _old(chat: Chat, known: Activity, what: str) -> str:
    if what == "when":
        return say_held(known, chat.community, chat.now)
    if what in LEADS:
        return leader_name(chat.session, getattr(known, LEADS[what]))
    return getattr(known, what) or _("还没写")


def _change_places(chat: Chat, known: Activity, by: Person) -> None:
    """More room is nothing anybody has to be told of, but those who wait."""
    roles = roles_at(chat.session, known)
    role_id = roles[0].id
    if len(roles) > 1:
        options = [Option(str(role.id), role.name) for role in roles]
        role_id = int(chat.ask("role", _("哪一样的名额？"), OneOf(options)))
    text = chat.ask("places", _("改成几位？写个数就行。"), Words(8))
    activity = Activity.locked(chat.session, known.id)
    role = chat.session.get_one(ActivityRole, role_id)
    places = int(text) if text.isdecimal() else 0
    changing.set_places(chat.session, activity, role, places, by, chat.now)
    chat.say(_("好，{name} {n} 位。").format(name=role.name, n=places))
    move_up(chat, activity, role)
    renew(chat, activity, by.id)


def call_off_activity(chat: Chat) -> None:
    """取消活动: with a reason, once sure; whoever signed up is told at once."""
    by = chat.somebody_known()
    known = chosen(chat, "ahead")
    require_lead(chat.session, known, by, chat.now)
    reason = chat.ask("reason", _("为什么取消？大家会原样看到。"), Words(120))
    sure = [
        Option("yes", pgettext("button", "取消活动")),
        Option("no", pgettext("button", "不取消")),
    ]
    n = len(people_at(chat.session, known, *COMING, SignUpState.WAITLIST))
    asked = _("取消“{title}”，{n} 位会收到。\n真的取消吗？").format(title=known.title, n=n)
    if chat.ask("sure", asked, OneOf(sure)) == "no":
        chat.say(_("好，没取消，照旧办。"))
        return
    activity = Activity.locked(chat.session, known.id)
    was_draft = activity.state is ActivityState.DRAFT
    for mine in changing.call_off(chat.session, activity, reason, by, chat.now):
        chat.tell(mine.person_id, "activity_cancelled", activity=activity.id)
        renew(chat, activity, mine.person_id)
    if not was_draft:
        tell_leader(chat, activity, "activity_cancelled", by)
    chat.say(_("取消了，都会告诉到。"))
