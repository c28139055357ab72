"""查账 finds whatever is wrong in the hours book, and nothing where all is well."""

import pytest
from sqlalchemy import insert, select, update

from models.community import Community
from models.database import Database
from models.hours_approving import approve, doubt, reject
from models.hours_check import check_all
from models.hours_faults import Fault
from models.hours_mending import Correction, correct
from models.membership import Role
from models.order import Order
from models.person import Person
from models.service_record import RecordState, ServiceRecord
from tests.models.test_hours_book import HOUR, entered, staff
from tests.models.test_orders import MONDAY, an_order


def a_good_book(db: Database) -> tuple[int, int]:
    """Four entries: one agreed to, one corrected, its counter, its new form; (first id, staff)."""
    order_id = an_order(db)
    by = staff(db, order_id)
    first, second = entered(db, order_id, 0, 60), entered(db, order_id, 120, 60)
    with db.session() as session:
        person = session.get_one(Person, by)
        approve(session, session.get_one(ServiceRecord, first), person, MONDAY + HOUR)
        wrong = session.get_one(ServiceRecord, second)
        correct(session, wrong, Correction(30, "记多了", by), MONDAY + 5 * HOUR)
    return first, by


def faults(db: Database) -> list[Fault]:
    with db.reading() as session:
        return [each.fault for each in check_all(session).findings]


def test_a_good_book_adds_up(db: Database) -> None:
    a_good_book(db)
    with db.reading() as session:
        checked = check_all(session)
    assert (checked.people, checked.entries, checked.minutes) == (1, 4, 90)
    assert checked.findings == []


def test_what_is_doubted_or_not_agreed_to_is_nothing_wrong(sqlite_db: Database) -> None:
    first, by = a_good_book(sqlite_db)
    with sqlite_db.session() as session:
        order_id = session.scalars(select(Order.id)).one()
    third = entered(sqlite_db, order_id, 240, 60)
    with sqlite_db.session() as session:
        doubt(session, session.get_one(ServiceRecord, first))
        record, person = session.get_one(ServiceRecord, third), session.get_one(Person, by)
        reject(session, record, person, "那天没去", MONDAY + 8 * HOUR)
    with sqlite_db.reading() as session:
        checked = check_all(session)
    assert (checked.minutes, checked.findings) == (30, [])


def test_what_was_mended_cannot_be_doubted_any_more(sqlite_db: Database) -> None:
    a_good_book(sqlite_db)
    with sqlite_db.session() as session:
        countered = select(ServiceRecord).where(ServiceRecord.state == RecordState.REVERSED)
        for record in session.scalars(countered).all():
            doubt(session, record)
            assert record.state is RecordState.REVERSED
    assert faults(sqlite_db) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"minutes": 61}, [Fault.MINUTES]),
        ({"approved_by_id": None}, [Fault.NO_YES]),
        ({"subject": "order:999"}, [Fault.NO_SUBJECT]),
        ({"subject": "activity:1"}, [Fault.NO_SUBJECT]),
        ({"state": "reversed"}, [Fault.UNPAIRED, Fault.TOTAL]),
        ({"started_at": MONDAY + 2 * HOUR, "ended_at": MONDAY + 3 * HOUR}, [Fault.OVERLAP]),
    ],
)
def test_what_was_changed_behind_its_back_is_found(
    db: Database, values: dict[str, object], found: list[Fault]
) -> None:
    first, _by = a_good_book(db)
    with db.patient.begin() as connection:
        connection.execute(update(ServiceRecord).where(ServiceRecord.id == first).values(**values))
    assert faults(db) == found


def test_nobody_agrees_to_their_own_unseen(sqlite_db: Database) -> None:
    first, _by = a_good_book(sqlite_db)
    with sqlite_db.patient.begin() as connection:
        own = update(ServiceRecord).where(ServiceRecord.id == first)
        connection.execute(own.values(approved_by_id=ServiceRecord.person_id))
    assert faults(sqlite_db) == [Fault.OWN_YES]


def test_a_counter_without_its_entry_is_found(sqlite_db: Database) -> None:
    a_good_book(sqlite_db)
    with sqlite_db.patient.begin() as connection:
        counter = update(ServiceRecord).where(ServiceRecord.reversal_of_id.is_not(None))
        connection.execute(counter.values(minutes=-59))
    assert faults(sqlite_db) == [Fault.UNPAIRED, Fault.MINUTES, Fault.TOTAL]


def test_a_long_day_that_a_worker_let_pass_is_found(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    coordinator, worker = staff(sqlite_db, order_id), staff(sqlite_db, order_id, Role.WORKER)
    long = entered(sqlite_db, order_id, 0, 9 * 60)
    with sqlite_db.session() as session:
        record = session.get_one(ServiceRecord, long)
        approve(session, record, session.get_one(Person, coordinator), MONDAY + 20 * HOUR)
    assert faults(sqlite_db) == []
    with sqlite_db.patient.begin() as connection:
        connection.execute(update(ServiceRecord).values(approved_by_id=worker))
    assert faults(sqlite_db) == [Fault.GATE]


def test_people_are_read_in_slices_and_only_those_of_the_community(sqlite_db: Database) -> None:
    a_good_book(sqlite_db)
    with sqlite_db.session() as session:
        far = Community(name="桂园社区")
        session.add(far)
        session.flush()
        community = session.scalars(select(Community.id).order_by(Community.id)).first()
        rows = [{"community_id": community, "created_at": MONDAY} for _n in range(1100)]
        session.execute(insert(Person), rows)
        assert check_all(session, community).people == 1
        assert check_all(session, far.id).entries == 0
