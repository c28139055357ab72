"""How entries of the hours book come to count: agreed to, or not, and never by oneself."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import Select, and_, func, not_, select
from sqlalchemy.orm import Session

from models.errors import Refused
from models.hours_book import HONOUR, lock_person, lock_record
from models.hours_gates import Gate, gate_of, may_pass
from models.hours_mending import renew_as
from models.membership import STAFF, require
from models.person import Person
from models.same_person import is_same_person, person_ids_of
from models.service_record import STANDING, Evidence, RecordState, ServiceRecord
from models.words import N_

#: nobody has agreed yet, or what was agreed is doubted
WAITING = (RecordState.PENDING, RecordState.DISPUTED)


def agree(session: Session, record: ServiceRecord, approver_id: int, at: datetime) -> bool:
    """Let the entry count if this person's yes is enough; else it goes on waiting, False."""
    lock_record(session, record)
    if record.state not in WAITING or is_own(session, record, approver_id):
        return False
    if not may_pass(session, record, approver_id, at):
        return False
    record.state, record.approved_by_id, record.approved_at = RecordState.APPROVED, approver_id, at
    session.flush()
    return True


def is_own(session: Session, record: ServiceRecord, approver_id: int) -> bool:
    """One's own time, and what one has made up for somebody else, are for others to look at."""
    made_up = record.kind == HONOUR and record.recorder_id == approver_id
    return made_up or is_same_person(session, record.person_id, approver_id)


def approve(
    session: Session, record: ServiceRecord, by: Person, at: datetime, reason: str = ""
) -> None:
    """A member of staff agrees to one entry; `reason` lets it pass the gate of 12 hours.

    Raises Refused with what is missing: another pair of eyes, a coordinator, a reason
    (`ask="reason"`).
    """
    _may_decide(session, record, by, at)
    if reason and not record.reason:
        record.reason = reason
    if agree(session, record, by.id, at):
        return
    if gate_of(session, record) is Gate.REASON and not record.reason:
        raise Refused(N_("这天超过 12 小时了。\n写一句为什么，比如“抢险”“守夜”。"), ask="reason")
    raise Refused(N_("这天超过 8 小时了，\n要协调员来核实。"))


def approve_shown(
    session: Session, ids: Sequence[int], by: Person, at: datetime
) -> list[ServiceRecord]:
    """Agree to those of these entries that still wait and need no more than this yes.

    All pages are held first, in the order of the people's ids. Returns what was agreed to.
    """
    rows = select(ServiceRecord).where(ServiceRecord.id.in_(ids)).order_by(ServiceRecord.id)
    shown = session.scalars(rows).all()
    for person_id in sorted({record.person_id for record in shown}):
        lock_person(session, person_id)
    agreed = []
    for record in shown:
        with suppress(Refused):
            approve(session, record, by, at)
            agreed.append(record)
    return agreed


def reject(session: Session, record: ServiceRecord, by: Person, reason: str, at: datetime) -> None:
    """不予认定: it stays in the book and does not count; the person reads why."""
    _may_decide(session, record, by, at)
    if not reason:
        raise Refused(N_("写一句为什么，对方会看到。"), ask="reason")
    record.state, record.reason = RecordState.REJECTED, reason
    record.approved_by_id, record.approved_at = by.id, at
    session.flush()


def _may_decide(session: Session, record: ServiceRecord, by: Person, at: datetime) -> None:
    require(session, by, STAFF, at)
    if by.community_id != record.community_id:
        raise Refused(N_("这一笔是别的社区的。"))
    lock_record(session, record)
    if record.state not in WAITING:
        raise Refused(N_("这一笔已经有人看过了。"))
    if is_same_person(session, record.person_id, by.id):
        raise Refused(N_("自己的时长，要别人来核实。"))
    if is_own(session, record, by.id):
        raise Refused(N_("这一笔是您补的，\n要另一位同事来核实。"))


