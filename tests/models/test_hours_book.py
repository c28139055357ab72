"""The hours book: only grows, never overlaps, never approves itself."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.community import Community
from models.database import Database
from models.errors import Refused
from models.hours_approving import approve, approve_records, doubt, reject, waiting
from models.hours_book import enter
from models.hours_mending import Correction, correct
from models.hours_totals import Hours, hours_of
from models.membership import Role, grant
from models.order import Order
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from models.workdays import add_workdays
from tests.models.test_orders import MONDAY, ZONE, an_order

HOUR = timedelta(hours=1)


def entered(db: Database, order_id: int, start: int, minutes: int) -> int:
    """Enter time of the first person, from `start` minutes after nine on; returns the row's id."""
    began = MONDAY + timedelta(minutes=start)
    return stretch(db, order_id, began, began + timedelta(minutes=minutes))


def stretch(db: Database, order_id: int, began: datetime, ended: datetime, **more: object) -> int:
    """Enter one stretch of the first person; returns the row's id."""
    with db.session() as session:
        order = session.get_one(Order, order_id)
        values = {
            "community_id": order.community_id,
            "subject": order.subject,
            "person_id": order.requested_by_id,
            "started": began,
            "ended": ended,
            "evidence": Evidence.CODE,
            "recorder_id": order.requested_by_id,
            "at": ended,
        }
        return enter(session, **{**values, **more}).id  # type: ignore[arg-type]


def staff(db: Database, order_id: int, role: Role = Role.COORDINATOR) -> int:
    """Another person of that role; returns the id."""
    with db.session() as session:
        order = session.get_one(Order, order_id)
        person = Person(community_id=order.community_id, created_at=MONDAY)
        session.add(person)
        session.flush()
        grant(session, person, role, MONDAY)
        return person.id


def agreed(db: Database, record_id: int, by: int, reason: str = "") -> RecordState:
    with db.session() as session:
        record = session.get_one(ServiceRecord, record_id)
        approve(session, record, session.get_one(Person, by), MONDAY + 48 * HOUR, reason)
        return record.state


def hours_in(session: Session, person_id: int, at: datetime = MONDAY) -> Hours:
    return hours_of(session, person_id, session.scalars(select(Community)).one(), at)


def test_ten_minutes_are_ten(db: Database) -> None:
    order_id = an_order(db)
    entered(db, order_id, 0, 10)
    entered(db, order_id, 10, 35)
    with db.reading() as session:
        person = session.scalars(select(Person)).one()
        hours = hours_in(session, person.id)
        assert hours.by_evidence == {(Evidence.CODE, RecordState.PENDING): 45}
        assert hours.year == 45
        next_year = hours_in(session, person.id, MONDAY + timedelta(days=365))
        assert (next_year.total, next_year.year) == (45, 0)


def test_what_is_not_whole_is_never_rounded_up(db: Database) -> None:
    order_id = an_order(db)
    stretch(db, order_id, MONDAY, MONDAY + timedelta(minutes=9, seconds=59))
    stretch(db, order_id, MONDAY + HOUR, MONDAY + 4 * HOUR, break_minutes=30)
    with db.reading() as session:
        rows = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).all()
        assert [(row.minutes, row.break_minutes) for row in rows] == [(9, 0), (150, 30)]


def test_the_same_time_counts_once(db: Database) -> None:
    order_id = an_order(db)
    entered(db, order_id, 0, 30)
    with pytest.raises(Refused, match="记过别的服务"):
        entered(db, order_id, 29, 30)
    entered(db, order_id, 30, 30)


