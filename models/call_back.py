"""Call-backs (回访): who has no chat is rung up after the visit; a worker writes the answer down.

The answer is hers, the hand is the worker's, and both are kept. No answer is no answer: the order
stays open, and may be tried again.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.assignment import volunteers_of
from models.call_log import CALL_BACK, NO_ANSWER, a_call
from models.errors import Refused
from models.evaluation import Evaluation, Outcome, evaluation_of
from models.hours_approving import approve_by_call
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.served import has_chat
from models.words import N_


def may_ring(session: Session, order: Order, by: Person, at: datetime) -> None:
    """Raise Refused unless this worker may ask how it was, now: nobody asks about themselves."""
    require_keeper(session, order, by, at)
    if by.community_id != order.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    if by in volunteers_of(session, order) or by.id == order.served_person_id:
        raise Refused(N_("这一趟您自己去了，\n请别的同事打这个电话。"))
    if evaluation_of(session, order) is not None:
        raise Refused(N_("这张单问过了，记着呢。"))
    if order.state is not OrderState.DONE:
        raise Refused(N_("这张单还没办完，先不用问。\n办完了再回访。"))
    if has_chat(session, order.served_person_id):
        raise Refused(N_("对方自己会写，等对方来说。\n想问一声，打电话就行。"))


def answered(
    session: Session, order: Order, by: Person, outcome: Outcome, comment: str, at: datetime
) -> Evaluation:
    """What the person served said on the phone; 办好了 closes the order. Raises Refused."""
    may_ring(session, order, by, at)
    session.add(a_call(order, by, at, purpose=CALL_BACK, outcome=outcome.value, note=comment))
    row = Evaluation(
        community_id=order.community_id,
        order_id=order.id,
        rater_id=order.served_person_id,
        outcome=outcome,
        comment=comment or None,
        manner="call",
        written_by_id=by.id,
        at=at,
    )
    session.add(row)
    order.move(session, OrderState.RATED, by, at)
    if outcome is Outcome.DONE:
        approve_by_call(session, order.subject, by.id, at)
        order.move(session, OrderState.CLOSED, by, at)
    session.flush()
    return row


def unanswered(session: Session, order: Order, by: Person, at: datetime) -> None:
    """没接: the call is written down, and nothing else changes."""
    may_ring(session, order, by, at)
    session.add(a_call(order, by, at, purpose=CALL_BACK, outcome=NO_ANSWER))


def passed_on(session: Session, order: Order, by: Person, at: datetime) -> None:
    """转告: a worker has told somebody without a chat who comes and when."""
    require_keeper(session, order, by, at)
    if by.community_id != order.community_id:
        raise Refused(N_("这张单是别的社区的。"))
    session.add(a_call(order, by, at, purpose="door", outcome="yes"))
