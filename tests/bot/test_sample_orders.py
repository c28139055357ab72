"""The orders of the sample: as true as anything the models write, on whatever day it is loaded."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.clock import Surroundings
from bot.sample import demo_person, load_sample
from handlers.emergency import scan
from handlers.understand.clock import read_time
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.span import Found
from models.community import Community
from models.database import Database, open_database
from models.evaluation import Evaluation, Outcome
from models.hours_totals import hours_of
from models.need_kind import kinds_of
from models.order import MOVES, Order, OrderState
from models.order_event import OrderEvent
from models.service_record import RecordState, ServiceRecord
from models.timer import Timer
from models.vault import Vault
from tests.transcript import MONDAY

ZONE = ZoneInfo("Asia/Shanghai")
S = OrderState
DAYS = [
    pytest.param(MONDAY, id="the Monday of the model chats"),
    pytest.param(datetime(2027, 1, 4, 8, 0, tzinfo=ZONE), id="early in January"),
    pytest.param(datetime(2027, 3, 1, 0, 5, tzinfo=ZONE), id="just past midnight"),
    pytest.param(datetime(2028, 2, 29, 23, 55, tzinfo=ZONE), id="late on a leap day"),
]


def around(now: datetime) -> Surroundings:
    return Surroundings(now=lambda: now)


@pytest.fixture
def sample(db: Database) -> Database:
    """Freshly loaded, on both databases."""
    load_sample(db, around(MONDAY))
    return db


@pytest.fixture(scope="module")
def samples(
    sqlite_template: Path, vault: Vault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[datetime], Database]]:
    """Loaded once for each moment asked for, only to be read."""
    loaded: dict[datetime, Database] = {}

    def at(now: datetime) -> Database:
        if now not in loaded:
            path = tmp_path_factory.mktemp("sample") / "linli.db"
            shutil.copy(sqlite_template, path)
            loaded[now] = open_database(f"sqlite:///{path}", vault)
            load_sample(loaded[now], around(now))
        return loaded[now]

    yield at
    for db in loaded.values():
        db.close()


@pytest.fixture
def monday(samples: Callable[[datetime], Database]) -> Database:
    """The sample as it is on the Monday of the model chats."""
    return samples(MONDAY)


@pytest.mark.parametrize("now", DAYS)
def test_orders_stand_everywhere_on_their_way(samples, now: datetime) -> None:
    with samples(now).reading() as session:
        states = Counter(session.scalars(select(Order.state)))
        latest = session.scalar(select(func.max(OrderEvent.at)))
        new = list(session.scalars(select(Order).filter_by(state=S.SUBMITTED)))
        offered = list(session.scalars(select(Order).filter_by(state=S.DISPATCHED)))
    assert states.pop(S.CLOSED) == 32
    assert states == {
        S.SUBMITTED: 3,
        S.NEED_INFO: 1,
        S.REJECTED: 1,
        S.APPROVED: 2,
        S.DISPATCHED: 3,
        S.CLAIMED: 2,
        S.IN_SERVICE: 1,
        S.DONE: 2,
        S.RATED: 1,
        S.CANCELLED: 1,
    }
    assert latest is not None
    assert latest <= now
    assert all(order.review_due_at > now for order in new)
    assert all(order.starts_at > now and order.places_left == 1 for order in offered)


def test_every_order_has_the_events_that_led_to_its_state(sample: Database) -> None:
    moves = {state.value: {to.value for to in after} for state, after in MOVES.items()}
    with sample.reading() as session:
        for order in session.scalars(select(Order)):
            rows = select(OrderEvent).filter_by(order_id=order.id).order_by(OrderEvent.id)
            events = list(session.scalars(rows))
            steps = [event for event in events if event.from_state]
            states = ["submitted", *(event.what for event in steps)]
            assert [event.from_state for event in steps] == states[:-1]
            assert all(after in moves[before] for before, after in pairwise(states))
            assert states[-1] == order.state
            moments = [event.at for event in events]
            assert sorted(moments) == moments
            assert moments[0] == order.created_at


def test_numbers_run_through_each_day(monday: Database) -> None:
    with monday.reading() as session:
        community = session.scalars(select(Community)).one()
        orders = list(session.scalars(select(Order).order_by(Order.created_at)))
    seen: Counter[str] = Counter()
    for order in orders:
        day = f"{community.local(order.created_at):%m%d}"
        seen[day] += 1
        assert order.number == f"{day}-{seen[day]:02d}"
    assert [order.number for order in orders][-3:] == ["1123-01", "1123-02", "1123-03"]


@pytest.mark.parametrize("now", DAYS)
def test_wang_min_has_served_46_and_a_half_hours(samples, now: datetime) -> None:
    with samples(now).reading() as session:
        wang_min = demo_person(session, "volunteer")
        community = session.get_one(Community, wang_min.community_id)
        hours = hours_of(session, wang_min.id, community, now)
        visits = select(func.count()).where(ServiceRecord.person_id == wang_min.id)
        assert session.scalar(visits) == 21
    assert {state for _, state in hours.by_evidence} == {RecordState.APPROVED}
    assert hours.total == 46.5 * 60
    whole = now.month > 10
    assert (hours.year == 46.5 * 60) is whole


@pytest.mark.parametrize("now", DAYS)
def test_nobody_serves_twice_at_once_or_in_time_to_come(samples, now: datetime) -> None:
    with samples(now).reading() as session:
        rows = select(ServiceRecord).order_by(ServiceRecord.person_id, ServiceRecord.started_at)
        records = list(session.scalars(rows))
    assert max(record.created_at for record in records) <= now
    for one, other in pairwise(records):
        assert one.person_id != other.person_id or one.ended_at <= other.started_at


def test_most_said_it_was_done_and_one_did_not(monday: Database) -> None:
    with monday.reading() as session:
        outcomes = Counter(session.scalars(select(Evaluation.outcome)))
    assert outcomes == {Outcome.DONE: 31, Outcome.NOT_DONE: 1}


def test_promises_have_their_timers(monday: Database) -> None:
    with monday.reading() as session:
        rows = session.scalars(select(Timer).where(Timer.subject.startswith("order:")))
        timers = {(timer.kind, timer.subject): timer for timer in rows}
        orders = {order.subject: order for order in session.scalars(select(Order))}
    assert {(kind, orders[subject].state) for kind, subject in timers} == {
        ("review_due", S.SUBMITTED),
        ("close_unrated", S.DONE),
    }
    assert len(timers) == 5
    assert all(MONDAY < timer.due_at < MONDAY + timedelta(days=7) for timer in timers.values())


def test_whoever_is_played_starts_with_empty_hands(monday: Database) -> None:
    with monday.reading() as session:
        asker = demo_person(session, "resident")
        asked = select(Order.state).filter_by(requested_by_id=asker.id)
        assert set(session.scalars(asked)) == {S.CLOSED}
        helpers = [demo_person(session, who).id for who in ("volunteer", "volunteer2")]
        pending = select(ServiceRecord.id).where(
            ServiceRecord.person_id.in_(helpers), ServiceRecord.state != RecordState.APPROVED
        )
        assert session.scalars(pending).all() == []


def test_every_need_is_written_as_the_desk_would_read_it(monday: Database) -> None:
    with monday.reading() as session:
        community = session.scalars(select(Community)).one()
        kinds = [KindWords(k.code, tuple(k.words)) for k in kinds_of(session, community.id)]
        for order in session.scalars(select(Order)):
            assert scan(order.raw_text) is None
            kind = read_kind(order.raw_text, kinds)
            assert (order.raw_text, kind and kind.code) == (order.raw_text, order.kind)
            if order.state is S.IN_SERVICE:
                continue  # it goes on now, whatever the hour
            reading = read_time(order.raw_text, community.local(order.created_at))
            assert isinstance(reading, Found), order.raw_text
            span = (reading.span.start, reading.span.end, reading.span.precision)
            assert span == (order.starts_at, order.ends_at, order.precision)


def test_the_same_moment_makes_the_same_community(monday: Database, sqlite_db: Database) -> None:
    load_sample(sqlite_db, around(MONDAY))
    assert told(sqlite_db) == told(monday)


def told(db: Database) -> list[tuple[str, str, str, datetime]]:
    with db.reading() as session:
        rows = session.scalars(select(Order).order_by(Order.created_at))
        return [(row.number, row.raw_text, row.code, row.changed_at) for row in rows]
