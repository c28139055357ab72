"""Make-up entries (补录): what was served and never entered, written down by somebody else.

Honour hours in the words of 志愿汇: with a reason, marked, at most as long as was planned
(domain.md section 2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.assignment import AssignmentState, assignment_of
from models.errors import Refused
from models.hours_book import HONOUR, enter, lock_person
from models.membership import STAFF, require, roles_of
from models.order import Order
from models.person import Person
from models.service_record import STANDING, Evidence, ServiceRecord
from models.sign_up import SignUp, SignUpState
from models.words import N_

#: who said yes to it; that they came in the end is what a make-up entry says
_WENT = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED, AssignmentState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Whose time at what, from when and how long, and why it is not in the book yet."""

    person: Person
    of: Order | Activity
    started: datetime
    minutes: int
    reason: str


def make_up(session: Session, wanted: MakeUp, by: Person, at: datetime) -> ServiceRecord:
    """Enter it, pending, for another one's yes. Raises Refused; `ask` names what is wrong.

    By staff, or by the leader of the activity, and never for oneself.
    """
    if not (isinstance(wanted.of, Activity) and wanted.of.leader_id == by.id):
        require(session, by, STAFF, at)
    if by.community_id != wanted.of.community_id:
        raise Refused(N_("这一笔是别的社区的。"))
    if not _was_there(session, wanted):
        raise Refused(N_("名单里没有这一位。\n先看看是哪张单、哪场活动。"), ask="number")
    lock_person(session, wanted.person.id)
    left = planned_minutes(wanted.of) - _entered(session, wanted)
    if wanted.minutes > left:
        raise Refused(N_("补记不能比原定的长，\n还能补 {n} 分钟。"), ask="minutes", n=max(left, 0))
    ended = wanted.started + timedelta(minutes=wanted.minutes)
    if ended > at:
        raise Refused(N_("这么长就到以后去了。\n请再看一眼。"), ask="minutes")
    return enter(
        session,
        community_id=wanted.of.community_id,
        subject=wanted.of.subject,
        person_id=wanted.person.id,
        started=wanted.started,
        ended=ended,
        evidence=Evidence.MANUAL,
        recorder_id=by.id,
        at=at,
        leader_id=wanted.of.leader_id if isinstance(wanted.of, Activity) else None,
        reason=wanted.reason,
        kind=HONOUR,
    )


def may_make_up(session: Session, person: Person, at: datetime) -> bool:
    """Whether this person may make up for others at all: staff, and whoever leads an activity."""
    if roles_of(session, person, at).intersection(STAFF):
        return True
    led = select(Activity.id).filter_by(leader_id=person.id)
    return session.scalar(led.limit(1)) is not None


def planned_minutes(of: Order | Activity) -> int:
    """How long it was to take."""
    return of.minutes if isinstance(of, Activity) else of.minutes_planned


def _was_there(session: Session, wanted: MakeUp) -> bool:
    if isinstance(wanted.of, Order):
        mine = assignment_of(session, wanted.of, wanted.person)
        return mine is not None and mine.state in _WENT
    row = select(SignUp.id).where(
        SignUp.activity_id == wanted.of.id,
        SignUp.person_id == wanted.person.id,
        SignUp.state.not_in((SignUpState.CANCELLED, SignUpState.WAITLIST)),
    )
    return session.scalar(row) is not None


def _entered(session: Session, wanted: MakeUp) -> int:
    rows = select(func.coalesce(func.sum(ServiceRecord.minutes), 0)).where(
        ServiceRecord.subject == wanted.of.subject,
        ServiceRecord.person_id == wanted.person.id,
        ServiceRecord.state.in_(STANDING),
    )
    return int(session.scalar(rows) or 0)
