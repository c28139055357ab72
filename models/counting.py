"""What minutes need before they count: time on the spot, a result, a word of the person served.

Signing, scanning, taking a picture and leaving is no service: the visit lasts a while, somebody
says what came of it, and she says so too. What falls short is never cut: it waits for a worker.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import AssignmentState, assignment_of
from models.errors import Refused
from models.hours_approving import agree, pending_of
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from models.visit import Visit
from models.words import N_

#: a visit shorter than one part in so many of what it was to take is looked at by a worker
SHARE = 4
#: and so is every visit shorter than that
LEAST = timedelta(minutes=5)
RESULT = "result"
#: what may be pressed instead of writing a line; kept by key, shown in the reader's language
RESULTS: dict[str, str] = {
    "all": N_("都办好了"),
    "part": N_("还差一点"),
    "none": N_("没办成"),
    "seen": N_("去看过了"),
}


def shortest_stay(order: Order) -> timedelta:
    """How long somebody has to be there for the minutes to count without a worker's look."""
    return max(LEAST, timedelta(minutes=order.minutes_planned) / SHARE)


def is_short(order: Order, record: ServiceRecord) -> bool:
    """Whether this stay was too short for that."""
    return record.ended_at - record.started_at < shortest_stay(order)


def result_of(session: Session, order: Order) -> str:
    """What those who went say came of it; "" while nobody has said."""
    rows = select(OrderEvent.reason).filter_by(order_id=order.id, what=RESULT)
    return session.scalar(rows.order_by(OrderEvent.id.desc()).limit(1)) or ""


def has_result(session: Session, order: Order) -> bool:
    """Whether it was said, even if the words have been erased since."""
    rows = select(OrderEvent.id).filter_by(order_id=order.id, what=RESULT)
    return session.scalar(rows.limit(1)) is not None


def say_result(session: Session, order: Order, person: Person, words: str, at: datetime) -> None:
    """办成了什么: approves what she has vouched for. Raises Refused where `may_say_result` does."""
    may_say_result(session, order, person)
    order.note(session, RESULT, person, at, reason=words)
    session.flush()
    approve_vouched(session, order, at)


def may_say_result(session: Session, order: Order, person: Person) -> None:
    """Once for an order, by somebody who was there. Raises Refused."""
    mine = assignment_of(session, order, person)
    if mine is None or mine.state is not AssignmentState.COMPLETED:
        raise Refused(N_("这句话要去过的人来说。"))
    if has_result(session, order):
        raise Refused(N_("办成了什么，已经记着了。\n有要补的，写“找社区”。"))


def approve_vouched(session: Session, order: Order, at: datetime) -> None:
    """Her second code is her yes, once the result is there, to a stay that was long enough."""
    if not has_result(session, order):
        return
    rows = select(Visit.person_id).filter_by(order_id=order.id, out_evidence=Evidence.CODE)
    vouched = set(session.scalars(rows))
    for record in pending_of(session, order.subject):
        if record.person_id in vouched and _is_ripe(order, record):
            agree(session, record, order.served_person_id, at)


def approve_by_word(session: Session, order: Order, by: Person, at: datetime) -> None:
    """办好了: her word and the result in one, for what does not wait for a worker."""
    for record in pending_of(session, order.subject):
        own_word = record.evidence is Evidence.SELF or record.person_id == by.id
        if not own_word and _is_ripe(order, record):
            agree(session, record, by.id, at)


def _is_ripe(order: Order, record: ServiceRecord) -> bool:
    """Neither doubted nor too short."""
    return record.state is RecordState.PENDING and not is_short(order, record)
