"""Alerts (急事): somebody wrote of an emergency; it stands first until it is closed with a result.

It is no order: it has no state that anybody could claim it in, and never enters the pool. Whoever
is on duty is called; who does not press in time is followed by the next; one has it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit, note_deed
from models.base import Base, BigKey, Instant, Key, Owned
from models.community import Community
from models.consent import UNANSWERED
from models.contact import Contact
from models.duty import ring_order
from models.errors import Refused
from models.membership import STAFF, people_with, require
from models.person import Person
from models.vault import Secret
from models.words import N_

OPEN, TAKEN, CLOSED = "open", "taken", "closed"
TIMER = "alert_next"
#: what the same chat writes within this time belongs to the alert that stands
SAME = timedelta(minutes=30)
#: characters of her words that one alert keeps
LONGEST = 4_000
SHOWN = 20


class Alert(Owned, Base):
    """One emergency of one chat. `kind` is the class, `number` what was said to ring first."""

    __tablename__ = "alert"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: fire_119, medical_120, police_110, selfharm_12356, welfare_check, selfharm_soft
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(16))
    #: all she wrote, a message a line
    words: Mapped[str | None] = mapped_column(Secret)
    #: where it is, as she said it
    place: Mapped[str | None] = mapped_column(Secret)
    #: "open", "taken" or "closed"
    state: Mapped[str] = mapped_column(String(8), default=OPEN)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    taken_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    #: what came of it, in the words of whoever closed it
    outcome: Mapped[str | None] = mapped_column(Secret)

    @property
    def subject(self) -> str:
        """How buttons, cards and timers name it: alert:12."""
        return f"alert:{self.id}"


class AlertCall(Owned, Base):
    """Somebody of the staff was called for an alert, and saw where it is and whom to ring."""

    __tablename__ = "alert_call"
    __table_args__ = (UniqueConstraint("alert_id", "person_id"),)

    id: Mapped[Key]
    alert_id: Mapped[int] = mapped_column(BigKey, ForeignKey("alert.id"))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: class, number and the words."""

    kind: str
    number: str
    words: str


def raise_alert(
    session: Session, contact: Contact, heard: Heard, at: datetime
) -> tuple[Alert, bool]:
    """The alert of this chat, with these words; True when it is new.

    One who writes again while it stands is not a second emergency; the lock of her conversation
    lets her messages come one by one.
    """
    standing = standing_alert(session, contact.id)
    if standing is not None and standing.raised_at > at - SAME:
        add_words(standing, heard.words)
        if heard.number not in standing.number.split("、"):
            standing.number = f"{standing.number}、{heard.number}"[:16]
            note_deed(session, standing, "alert_raised", contact.person_id, at, heard.kind)
        session.flush()
        return standing, False
    row = Alert(
        community_id=contact.community_id,
        contact_id=contact.id,
        person_id=contact.person_id,
        kind=heard.kind,
        number=heard.number,
        words=heard.words[:LONGEST],
        state=OPEN,
        raised_at=at,
    )
    session.add(row)
    session.flush()
    note_deed(session, row, "alert_raised", contact.person_id, at, heard.kind)
    return row, True


def standing_alert(session: Session, contact_id: int) -> Alert | None:
    """The newest alert of this chat that is not closed, locked."""
    rows = select(Alert).where(Alert.contact_id == contact_id, Alert.state != CLOSED)
    return session.scalars(rows.order_by(Alert.id.desc()).limit(1).with_for_update()).first()


def add_words(alert: Alert, words: str) -> None:
    """One message more; what is too long by now is cut at its end."""
    alert.words = f"{alert.words or ''}\n{words}".strip()[:LONGEST]


def call_next(session: Session, alert: Alert, community: Community, at: datetime) -> list[int]:
    """The next who are to be called, written down as called and shown; none when all were."""
    asked = {*called_for(session, alert), alert.person_id}
    waves = ring_order(session, community, at)
    fresh = [left for wave in waves if (left := [each for each in wave if each not in asked])]
    called = fresh[0] if fresh else []
    for person_id in called:
        _call(session, alert, person_id, at)
        note_alert_reading(session, alert, person_id, "contact", at)
    session.flush()
    return called


def _call(session: Session, alert: Alert, person_id: int, at: datetime) -> None:
    row = AlertCall(community_id=alert.community_id, alert_id=alert.id, person_id=person_id, at=at)
    session.add(row)


def called_for(session: Session, alert: Alert) -> list[int]:
    """Ids of everybody who was called for it, first called first."""
    rows = select(AlertCall.person_id).filter_by(alert_id=alert.id).order_by(AlertCall.id)
    return list(session.scalars(rows))


def note_alert_reading(
    session: Session, alert: Alert, reader_id: int, what: str, at: datetime
) -> None:
    """Write down that phone and place ("contact") or her words ("words") were shown."""
    if reader_id == alert.person_id:
        return
    subject = f"person:{alert.person_id}" if alert.person_id else alert.subject
    session.add(
        Audit(
            community_id=alert.community_id,
            actor_id=reader_id,
            action=f"shown_{what}",
            subject=subject,
            detail=alert.subject,
            at=at,
        )
    )


def own_alert(session: Session, alert_id: int, by: Person, at: datetime) -> Alert:
    """An alert of the worker's own community, locked. Raises Refused for anybody else."""
    require(session, by, STAFF, at)
    row = session.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    if row is None or row.community_id != by.community_id:
        raise Refused(N_("这件急事找不到了。\n写“清单”看还有哪些。"))
    return row


def take(session: Session, alert_id: int, by: Person, at: datetime) -> tuple[Alert, bool]:
    """我来联系: the first who presses has it; False for whoever comes later.

    What follows shows phone and place, which is written down. Raises Refused for who is no staff.
    """
    row = own_alert(session, alert_id, by, at)
    if row.state != OPEN:
        return row, False
    row.state, row.taken_by_id, row.taken_at = TAKEN, by.id, at
    if by.id not in called_for(session, row):
        _call(session, row, by.id, at)  # from the list: the card is renewed for them, too
    note_deed(session, row, "alert_taken", by.id, at)
    session.flush()
    return row, True


def close(session: Session, alert_id: int, by: Person, outcome: str, at: datetime) -> Alert:
    """处理完: what came of it. Raises Refused while nobody has it, and when it is closed."""
    row = own_alert(session, alert_id, by, at)
    if row.state == CLOSED:
        raise Refused(N_("这件急事已经处理完了。\n写“清单”看还有哪些。"))
    if row.state == OPEN:
        raise Refused(N_("这件急事还没人联系。\n先按“我来联系”。"))
    row.state, row.outcome = CLOSED, outcome
    row.closed_by_id, row.closed_at = by.id, at
    if session.get_one(Contact, row.contact_id).overseas == UNANSWERED:
        row.words = row.place = None  # she never agreed that they are kept
    note_deed(session, row, "alert_closed", by.id, at)
    session.flush()
    return row


def standing_alerts(session: Session, community_id: int) -> list[Alert]:
    """What is not closed: nobody has it yet first, then the oldest."""
    rows = select(Alert).where(Alert.community_id == community_id, Alert.state != CLOSED)
    ordered = rows.order_by(Alert.state, Alert.raised_at, Alert.id)  # "open" before "taken"
    return list(session.scalars(ordered.limit(SHOWN)))


def alert_readers(session: Session, alert: Alert, at: datetime) -> list[int]:
    """Whose card of it changes: everybody who was called, as far as they are still staff."""
    staff = set(people_with(session, alert.community_id, STAFF, at))
    return [each for each in called_for(session, alert) if each in staff]
