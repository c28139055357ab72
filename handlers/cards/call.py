"""The card of somebody who wants to be called, for staff: who, since when, done or not."""

from typing import Any, Literal

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from handlers.understand.phone import mask_phone
from models.call_request import CallRequest
from models.membership import STAFF, roles_of
from models.person import Person
from models.voices import voices_of


def call_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Name and phone masked, as on every list of staff; nothing for anybody else."""
    call = reading.session.get(CallRequest, values["call"])
    if call is None or not roles_of(reading.session, reading.person, reading.now) & set(STAFF):
        return None
    person = reading.session.get(Person, call.person_id) if call.person_id else None
    who = (person.masked_name if person else "") or _("第 {n} 号来客").format(n=call.contact_id)
    phone = mask_phone(person.phone) if person and person.phone else _("没留电话")
    now = reading.community.local(reading.now)
    since = say_moment(reading.community.local(call.at), now)
    lines = [Line(_("谁"), who), Line(_("电话"), phone), Line(_("什么时候"), since)]
    if call.done_by_id is not None:
        by = reading.session.get_one(Person, call.done_by_id).display_name
        lines.append(Line(_("现在"), _("{name}打过了").format(name=by)))
    voices = len(voices_of(reading.session, call.contact_id, call.at))
    if voices:
        lines.append(Line(_("语音"), _("{n} 段").format(n=voices)))
    title = _("发来语音") if voices else _("想找社区说话")
    card = Card(title=title, lines=tuple(lines))
    actions = () if call.done_at is not None else _actions(call, has_voice=bool(voices))
    return Message(Content(card=card, subject=call.subject), actions)


def _actions(call: CallRequest, *, has_voice: bool) -> tuple[Action, ...]:
    hear = Action(pgettext("button", "听录音"), "hear_voice", call.subject, "main")
    style: Literal["plain", "main"] = "plain" if has_voice else "main"
    return (
        *((hear,) if has_voice else ()),
        Action(pgettext("button", "打过了"), "called", call.subject, style),
        Action(pgettext("button", "看号码"), "see_number", call.subject),
    )
