"""After an activity: 写两句, 核实 for the leader's own minutes, 加上 for whoever just came."""

from handlers.activities.card import renew, show_activities
from handlers.activities.choosing import chosen
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf, Words
from models import attendance
from models.activity import Activity
from models.activity_lists import shared_stories
from models.activity_recheck import to_recheck
from models.activity_rights import require_maker
from models.errors import Refused
from models.hours_approving import approve_records, doubt
from models.person import Person
from models.publishing import note
from models.service_record import ServiceRecord
from models.sign_up import SignUpState, sign_up_of
from models.words import N_

LONGEST = 300
#: stories at once
SHOWN = 5


def see_activity(chat: Chat) -> None:
    """看活动: its card."""
    show_activities(chat, [chosen(chat, "open")])


def write_story(chat: Chat) -> None:
    """写两句: what they want to say of it; others read it only with their yes, without a name."""
    person = chat.somebody_known()
    mine = sign_up_of(chat.session, chat.subject_id, person.id)
    if mine is None or mine.state is not SignUpState.ATTENDED:
        raise Refused(N_("来过的人才能写这个活动。\n看有哪些活动，写“活动”。"))
    story = chat.ask("story", _("想说什么，写在这里。\n一两句就好。"), Words(LONGEST))
    choices = [
        Option("yes", pgettext("button", "可以")),
        Option("no", pgettext("button", "只给社区")),
    ]
    asked = _("不写名字，给别的志愿者也看看，\n可以吗？")
    may_share = chat.ask("share", asked, OneOf(choices)) == "yes"
    mine.story, mine.may_share_story = story, may_share
    chat.say(_("记下了，谢谢您写给我们。\n想看大家写的，写“大家写的”。"))


def read_stories(chat: Chat) -> None:
    """大家写的: what others wrote and are glad to share, the newest first, without names."""
    person = chat.somebody_known()
    rows = shared_stories(chat.session, person.community_id, SHOWN)
    if not rows:
        chat.say(_("还没有人写。\n去过活动，按“写两句”就行。"))
    for activity, story in rows:
        chat.say(_("{title}：“{story}”").format(title=activity.title, story=story))


def agree_minutes(chat: Chat) -> None:
    """核实: a colleague agrees to the minutes of whoever led it."""
    by = chat.somebody_known()
    require_maker(chat.session, by, chat.now)
    activity = Activity.known(chat.session, chat.subject_id)
    if activity.community_id != by.community_id:
        raise Refused(N_("这个活动是别的社区的。"))
    done = approve_records(chat.session, activity.subject, by.id, chat.now)
    chat.say(ngettext("核实了 {n} 笔。", "核实了 {n} 笔。", done).format(n=done))


def take_in(chat: Chat) -> None:
    """加上: whoever stands there and is not on the list, by the leader's press."""
    by = chat.somebody_known()
    activity_id, _dash, who = chat.talk.subject.partition(":")[2].partition("-")
    activity = Activity.locked(chat.session, int(activity_id))
    person = chat.session.get_one(Person, int(who))
    attendance.walk_in(chat.session, activity, person, by, chat.now)
    chat.say(_("加上了，从现在算。"))
    chat.tell(person.id, "on_the_roster", activity=activity.id)
    renew(chat, activity, by.id)


def rechecked(chat: Chat) -> None:
    """问过了: somebody of the staff has asked, and it is right."""
    _looked_at(chat, "rechecked")
    chat.say(_("好，记下了：问过，对得上。"))


def recheck_fails(chat: Chat) -> None:
    """对不上: why is asked, the minutes rest, and whoever they belong to is told."""
    person = chat.somebody_known()
    require_maker(chat.session, person, chat.now)
    reason = chat.ask("reason", _("哪里对不上？写一句，\n领队和本人会看到。"), Words(LONGEST))
    record, activity = _looked_at(chat, "recheck_failed")
    doubt(chat.session, record)
    chat.say(_("记下了，这笔先不算。\n领队和本人会来说明。"))
    for person_id in filter(None, {record.person_id, activity.leader_id}):
        chat.tell(person_id, "attendance_doubted", activity=activity.id, reason=reason)


def _looked_at(chat: Chat, action: str) -> tuple[ServiceRecord, Activity]:
    """The entry and its activity, by staff who have nothing to do with either; written down."""
    person = chat.somebody_known()
    require_maker(chat.session, person, chat.now)
    record, activity = _drawn(chat)
    concerned = (record.person_id, activity.leader_id, activity.settled_by_id)
    if record.community_id != person.community_id or person.id in concerned:
        raise Refused(N_("这一笔要别的同事来看。"))
    note(chat.session, activity, action, person, chat.now)
    return record, activity


def _drawn(chat: Chat) -> tuple[ServiceRecord, Activity]:
    """The entry on the button; where the activity is named by its number, the one drawn there."""
    if chat.talk.subject.startswith("record:"):
        record = chat.session.get_one(ServiceRecord, chat.subject_id)
        return record, Activity.known(chat.session, int(record.subject.partition(":")[2]))
    activity = Activity.known(chat.session, chat.subject_id)
    drawn = to_recheck(chat.session, activity, activity.settled_by_id or 0)
    if drawn is None:
        raise Refused(N_("这个活动没有要再问的。\n看有哪些，写“活动”。"))
    return drawn, activity
