"""做活动, 发活动: one message and one card; or from a template, or like the last one."""

from handlers.activities.asking import ask_plan, plan_facts
from handlers.activities.basis import NOTHING, ask_basis
from handlers.activities.card import show_activities
from handlers.activities.choosing import chosen
from handlers.activities.telling import tell_leader
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.understand.gathering import Gathering, read_gathering
from models import publishing
from models.activity import Activity
from models.activity_rights import require_maker
from models.person import Person

_WORDS = ("做活动", "发活动", "办活动", "make an activity")


def make_activity(chat: Chat) -> None:
    """What the message leaves out is asked; then everything on one card, each line to change."""
    by = chat.somebody_known()
    require_maker(chat.session, by, chat.now)
    said = _said(chat)
    basis = NOTHING if said.title else ask_basis(chat)
    plan = ask_plan(chat, by, said, basis)
    publishing.check_plan(plan, chat.now)
    note = _("发出以后，改要写原因，\n报了名的人都会知道。")
    send = Option("yes", pgettext("button", "发出"))
    if not chat.confirm("card", _("办活动"), plan_facts(chat, plan), note, send):
        chat.say(_("好，先不发。想发了，再写“做活动”。"))
        return
    key = chat.keep("key", chat.hearer.new_token)
    activity = publishing.draft(chat.session, chat.community, plan, by, key, chat.now)
    publishing.publish(chat.session, chat.community, activity, by, chat.now)
    _say_published(chat, activity, by)


def publish_activity(chat: Chat) -> None:
    """发出: a draft that a rule made and that says everything now."""
    by = chat.somebody_known()
    require_maker(chat.session, by, chat.now)
    known = chosen(chat, "ahead")
    activity = Activity.locked(chat.session, known.id)
    publishing.publish(chat.session, chat.community, activity, by, chat.now)
    _say_published(chat, activity, by)


def _say_published(chat: Chat, activity: Activity, by: Person) -> None:
    chat.say(
        _("发出去了，编号 {number}。\n想请人来，按“请大家来”。").format(number=activity.number)
    )
    tell_leader(chat, activity, "activity_led", by)
    show_activities(chat, [activity])


def _said(chat: Chat) -> Gathering:
    text = chat.opening.text.strip() if chat.opening else ""
    for word in _WORDS:
        text = text.removeprefix(word)
    said_at = chat.opening.said_at if chat.opening else chat.now
    return read_gathering(text.strip(" :：,，\n"), chat.community.local(said_at))
