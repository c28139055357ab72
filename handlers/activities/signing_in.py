"""签到码, 签到, 我走了: four digits that change, read out or scanned on the spot."""

import re
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.activities.sayings import say_span
from handlers.engine.chat import Chat
from handlers.engine.choices import plain
from handlers.language import _
from handlers.sayings import say_clock
from handlers.visit_readers import ARRIVING, Code
from models import activity_timers, attendance, day_code
from models.activity import Activity
from models.activity_rights import require_lead
from models.errors import Refused
from models.service_record import Evidence

#: what a scanned screen brings along with /start, and the same as words: 签到1205-01 4821
BY_SCAN = "c_"
SIGNING_IN = re.compile(
    rf"(?P<how>{BY_SCAN}|签到|sign in)\s*(?P<day>\d{{4}})-?(?P<n>\d{{2,3}})[_\s]+(?P<code>\d{{4}})",
    re.IGNORECASE,
)


def sign_in_code(chat: Chat) -> None:
    """签到码: the digits of now, for those who run it."""
    person = chat.somebody_known()
    activity = chosen(chat, "led")
    require_lead(chat.session, activity, person, chat.now)
    if not attendance.is_on(activity, chat.now):
        starts = chat.community.local(activity.starts_at - attendance.EARLY)
        chat.say(_("还没到时候，{clock}起能签到。").format(clock=say_clock(starts.time())))
        return
    activity_timers.give_screen(chat.session, activity, person.id, chat.now)
    until = chat.community.local(day_code.code_until(chat.now))
    chat.say(
        _("签到码 {code}，念给到场的人听。\n{clock}前能用，过后再写“签到码”。").format(
            code=day_code.code_at(activity, chat.now), clock=say_clock(until.time())
        )
    )


def sign_in_activity(chat: Chat) -> None:
    """签到: they read the digits off the leader's lips; a wrong one costs a try."""
    person = chat.somebody_known()
    activity = Activity.known(chat.session, chat.subject_id)
    asked = _("到了就好。请领队念 4 位签到码。")
    said, reader = _said_at_once(chat), Code()
    chat.suppose("code", reader, said["code"] if said else None)
    code = chat.ask("code", asked, reader)
    scanned = said is not None and said["how"] == BY_SCAN and said["code"] == code
    if _enter(chat, activity.id, code, Evidence.SCAN if scanned else Evidence.CODE):
        renew(chat, activity, person.id)


def _said_at_once(chat: Chat) -> re.Match[str] | None:
    """The digits that came with the first message: scanned, or typed behind the number."""
    if chat.opening is None:
        return None
    brought = chat.opening.data.get("code")
    said = brought if isinstance(brought, str) else plain(chat.opening.text)
    return SIGNING_IN.fullmatch(said) or ARRIVING.fullmatch(said)


def _enter(chat: Chat, activity_id: int, code: str, evidence: Evidence) -> bool:
    """Whether they are in; who is not on the list waits for the leader's nod."""
    person = chat.somebody_known()
    activity = Activity.locked(chat.session, activity_id)
    try:
        day_code.check_code(chat.session, activity, person, code, chat.now)
    except Refused as refused:
        if refused.ask == "code":
            wrong = partial(_count, activity_id=activity.id, person_id=person.id, at=chat.now)
            chat.note("wrong_activity_code", wrong)
        raise
    if not attendance.is_listed(chat.session, activity, person):
        chat.say(_("到了就好。名单上还没有您，\n跟领队说了，点头就算。"))
        for person_id in activity.leads:
            chat.tell(person_id, "walk_in_waits", activity=activity.id, who=person.id)
        return False
    attendance.sign_in(chat.session, activity, person, evidence, chat.now)
    clock = say_clock(chat.community.local(chat.now).time())
    chat.say(_("签好了，{clock}。\n先走的话，写“我走了”。").format(clock=clock))
    return True


def _count(session: Session, activity_id: int, person_id: int, at: datetime) -> None:
    activity = session.get_one(Activity, activity_id)
    day_code.note_wrong_code(session, activity, person_id, at)


def sign_out_activity(chat: Chat) -> None:
    """我走了: before the end; their own word for when."""
    person = chat.somebody_known()
    activity = Activity.locked(chat.session, chat.subject_id)
    row = attendance.sign_out(chat.session, activity, person, chat.now)
    when = say_span(row.in_at, chat.now, chat.community, chat.now)
    chat.say(_("好，{when}。\n领队记好时长，告诉您。").format(when=when))
    renew(chat, activity, person.id)
