"""Who hears what of an alert: those called for it, on every chat they have; she who wrote it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.engine.chat import Told
from handlers.language import _
from models.alert import TAKEN, Alert, alert_readers
from models.community import Community
from models.duty import on_duty
from models.person import Person

CARD = "alert_card"


def cards(alert: Alert, people: Iterable[int]) -> list[Told]:
    """Its live card, sent or renewed on every chat of theirs."""
    return [Told(each, CARD, _of(alert), alert.subject, everywhere=True) for each in people]


def renewed(session: Session, alert: Alert, at: datetime) -> list[Told]:
    """What has changed stands on the card of everybody who was called: one press clears all."""
    return cards(alert, alert_readers(session, alert, at))


def to_called(session: Session, alert: Alert, notice: str, at: datetime) -> list[Told]:
    """Something new of it: to whoever has it, else to everybody who was called."""
    people = alert_readers(session, alert, at)
    if alert.state == TAKEN and alert.taken_by_id is not None:
        people = [alert.taken_by_id]
    return [Told(each, notice, _of(alert), everywhere=True) for each in people]


def taken(session: Session, alert: Alert, at: datetime) -> list[Told]:
    """Somebody has it: the others may go back to sleep, she hears who will ring her."""
    others = [each for each in alert_readers(session, alert, at) if each != alert.taken_by_id]
    return [
        *renewed(session, alert, at),
        *(Told(each, "alert_taken", _of(alert), everywhere=True) for each in others),
        to_her(alert, "alert_answered"),
    ]


def to_her(alert: Alert, notice: str, called: Iterable[int] = ()) -> Told:
    """To the chat she wrote in, though nobody may know whose it is."""
    values = {**_of(alert), "called": list(called)}
    return Told(0, notice, values, contact_id=alert.contact_id)


def _of(alert: Alert) -> dict[str, Any]:
    """What its news name: when she leaves, they are found by the person."""
    return {"alert": alert.id, "person": alert.person_id}


def to_worker(alert: Alert, worker_id: int) -> Told:
    """Words, place and phone, to one who may read them and for whom that was written down."""
    return Told(worker_id, "alert_words", _of(alert))


def calling(session: Session, community: Community, called: Iterable[int], at: datetime) -> str:
    """The line that says whom we call: true before anybody has pressed, and no promise."""
    if not called:
        return nobody_there()
    watch = on_duty(session, community, at)
    if not watch.has_list:
        return _("社区值班的人我在叫。")
    listed = [each for each in called if each in watch.people]
    if not listed:
        return _("现在没有人值班，还没人应。\n社区的人我都在叫。")
    return _("值班的{name}我在叫。").format(name=name_of_staff(session.get(Person, listed[-1])))


def nobody_there() -> str:
    """Nobody of ours can be reached: no staff, or no database to find them in."""
    return _("社区这会儿没有人能叫到，先打电话。")


def has_answered(session: Session, alert: Alert) -> str:
    """Somebody has pressed; only then it may be said that they will ring."""
    by = session.get(Person, alert.taken_by_id or 0)
    return _("{name}看到了，会联系您。").format(name=name_of_staff(by))


def name_of_staff(person: Person | None) -> str:
    """What a resident reads of whoever looks after her."""
    return (person.display_name if person else "") or _("社区的人")