def approve_records(
    session: Session, subject: str, approver_id: int, at: datetime, *, own_word: bool = True
) -> int:
    """Agree to what is pending for `subject`, never to one's own; returns how many entries.

    Without `own_word`, what stands there by the volunteer's own word alone still waits; so does
    what needs a coordinator.
    """
    done = 0
    for record in pending_of(session, subject):
        if own_word or record.evidence is not Evidence.SELF:
            done += agree(session, record, approver_id, at)
    return done


def approve_by_call(session: Session, subject: str, approver_id: int, at: datetime) -> int:
    """Approve what is pending after a call to the person served; returns how many entries.

    A code at the door proves more than a call and stays. What stood there on the volunteer's own
    word is countered and written anew as what it is now: confirmed by a call.
    """
    for record in pending_of(session, subject):
        if record.evidence is Evidence.SELF and not is_same_person(
            session, record.person_id, approver_id
        ):
            renew_as(session, record, Evidence.CALL_BACK, approver_id, at)
    return approve_records(session, subject, approver_id, at)


def pending_of(session: Session, subject: str) -> list[ServiceRecord]:
    """What of `subject` waits for somebody's yes, or waits again since it was doubted.

    In the order in which pages are locked.
    """
    rows = select(ServiceRecord).where(
        ServiceRecord.subject == subject, ServiceRecord.state.in_(WAITING)
    )
    return list(session.scalars(rows.order_by(ServiceRecord.person_id, ServiceRecord.id)))


def doubt_records(session: Session, subject: str) -> list[ServiceRecord]:
    """What was asked again and did not hold: it counts no more until a worker has decided."""
    rows = select(ServiceRecord).where(
        ServiceRecord.subject == subject,
        ServiceRecord.reversal_of_id.is_(None),
        ServiceRecord.state.in_(STANDING),
    )
    found = list(session.scalars(rows.order_by(ServiceRecord.person_id, ServiceRecord.id)))
    for record in found:
        doubt(session, record)
    return found


def doubt(session: Session, record: ServiceRecord) -> None:
    """Let one entry count for nothing until a worker has decided; nothing where it does not stand.

    It may have been mended since somebody was shown it.
    """
    lock_record(session, record)
    if record.state in STANDING:
        record.state, record.approved_by_id, record.approved_at = RecordState.DISPUTED, None, None
        session.flush()


def waiting(
    session: Session, community_id: int, limit: int, due_on: date | None = None
) -> Sequence[ServiceRecord]:
    """What waits for a yes in this community: what is due first, then the oldest."""
    rows = _waiting_in(community_id).limit(limit)
    if due_on is not None:
        rows = rows.filter_by(due_on=due_on)
    return session.scalars(rows).all()


def to_decide(session: Session, by: Person, limit: int) -> Sequence[ServiceRecord]:
    """What waits in their community and is theirs to decide, due first: see `is_own`."""
    made_up = and_(ServiceRecord.kind == HONOUR, ServiceRecord.recorder_id == by.id)
    rows = _waiting_in(by.community_id).where(
        ServiceRecord.person_id.not_in(person_ids_of(by.id)), not_(made_up)
    )
    return session.scalars(rows.limit(limit)).all()


def _waiting_in(community_id: int) -> Select[ServiceRecord]:
    rows = select(ServiceRecord).where(
        ServiceRecord.community_id == community_id, ServiceRecord.state.in_(WAITING)
    )
    order = (ServiceRecord.due_on.is_(None), ServiceRecord.due_on, ServiceRecord.id)
    return rows.order_by(*order)


def count_waiting(session: Session, community_id: int) -> tuple[int, date | None]:
    """How many entries wait for a yes here, and when the first of them is due."""
    rows = select(func.count(), func.min(ServiceRecord.due_on)).where(
        ServiceRecord.community_id == community_id, ServiceRecord.state.in_(WAITING)
    )
    count, first = session.execute(rows).one()
    return int(count), first
