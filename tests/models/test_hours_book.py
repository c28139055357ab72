"""The hours book: only grows, never overlaps, never approves itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.database import Database
from models.errors import Refused
from models.order import Order
from models.person import Person
from models.service_record import (
    Evidence,
    RecordState,
    ServiceRecord,
    approve_records,
    minutes_by_evidence,
    record_service,
)
from tests.models.test_orders import MONDAY, an_order


def enter(db: Database, order_id: int, start: int, minutes: int) -> int:
    """Enter time of the only person, from `start` minutes after nine on; returns the row's id."""
    with db.session() as session:
        person = session.scalars(select(Person)).one()
        began = MONDAY + timedelta(minutes=start)
        span = (began, began + timedelta(minutes=minutes))
        order = session.get_one(Order, order_id)
        return record_service(session, order, person.id, span, Evidence.CODE, span[1]).id


def test_ten_minutes_are_ten(db: Database) -> None:
    order_id = an_order(db)
    enter(db, order_id, 0, 10)
    enter(db, order_id, 10, 35)
    with db.reading() as session:
        person = session.scalars(select(Person)).one()
        assert minutes_by_evidence(session, person.id) == {(Evidence.CODE, RecordState.PENDING): 45}
        later = MONDAY.date() + timedelta(days=1)
        assert minutes_by_evidence(session, person.id, later) == {}


def test_the_same_time_counts_once(db: Database) -> None:
    order_id = an_order(db)
    enter(db, order_id, 0, 30)
    with pytest.raises(Refused):
        enter(db, order_id, 29, 30)


def test_an_entry_cannot_be_changed(db: Database) -> None:
    record_id = enter(db, an_order(db), 0, 30)
    with pytest.raises(ValueError, match="append-only"), db.session() as session:
        session.get_one(ServiceRecord, record_id).minutes = 60


def test_nobody_approves_their_own_time(db: Database) -> None:
    order_id = an_order(db)
    enter(db, order_id, 0, 30)
    with db.session() as session:
        order = session.get_one(Order, order_id)
        person = session.scalars(select(Person)).one()
        assert approve_records(session, order.subject, person.id, MONDAY) == 0
        other = Person(community_id=order.community_id, created_at=MONDAY)
        session.add(other)
        session.flush()
        assert approve_records(session, order.subject, other.id, MONDAY) == 1
        record = session.scalars(select(ServiceRecord)).one()
        assert (record.state, record.approved_by_id) == (RecordState.APPROVED, other.id)
