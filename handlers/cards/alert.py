"""The card of an alert, for staff: what kind, since when, who has it; phone and place if called."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment, say_place
from handlers.understand.phone import say_phone
from handlers.understand.place import Place
from models.alert import CLOSED, OPEN, TAKEN, Alert, AlertCall
from models.membership import STAFF, roles_of
from models.person import Person
from models.words import N_

KINDS: dict[str, str] = {
    "fire_119": N_("火、煤气、被困"),
    "medical_120": N_("人不好了"),
    "police_110": N_("有危险、被骗"),
    "selfharm_12356": N_("不想活了"),
    "selfharm_soft": N_("话说得很重"),
    "welfare_check": N_("敲门没人应"),
}


def alert_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Loud at any hour; nothing for who is no staff. `bare`, for lists: no phone, place or name."""
    alert = reading.session.get(Alert, values["alert"])
    reader = reading.person
    if alert is None or reader is None:
        return None
    if not roles_of(reading.session, reader, reading.now).intersection(STAFF):
        return None
    now = reading.community.local(reading.now)
    since = say_moment(reading.community.local(alert.raised_at), now)
    bare = bool(values.get("bare"))
    lines = [
        Line(_("什么事"), _(KINDS.get(alert.kind, N_("急事")))),
        Line(_("谁"), _who(reading.session, alert, bare=bare)),
        Line(_("什么时候"), since),
        Line(_("现在"), _state(reading, alert)),
    ]
    if not bare and _may_ring(reading.session, alert, reader):
        lines[2:2] = contact_lines(reading.session, alert)
    title = _("急事（{number}）").format(number=alert.number)
    card = Card(title=title, lines=tuple(lines))
    return Message(
        Content(card=card, subject=alert.subject, alert=alert.state == OPEN),
        _actions(alert, reader),
        loud=True,
    )


def contact_lines(session: Session, alert: Alert) -> list[Line]:
    """Where it is and whom to ring, as far as that is known; whoever shows them writes it down."""
    person = session.get(Person, alert.person_id) if alert.person_id else None
    home = _home(person) if person is not None and person.building else ""
    place = alert.place or (_("家在{place}").format(place=home) if home else "")
    phone = say_phone(person.phone) if person and person.phone else ""
    return [
        Line(_("在哪儿"), place or _("还没说")),
        Line(_("电话"), phone or _("没留，在这里回")),
    ]


def _home(person: Person) -> str:
    return say_place(Place(building=person.building, unit=person.unit, room=person.room or ""))


def _may_ring(session: Session, alert: Alert, reader: Person) -> bool:
    """While nobody has it, whoever was called; then the one who has it; in the end nobody."""
    if alert.state == TAKEN:
        return alert.taken_by_id == reader.id
    rows = select(AlertCall.id).filter_by(alert_id=alert.id, person_id=reader.id)
    return alert.state == OPEN and session.scalar(rows) is not None


def _who(session: Session, alert: Alert, *, bare: bool) -> str:
    person = session.get(Person, alert.person_id) if alert.person_id else None
    name = (person.masked_name if bare else person.display_name) if person else ""
    return name or _("第 {n} 号来客").format(n=alert.contact_id)


def _state(reading: Reading, alert: Alert) -> str:
    if alert.state == OPEN:
        return _("还没人联系")
    by = reading.session.get(Person, alert.closed_by_id or alert.taken_by_id or 0)
    name = (by.display_name if by else "") or _("同事")
    if alert.state == CLOSED:
        return _("{name}处理完了").format(name=name)
    return _("{name}在联系").format(name=name)


def _actions(alert: Alert, reader: Person) -> tuple[Action, ...]:
    see = Action(pgettext("button", "看原话"), "see_alert", alert.subject)
    if alert.state == OPEN:
        take = Action(pgettext("button", "我来联系"), "take_alert", alert.subject, "main")
        return (take, see)
    if alert.state == TAKEN:
        close = Action(pgettext("button", "处理完"), "close_alert", alert.subject, "main")
        return (close, see)
    return ()
