"""The own yes (本人同意): an able adult is rung before what others asked for is approved."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import acting, doubles
from models.call_log import CallLog, a_call
from models.consent import Purpose, agree_aloud, refuse_aloud
from models.errors import Refused
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.words import N_

PURPOSE = "own_yes"
YES, NO = "yes", "no"


def is_due(session: Session, order: Order) -> bool:
    """Whether somebody is to ring: her yes is owed, or one joined whom she does not know of."""
    if order.has_ended:
        return False
    return order.own_yes == "owed" or bool(doubles.waiting(session, order))


def check_due(session: Session, order: Order, by: Person, at: datetime) -> None:
    """Raises Refused unless `by` works here and somebody is to be rung."""
    require_keeper(session, order, by, at)
    if not is_due(session, order):
        raise Refused(N_("这张单不用再打电话问了。\n写“清单”看还有什么等着。"))


def log_call(session: Session, order: Order, by: Person, answer: str, at: datetime) -> None:
    """One call and what came of it. A no ends the order; no answer leaves everything as it is.

    Raises Refused unless `by` works here and a yes is owed.
    """
    check_due(session, order, by, at)
    session.add(a_call(order, by, at, purpose=PURPOSE, outcome=answer))
    served = session.get_one(Person, order.served_person_id)
    if answer == YES and order.own_yes == "owed":
        order.own_yes = "given"
        acting.settle(session, order, at, agreed=True)
        agree_aloud(session, served, Purpose.REGISTER, by, at)
        order.note(session, "own_yes", by, at)
    elif answer == NO and order.own_yes == "owed":
        order.own_yes = "refused"
        acting.settle(session, order, at, agreed=False)
        for purpose in (Purpose.REGISTER, Purpose.HEALTH):
            refuse_aloud(session, served, purpose, at)
        order.move(session, OrderState.CANCELLED, by, at)
    session.flush()


def tell_health(session: Session, order: Order, by: Person, at: datetime, *, may: bool) -> None:
    """What the person served said herself of telling whoever goes; it replaces a proxy's word."""
    served = session.get_one(Person, order.served_person_id)
    order.may_tell_health = may
    if may:
        agree_aloud(session, served, Purpose.HEALTH, by, at)
    else:
        refuse_aloud(session, served, Purpose.HEALTH, at)


def calls(session: Session, order: Order) -> int:
    """How often somebody rang for the own yes."""
    rows = select(func.count()).where(CallLog.order_id == order.id, CallLog.purpose == PURPOSE)
    return session.scalar(rows) or 0
