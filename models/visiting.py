"""Coming and going: how a visit begins and ends, what proves it, and what it leaves in the book."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import visit_rules
from models.assignment import Assignment, AssignmentState, assignment_of, volunteers_of
from models.codes import EARLY, check_code
from models.counting import approve_vouched
from models.errors import Refused
from models.hours_book import enter
from models.membership import STAFF, require
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.person import Person
from models.service_record import Evidence, ServiceRecord
from models.visit import Visit, someone_is_inside, visit_of
from models.words import N_

#: a visit in a span without a near end is over after this long, or twice what it was to take
LONG = timedelta(hours=4)


def is_early(order: Order, at: datetime) -> bool:
    """Whether the visit would begin well before the agreed hour; the two may have agreed so."""
    return at < order.starts_at - EARLY


def planned_end(order: Order, visit: Visit) -> datetime:
    """Until when this visit was to last; nobody's own word counts minutes after it."""
    length = timedelta(minutes=order.minutes_planned)
    end = order.ends_at or order.starts_at + length
    return max(min(end, visit.in_at + max(LONG, 2 * length)), visit.in_at + length)


def check_in(session: Session, order: Order, person: Person, code: str, at: datetime) -> Visit:
    """我到了: the code proves it. Raises Refused; a wrong code asks again (`ask="code"`)."""
    mine = may_begin(session, order, person, at)
    check_code(order, mine, code, order.code, at)
    mine.wrong_codes = 0
    return _begin(session, order, person, Evidence.CODE, at)


def check_in_without_code(session: Session, order: Order, person: Person, at: datetime) -> Visit:
    """拿不到: the time runs from now, by their own word until somebody of the community asked."""
    may_begin(session, order, person, at)
    return _begin(session, order, person, Evidence.SELF, at)


def may_begin(session: Session, order: Order, person: Person, at: datetime) -> Assignment:
    """Their part in the order, when the visit may begin now. Raises Refused for everybody else."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state is not AssignmentState.ACCEPTED:
        raise Refused(N_("这张单不在您手上。\n写“我的”看您接的单。"))
    if visit_of(session, order, person) is not None:
        raise Refused(N_("您已经签到了。\n忙完写“我走了”。"))
    refused = visit_rules.why_not_enter(session, order, person, volunteers_of(session, order), at)
    if refused is not None:
        raise refused
    return mine


def _begin(
    session: Session, order: Order, person: Person, evidence: Evidence, at: datetime
) -> Visit:
    visit = Visit(
        community_id=order.community_id,
        order_id=order.id,
        person_id=person.id,
        in_at=at,
        in_evidence=evidence,
    )
    session.add(visit)
    if is_early(order, at):
        order.note(session, "started_early", person, at)
    if order.state is not OrderState.IN_SERVICE:
        order.move(session, OrderState.IN_SERVICE, person, at)
    session.flush()
    return visit


def confirm_arrival(session: Session, visit: Visit, by: Person, at: datetime) -> bool:
    """A worker rang her and she says they came: known by call-back from now on.

    False when that was known already. Raises Refused.
    """
    require(session, by, STAFF, at)
    if visit.person_id == by.id:
        raise Refused(N_("自己到没到，要同事来问。"))
    if visit.in_evidence is not Evidence.SELF:
        return False
    visit.in_evidence = Evidence.CALL_BACK
    session.flush()
    return True


def say_done(session: Session, order: Order, person: Person, at: datetime) -> None:
    """The work is done, as this volunteer says; she is asked for her second code."""
    inside(session, order, person)
    order.note(session, "said_done", person, at)
    session.flush()


def is_said_done(session: Session, order: Order) -> bool:
    """Whether somebody who went has said that the work is done: then her second code is due."""
    rows = select(OrderEvent.id).filter_by(order_id=order.id, what="said_done")
    return session.scalar(rows.limit(1)) is not None


def check_out(
    session: Session, order: Order, person: Person, at: datetime, code: str = ""
) -> ServiceRecord:
    """我走了: the minutes go into the book. Her second code is her word that it is done, and
    approves them once the result is said; else they wait for her or a worker. Raises Refused."""
    visit = inside(session, order, person)
    mine = assignment_of(session, order, person)
    if code and mine is not None:
        check_code(order, mine, code, order.code_out, at)
    visit.out_at, visit.out_evidence = at, Evidence.CODE if code else Evidence.SELF
    record = _enter(session, order, visit, _evidence(visit), at)
    if code:
        approve_vouched(session, order, at)
    _close(session, order, person, at)
    return record


def check_out_late(
    session: Session, order: Order, person: Person, left_at: datetime, at: datetime
) -> ServiceRecord:
    """A forgotten check-out: their own word, up to the planned end, waits for a worker.

    Raises Refused for a moment before they came or still to come (`ask="left"`).
    """
    visit = inside(session, order, person)
    if not visit.in_at < left_at <= at:
        raise Refused(N_("要在到的时候以后、现在以前。\n是几点走的？比如“10点半”。"), ask="left")
    visit.out_at, visit.out_evidence = min(left_at, planned_end(order, visit)), Evidence.SELF
    order.note(session, "left_said_later", person, at)
    record = _enter(session, order, visit, Evidence.SELF, at)
    _close(session, order, person, at)
    return record


def inside(session: Session, order: Order, person: Person) -> Visit:
    """The visit that goes on. Raises Refused when there is none."""
    visit = visit_of(session, order, person)
    if visit is None:
        raise Refused(N_("您还没签到。\n到了写“我到了”。"))
    if visit.out_at is not None:
        raise Refused(N_("您已经签退了。\n写“时长”看记了多少。"))
    return visit


def _enter(
    session: Session, order: Order, visit: Visit, evidence: Evidence, at: datetime
) -> ServiceRecord:
    return enter(
        session,
        community_id=order.community_id,
        subject=order.subject,
        person_id=visit.person_id,
        started=visit.in_at,
        ended=visit.out_at or at,
        evidence=evidence,
        recorder_id=visit.person_id,
        at=at,
    )


def _evidence(visit: Visit) -> Evidence:
    """How we know of the whole visit: her second code vouches for one that began without."""
    if visit.in_evidence is Evidence.SELF and visit.out_evidence is Evidence.CODE:
        return Evidence.SERVED
    return visit.in_evidence


def _close(session: Session, order: Order, person: Person, at: datetime) -> None:
    mine = assignment_of(session, order, person)
    if mine is not None:
        mine.state = AssignmentState.COMPLETED
    session.flush()
    if not someone_is_inside(session, order):
        order.move(session, OrderState.DONE, person, at)
