"""What a notice calls people for: a role of an activity, or an order, and whether it has enough.

Kept in notice.calls_for as "activity:3", "activity:3#12" with the role, or "order:12".
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityRole, ActivityState
from models.assignment import Assignment, AssignmentState
from models.finding_hours import latest_start
from models.notice import Notice
from models.order import Order, OrderState
from models.outbox import Outbox, OutboxState
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState

_GOES = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)
_CAME = (*COMING, SignUpState.ATTENDED)


@dataclass(frozen=True, slots=True)
class Call:
    """What is called for: the subject of a button, and which role of an activity; 0 for any."""

    subject: str
    role_id: int = 0

    @classmethod
    def read(cls, kept: str) -> "Call | None":
        """What was kept; None for "", which calls for nothing."""
        subject, _hash, role = kept.partition("#")
        return cls(subject, int(role or 0)) if subject else None

    def __str__(self) -> str:
        """How it is kept."""
        return f"{self.subject}#{self.role_id}" if self.role_id else self.subject

    @property
    def id(self) -> int:
        """The number of the activity or the order."""
        return int(self.subject.partition(":")[2])

    @property
    def is_order(self) -> bool:
        """One order; else an activity."""
        return self.subject.startswith("order:")


def call_of(notice: Notice) -> Call | None:
    """What it calls for; None for news."""
    return Call.read(notice.calls_for)


def newest_call(session: Session, contact_id: int) -> Notice | None:
    """The last notice that called for help in this chat, while it may still be answered."""
    rows = (
        select(Notice)
        .join(Outbox, Outbox.notice_id == Notice.id)
        .where(Outbox.contact_id == contact_id, Notice.calls_for != "")
        .where(Outbox.state.in_((OutboxState.SENT, OutboxState.UNCERTAIN)))
    )
    return session.scalar(rows.order_by(Notice.id.desc()).limit(1))


def lacking(session: Session, call: Call) -> int:
    """How many are wanted there still; 0 when nobody is, or it takes nobody any more."""
    if call.is_order:
        order = session.get(Order, call.id)
        is_open = order is not None and order.state is OrderState.DISPATCHED
        return order.places_left if order is not None and is_open else 0
    activity = session.get(Activity, call.id)
    if activity is None or activity.state is not ActivityState.RECRUITING:
        return 0
    left = select(func.sum(ActivityRole.places_left)).filter_by(activity_id=activity.id)
    if call.role_id:
        left = left.where(ActivityRole.id == call.role_id)
    return session.scalar(left) or 0


def coming(session: Session, call: Call) -> int:
    """How many have a place there, by whatever way they came to it."""
    if call.is_order:
        order = session.get(Order, call.id)
        return 0 if order is None else order.people_needed - order.places_left
    rows = select(func.count()).where(SignUp.activity_id == call.id, SignUp.state.in_(_CAME))
    if call.role_id:
        rows = rows.where(SignUp.role_id == call.role_id)
    return session.scalar(rows) or 0


def is_met(session: Session, notice: Notice) -> bool:
    """There are as many as it wanted, or nobody is taken there any more."""
    call = call_of(notice)
    if call is None:
        return False
    enough = notice.wanted is not None and coming(session, call) >= notice.wanted
    return enough or not lacking(session, call)


def over_at(session: Session, call: Call) -> datetime | None:
    """When it begins: nobody needs to hear the call after that."""
    if call.is_order:
        order = session.get(Order, call.id)
        return latest_start(order) if order else None
    activity = session.get(Activity, call.id)
    return activity.starts_at if activity else None


def came_forward(session: Session, notice: Notice) -> list[Person]:
    """Who has taken a place there since the notice was written, in the order they came."""
    call = call_of(notice)
    if call is None:
        return []
    if call.is_order:
        rows = (
            select(Person)
            .join(Assignment, Assignment.person_id == Person.id)
            .where(Assignment.order_id == call.id, Assignment.state.in_(_GOES))
            .where(Assignment.answered_at >= notice.created_at)
            .order_by(Assignment.answered_at, Assignment.id)
        )
        return list(session.scalars(rows))
    signed = (
        select(Person)
        .join(SignUp, SignUp.person_id == Person.id)
        .where(SignUp.activity_id == call.id, SignUp.state.in_(_CAME))
        .where(SignUp.applied_at >= notice.created_at)
    )
    if call.role_id:
        signed = signed.where(SignUp.role_id == call.role_id)
    return list(session.scalars(signed.order_by(SignUp.applied_at, SignUp.id)))
