"""How a story ended, in the rows: what must be there once, and nothing half done."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from models.assignment import Assignment, AssignmentState
from models.codes import PASSWORDS
from models.contact import Contact
from models.database import Database
from models.evaluation import Evaluation, Outcome
from models.inbox import Inbox
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.outbox import GaveUp, Outbox
from models.person import Person
from models.service_record import RecordState, ServiceRecord
from models.visit import Visit
from models.web import ChatLine
from tests.acceptance.desk import RunningDesk
from tests.acceptance.story import STORY, Cast


@dataclass(frozen=True, slots=True)
class Ending:
    """What must be the same however often the process died on the way."""

    events: list[str]
    bubbles: dict[str, list[str]]


def ending(cast: Cast) -> Ending:
    """Check the rows and the pages of a story that was told to its end."""
    cast.desk.wait_for_calm()
    cast.look_again()
    check_domain(cast.desk.db)
    _check_messages(cast.desk)
    assert "Traceback" not in cast.desk.log, cast.desk.log
    with cast.desk.db.reading() as session:
        events = session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)).all()
    return Ending(list(events), {who: list(map(bare, t)) for who, t in cast.texts().items()})


def check_domain(db: Database) -> None:
    """One order, served, confirmed and closed; its minutes in the book."""
    with db.reading() as session:
        order = session.scalars(select(Order)).one()
        assert (order.state, order.places_left) == (OrderState.CLOSED, 0)
        part = session.scalars(select(Assignment)).one()
        assert part.state is AssignmentState.COMPLETED
        visit = session.scalars(select(Visit)).one()
        assert visit.out_at is not None
        record = session.scalars(select(ServiceRecord)).one()
        assert record.minutes == (visit.out_at - visit.in_at).total_seconds() // 60
        assert 44 <= record.minutes <= 48
        assert record.state is RecordState.APPROVED
        assert session.scalars(select(Evaluation)).one().outcome is Outcome.DONE
        assert session.scalar(select(func.count()).select_from(Person)) == 3
        assert session.scalar(select(func.count()).select_from(Contact)) == 3


def _check_messages(desk: RunningDesk) -> None:
    with desk.db.reading() as session:
        inbox = session.scalars(select(Inbox)).all()
        assert len(inbox) == len(STORY), "a message came in twice, or not at all"
        outbox = session.scalars(select(Outbox)).all()
        assert all(row.reason is GaveUp.TOO_OLD for row in outbox if row.reason)
        doubts = sum(row.doubts for row in outbox)
        if not desk.deaths:
            assert doubts == 0
        shown = session.scalars(select(ChatLine.outbox_id).where(ChatLine.direction == "out")).all()
        assert len(shown) == len(set(shown)), "a bubble stands there twice"
        keys = session.scalars(select(ChatLine.key).where(ChatLine.direction == "in")).all()
        assert sorted(keys) == sorted(row.key.partition(":")[2].partition(":")[2] for row in inbox)


def bare(text: str) -> str:
    """Without figures and words of recognition: they are random, and a restart costs a minute."""
    text = re.sub("|".join(PASSWORDS), "#", text)
    return re.sub(r"#点#分", "#点", re.sub(r"\d+", "#", text))
