"""The card of somebody who wants to be called, for staff: who, since when, done or not."""

from typing import Any

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from handlers.understand.phone import mask_phone
from models.call_request import CallRequest
from models.membership import STAFF, roles_of
from models.person import Person


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
    card = Card(title=_("想找社区说话"), lines=tuple(lines))
    actions = () if call.done_at is not None else _actions(call)
    return Message(Content(card=card, subject=call.subject), actions)


def _actions(call: CallRequest) -> tuple[Action, ...]:
    return (
        Action(pgettext("button", "打过了"), "called", call.subject, "main"),
        Action(pgettext("button", "看号码"), "see_number", call.subject),
    )