def test_what_is_doubted_keeps_its_time_for_it_may_count_again(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    record_id = entered(sqlite_db, order_id, 0, 60)
    with sqlite_db.session() as session:
        doubt(session, session.get_one(ServiceRecord, record_id))
    with pytest.raises(Refused, match="记过别的服务"):
        entered(sqlite_db, order_id, 30, 60)


def test_two_entries_at_once_do_not_lie_over_each_other(db: Database) -> None:
    order_id = an_order(db)
    start, refused = Barrier(4), []

    def one(n: int) -> None:
        start.wait()
        try:
            entered(db, order_id, n, 30)
        except Refused:
            refused.append(n)

    threads = [Thread(target=one, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 3
    with db.reading() as session:
        assert len(session.scalars(select(ServiceRecord)).all()) == 1


@pytest.mark.parametrize(
    ("began", "ended", "more"),
    [
        (MONDAY, MONDAY - HOUR, {}),
        (MONDAY, MONDAY + 24 * HOUR + timedelta(minutes=1), {}),
        (MONDAY, MONDAY + HOUR, {"break_minutes": 61}),
        (MONDAY, MONDAY + HOUR, {"kind": "honour", "reason": "忘了"}),
    ],
)
def test_what_is_no_stretch_of_service_is_refused(
    sqlite_db: Database, began: datetime, ended: datetime, more: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        stretch(sqlite_db, an_order(sqlite_db), began, ended, **more)


def test_an_entry_cannot_be_changed(db: Database) -> None:
    record_id = entered(db, an_order(db), 0, 30)
    with pytest.raises(ValueError, match="append-only"), db.session() as session:
        session.get_one(ServiceRecord, record_id).minutes = 60


def test_nobody_approves_their_own_time(db: Database) -> None:
    order_id = an_order(db)
    record_id = entered(db, order_id, 0, 30)
    other = staff(db, order_id)
    with db.session() as session:
        order = session.get_one(Order, order_id)
        person = session.get_one(Person, order.requested_by_id)
        grant(session, person, Role.COORDINATOR, MONDAY)
        assert approve_records(session, order.subject, person.id, MONDAY) == 0
        with pytest.raises(Refused, match="要别人来核实"):
            approve(session, session.get_one(ServiceRecord, record_id), person, MONDAY)
        assert approve_records(session, order.subject, other, MONDAY) == 1
        record = session.scalars(select(ServiceRecord)).one()
        assert (record.state, record.approved_by_id) == (RecordState.APPROVED, other)


def test_what_somebody_made_up_another_one_looks_at(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    wrote, other = staff(sqlite_db, order_id), staff(sqlite_db, order_id, Role.WORKER)
    made_up = {"recorder_id": wrote, "kind": "honour", "reason": "当天没带手机"}
    record_id = stretch(sqlite_db, order_id, MONDAY, MONDAY + HOUR, **made_up)
    with pytest.raises(Refused, match="另一位同事"):
        agreed(sqlite_db, record_id, wrote)
    assert agreed(sqlite_db, record_id, other) is RecordState.APPROVED


def test_more_than_eight_hours_of_a_day_want_a_coordinator(db: Database) -> None:
    order_id = an_order(db)
    worker, coordinator = staff(db, order_id, Role.WORKER), staff(db, order_id)
    eight = entered(db, order_id, 0, 480)
    assert agreed(db, eight, worker) is RecordState.APPROVED
    more = entered(db, order_id, 480, 10)
    with pytest.raises(Refused, match="超过 8 小时"):
        agreed(db, more, worker)
    assert agreed(db, more, coordinator) is RecordState.APPROVED


def test_more_than_twelve_want_a_reason_too(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    coordinator = staff(sqlite_db, order_id)
    long = entered(sqlite_db, order_id, 0, 721)
    with pytest.raises(Refused, match="超过 12 小时") as refused:
        agreed(sqlite_db, long, coordinator)
    assert refused.value.ask == "reason"
    assert agreed(sqlite_db, long, coordinator, "抢险") is RecordState.APPROVED


def test_a_night_is_cut_at_midnight(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    worker = staff(sqlite_db, order_id, Role.WORKER)
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=ZONE)
    night = stretch(sqlite_db, order_id, evening, evening + 14 * HOUR)
    assert agreed(sqlite_db, night, worker) is RecordState.APPROVED, "seven hours on either day"
    morning = datetime(2026, 11, 24, 7, 0, tzinfo=ZONE)
    after = stretch(sqlite_db, order_id, morning, morning + 2 * HOUR)
    with pytest.raises(Refused, match="超过 8 小时"):
        agreed(sqlite_db, after, worker)


def test_an_entry_is_due_ten_working_days_later_over_holidays(sqlite_db: Database) -> None:
    """The days around 国庆 2026 as they were decreed: domain.md section 0, number 2."""
    order_id = an_order(sqlite_db)
    day = datetime(2026, 9, 24, 9, 0, tzinfo=ZONE)
    stretch(sqlite_db, order_id, day, day + HOUR)
    with sqlite_db.reading() as session:
        community = session.scalars(select(Community)).one()
        (record,) = waiting(session, community.id, 9)
        assert record.due_on == date(2026, 10, 15)
        assert add_workdays(session, community.id, date(2026, 10, 15), -10) == date(2026, 9, 24)
        friday = date(2027, 6, 4)
        assert add_workdays(session, community.id, friday, 1) == date(2027, 6, 7), "not known yet"


def test_a_wrong_entry_is_countered_and_both_stay(db: Database) -> None:
    order_id = an_order(db)
    other = staff(db, order_id)
    record_id = entered(db, order_id, 0, 30)
    entered(db, order_id, 60, 30)
    with db.session() as session:
        record = session.get_one(ServiceRecord, record_id)
        change = Correction(45, "少记了一刻钟", other)
        new = correct(session, record, change, MONDAY + 3 * HOUR)
        assert new is not None
        rows = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).all()
        assert [row.minutes for row in rows] == [30, 30, -30, 45]
        assert sum(row.minutes for row in rows) == 75
        assert rows[2].reversal_of_id == record_id
        waiting_minutes = {(Evidence.CODE, RecordState.PENDING): 75}
        assert hours_in(session, record.person_id).by_evidence == waiting_minutes


@pytest.mark.parametrize(
    ("minutes", "reason", "own", "told"),
    [
        (45, "", False, "为什么改"),
        (45, "少记了", True, "要别人来改"),
        (61, "少记了", False, "和另一笔重了"),
        (600, "少记了", False, "以后去了"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_changes(
    sqlite_db: Database, minutes: int, reason: str, own: bool, told: str
) -> None:
    order_id = an_order(sqlite_db)
    other = staff(sqlite_db, order_id)
    record_id = entered(sqlite_db, order_id, 0, 30)
    entered(sqlite_db, order_id, 60, 30)
    with sqlite_db.session() as session:
        record = session.get_one(ServiceRecord, record_id)
        change = Correction(minutes, reason, record.person_id if own else other)
        with pytest.raises(Refused, match=told):
            correct(session, record, change, MONDAY + 3 * HOUR)
        session.rollback()
    with sqlite_db.reading() as session:
        rows = session.scalars(select(ServiceRecord)).all()
        assert {row.state for row in rows} == {RecordState.PENDING}


def test_what_is_not_agreed_to_stays_and_does_not_count(sqlite_db: Database) -> None:
    order_id = an_order(sqlite_db)
    other = staff(sqlite_db, order_id)
    record_id = entered(sqlite_db, order_id, 0, 30)
    with sqlite_db.session() as session:
        record = session.get_one(ServiceRecord, record_id)
        reject(session, record, session.get_one(Person, other), "那天没去", MONDAY)
        assert hours_in(session, record.person_id).by_evidence == {}
        with pytest.raises(Refused, match="有人看过了"):
            reject(session, record, session.get_one(Person, other), "那天没去", MONDAY)
    entered(sqlite_db, order_id, 0, 30)
