"""Which activity is meant: the one on the button, the one named by its number, the only one."""

from typing import Literal

from sqlalchemy import Select, or_, select

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.readers import OneOf
from models.activity import LIVE, OPEN, PLANNED, Activity, ActivityState
from models.activity_rights import may_make
from models.errors import Refused
from models.sign_up import COMING, SignUp, SignUpState
from models.words import N_

#: "open": can be signed up for; "mine": they have a place or wait; "led": they run it, and its day
#: has come; "ahead": they run it and it lies ahead
Which = Literal["open", "mine", "led", "ahead"]
SHOWN = 4


def chosen(chat: Chat, which: Which) -> Activity:
    """The activity these words are about. Raises Refused when there is none."""
    if chat.talk.subject:
        return Activity.known(chat.session, chat.subject_id)
    ids = chat.keep(f"which {which}", lambda: [each.id for each in _found(chat, which)])
    if not ids:
        raise Refused(N_("现在没有这样的活动。\n看有哪些，写“活动”。"))
    if len(ids) == 1:
        return Activity.known(chat.session, ids[0])
    options = [Option(str(each), Activity.known(chat.session, each).title) for each in ids]
    picked = chat.ask("which", _("是哪一个？"), OneOf(_apart(chat, options)))
    return Activity.known(chat.session, int(picked))


def _apart(chat: Chat, options: list[Option]) -> list[Option]:
    """Two of the same name are told apart by their numbers."""
    labels = [each.label for each in options]
    return [
        each
        if labels.count(each.label) == 1
        else Option(each.key, f"{each.label} {Activity.known(chat.session, int(each.key)).number}")
        for each in options
    ]


def _found(chat: Chat, which: Which) -> list[Activity]:
    rows = select(Activity).where(Activity.community_id == chat.hearer.community_id)
    rows = rows.order_by(Activity.starts_at, Activity.id).limit(SHOWN)
    if which == "open":
        rows = rows.where(Activity.state.in_(OPEN), Activity.starts_at > chat.now)
    elif which == "mine":
        rows = _mine(chat, rows)
    else:
        rows = _led(chat, rows, which)
    return list(chat.session.scalars(rows))


def _mine(chat: Chat, rows: Select[Activity]) -> Select[Activity]:
    person_id = chat.hearer.person_id
    return rows.join(SignUp, SignUp.activity_id == Activity.id).where(
        SignUp.person_id == person_id,
        SignUp.state.in_((*COMING, SignUpState.WAITLIST, SignUpState.ATTENDED)),
        Activity.state.in_(LIVE),
    )


def _led(chat: Chat, rows: Select[Activity], which: Which) -> Select[Activity]:
    person_id = chat.hearer.person_id
    if not may_make(chat.session, chat.person, chat.now):
        rows = rows.where(or_(Activity.leader_id == person_id, Activity.deputy_id == person_id))
    if which == "ahead":
        return rows.where(Activity.state.in_(PLANNED))
    today = chat.community.local(chat.now).replace(hour=23, minute=59)
    held = (*LIVE, ActivityState.ENDED)
    return rows.where(Activity.state.in_(held), Activity.starts_at <= today)
