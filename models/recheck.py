"""Asked again by chance (抽查): for one visit in so many a worker rings her and asks how it was.

Everybody's visits are drawn alike and nobody knows which. What does not hold is doubted: it counts
no more until a worker has decided; nobody is accused.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import volunteers_of
from models.call_log import CALL_BACK, NO_ANSWER, CallLog, a_call
from models.errors import Refused
from models.evaluation import Evaluation, Outcome
from models.hours_approving import doubt_records
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.service_record import ServiceRecord
from models.words import N_

#: one visit in so many; a choice of this project
ONE_IN = 10
PURPOSE = "recheck"
HOLDS, DOES_NOT = "yes", "no"
_OVER = (OrderState.DONE, OrderState.RATED, OrderState.CLOSED)


def is_drawn(digits: str) -> bool:
    """Whether four random digits draw this visit."""
    return int(digits) % ONE_IN == 0


def still_to_ask(session: Session, ids: Collection[int]) -> set[int]:
    """Which of these orders nobody has rung about; a poor answer is looked into anyway."""
    rung = select(CallLog.order_id).where(
        CallLog.order_id.in_(ids),
        CallLog.purpose.in_((PURPOSE, CALL_BACK)),
        CallLog.outcome != NO_ANSWER,
    )
    poor = select(Evaluation.order_id).where(
        Evaluation.order_id.in_(ids), Evaluation.outcome != Outcome.DONE
    )
    return set(ids) - set(session.scalars(rung)) - set(session.scalars(poor))


def may_ask(session: Session, order: Order, by: Person, at: datetime) -> None:
    """Raise Refused unless this worker may ask again: nobody asks about themselves."""
    require_keeper(session, order, by, at)
    if by.community_id != order.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    if order.state not in _OVER:
        raise Refused(N_("这张单还没办完，先不用问。\n办完了再回访。"))
    if by in volunteers_of(session, order) or order.is_of(by):
        raise Refused(N_("这一趟您自己去了，\n请别的同事打这个电话。"))
    if order.id not in still_to_ask(session, [order.id]):
        raise Refused(N_("这张单问过了，记着呢。"))


def write_down(
    session: Session, order: Order, by: Person, said: str, note: str, at: datetime
) -> list[ServiceRecord]:
    """What came of the call; the entries that count no more for now. Raises Refused."""
    may_ask(session, order, by, at)
    session.add(a_call(order, by, at, purpose=PURPOSE, outcome=said, note=note))
    return doubt_records(session, order.subject) if said == DOES_NOT else []
