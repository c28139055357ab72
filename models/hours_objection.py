"""Objections (异议): an entry of theirs in the hours book is wrong, or missing, somebody says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.community import Community
from models.errors import Refused
from models.hours_approving import agree
from models.hours_mending import Correction, correct
from models.membership import STAFF, require
from models.person import Person
from models.service_record import ServiceRecord
from models.timer import clear_timer, set_timer
from models.vault import Secret
from models.words import N_
from models.workdays import add_workdays

#: Decree 67 art. 13 says promptly; this is our number (domain.md section 2 [D])
ANSWER_WORKDAYS = 5
#: staff are reminded at this hour of the working day before; who waits hears at that one if late
REMIND_AT, LATE_AT = time(9), time(18)
DUE_TIMER, LATE_TIMER = "objection_due", "objection_late"


class ObjectionState(StrEnum):
    """Whether it was answered, and how."""

    OPEN = "open"
    CORRECTED = "corrected"
    KEPT = "kept"


class HoursObjection(Owned, Base):
    """One objection; Decree 67 art. 13 wants it looked at promptly, we answer in 5 working days."""

    __tablename__ = "hours_objection"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: the entry that is wrong; None: one is missing
    record_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_record.id"))
    #: what it is about when nothing was entered: "order:12", "activity:3" or ""
    subject: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Secret)
    #: what they say it should be; None: not said
    minutes: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[ObjectionState] = mapped_column(
        named(ObjectionState), default=ObjectionState.OPEN
    )
    due_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(Secret)
    answered_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def subject_name(self) -> str:
        """How timers and buttons name it."""
        return f"objection:{self.id}"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says is wrong: in which entry (None: one is missing), and how long it was."""

    record: ServiceRecord | None
    words: str
    minutes: int | None = None


def object_to(session: Session, person: Person, said: Said, at: datetime) -> HoursObjection:
    """Write down that an entry of theirs is wrong, or one is missing; the book stays as it is.

    The promised day is guarded by two timers. Raises Refused for somebody else's entry, and while
    the same one is being looked at.
    """
    record = said.record
    if record is not None and record.person_id != person.id:
        raise Refused(N_("这一笔不是您的。"))
    open_one = select(HoursObjection.id).filter_by(
        person_id=person.id,
        record_id=record.id if record is not None else None,
        state=ObjectionState.OPEN,
    )
    if record is not None and session.scalar(open_one.limit(1)) is not None:
        raise Refused(N_("这一笔您说过了，社区在看。"))
    community = session.get_one(
        Community, record.community_id if record is not None else person.community_id
    )
    today = community.local(at).date()
    row = HoursObjection(
        community_id=community.id,
        person_id=person.id,
        record_id=record.id if record is not None else None,
        subject=record.subject if record is not None else "",
        text=said.words,
        minutes=said.minutes,
        state=ObjectionState.OPEN,
        due_on=add_workdays(session, community.id, today, ANSWER_WORKDAYS),
        created_at=at,
    )
    session.add(row)
    session.flush()
    eve = add_workdays(session, community.id, row.due_on, -1)
    remind, late = community.moment(eve, REMIND_AT), community.moment(row.due_on, LATE_AT)
    set_timer(session, community.id, DUE_TIMER, row.subject_name, remind)
    set_timer(session, community.id, LATE_TIMER, row.subject_name, late)
    return row


def put_off(session: Session, row: HoursObjection, at: datetime) -> None:
    """The promised day has come without an answer: the next working day is promised."""
    community = session.get_one(Community, row.community_id)
    row.due_on = add_workdays(session, community.id, community.local(at).date(), 1)
    late = community.moment(row.due_on, LATE_AT)
    set_timer(session, community.id, LATE_TIMER, row.subject_name, late)


def open_objections(session: Session, community_id: int) -> Sequence[HoursObjection]:
    """What has no answer yet, due first; whoever has left waits for none."""
    rows = (
        select(HoursObjection)
        .join(Person, Person.id == HoursObjection.person_id)
        .where(
            HoursObjection.community_id == community_id,
            HoursObjection.state == ObjectionState.OPEN,
            Person.left_at.is_(None),
        )
    )
    return session.scalars(rows.order_by(HoursObjection.due_on, HoursObjection.id)).all()


def missing_of(session: Session, person: Person) -> HoursObjection | None:
    """The oldest open one in which this person said that an entry is missing."""
    rows = select(HoursObjection).filter_by(
        person_id=person.id, record_id=None, state=ObjectionState.OPEN
    )
    return session.scalar(rows.order_by(HoursObjection.id).limit(1).with_for_update())


def to_answer(session: Session, objection_id: int, by: Person, at: datetime) -> HoursObjection:
    """The objection, locked, for somebody who may answer it. Raises Refused."""
    require(session, by, STAFF, at)
    row = session.get(HoursObjection, objection_id, with_for_update=True, populate_existing=True)
    if row is None or row.community_id != by.community_id:
        raise Refused(N_("这条找不到了。\n想看等着的，写“异议”。"))
    if row.state is not ObjectionState.OPEN:
        raise Refused(N_("这条已经有人回了。\n按了没有变化。"))
    if row.person_id == by.id:
        raise Refused(N_("自己的时长，要别的同事来看。"))
    return row


def answer_by_correcting(
    session: Session, row: HoursObjection, change: Correction, at: datetime
) -> ServiceRecord | None:
    """The entry is countered and written anew; it counts at once where this person's yes is enough.

    Raises Refused as `correct` does.
    """
    record = session.get_one(ServiceRecord, row.record_id)
    new = correct(session, record, change, at)
    if new is not None:
        agree(session, new, change.by_id, at)
    _answer(session, row, (ObjectionState.CORRECTED, change.by_id, change.reason), at)
    return new


def answer_with_entry(
    session: Session, row: HoursObjection, record: ServiceRecord, at: datetime
) -> None:
    """What was missing has been made up for."""
    row.subject = record.subject
    _answer(session, row, (ObjectionState.CORRECTED, record.recorder_id, record.reason), at)


def answer_by_keeping(
    session: Session, row: HoursObjection, by: Person, reason: str, at: datetime
) -> None:
    """The book stays as it is, and why."""
    _answer(session, row, (ObjectionState.KEPT, by.id, reason), at)


def _answer(
    session: Session, row: HoursObjection, said: tuple[ObjectionState, int, str], at: datetime
) -> None:
    row.state, row.answered_by_id, row.answer = said
    row.answered_at = at
    for kind in (DUE_TIMER, LATE_TIMER):
        clear_timer(session, kind, row.subject_name)
    session.flush()
