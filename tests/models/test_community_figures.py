"""Figures of a week, a month, a year: by the community's own clock, each thing counted once."""

from datetime import date, datetime, timedelta

import pytest

from models.community import Community
from models.community_figures import community_figures
from models.database import Database
from models.evaluation import Evaluation, Outcome
from models.figures_span import Span, span_around
from models.membership import Role
from models.order import Order, OrderState
from models.service_record import Evidence
from tests.served import an_activity, an_order_of, served
from tests.transcript import ZONE, World


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("week", date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 29)),
        ("week", date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        ("week", date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("year", date(2026, 6, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_weeks_begin_on_monday_and_months_end_with_their_last_day(
    kind: str, day: date, first: date, last: date
) -> None:
    span = span_around(kind, day)  # type: ignore[arg-type]
    assert (span.first, span.last) == (first, last)
    assert span.before.last == first - timedelta(days=1)


def test_a_day_begins_and_ends_on_the_clock_of_the_community() -> None:
    place = Community(name="x", timezone="Asia/Shanghai")
    since, until = Span("week", date(2026, 11, 23), date(2026, 11, 29)).moments(place)
    assert since.isoformat() == "2026-11-22T16:00:00+00:00"
    assert until.isoformat() == "2026-11-29T16:00:00+00:00"
    berlin = Community(name="y", timezone="Europe/Berlin")
    since, until = span_around("month", date(2026, 10, 1)).moments(berlin)
    assert (until - since) == timedelta(days=31, hours=1), "the clock is put back in October"


def ended(world: World, at: datetime, state: OrderState, **values: object) -> None:
    with world.db.session() as session:
        order = an_order_of(session, world, at)
        order.state = state
        outcome = values.pop("outcome", None)
        for name, value in values.items():
            setattr(order, name, value)
        if isinstance(outcome, Outcome):
            row = Evaluation(order_id=order.id, rater_id=order.requested_by_id, outcome=outcome)
            row.community_id, row.at = order.community_id, at
            session.add(row)


@pytest.mark.row("H18", "A21")
def test_the_figures_of_a_week_count_each_thing_once(world: World) -> None:
    for name in ("何静", "周凯"):
        world.known(name, Role.VOLUNTEER)
    monday = datetime(2026, 11, 23, 0, 0, tzinfo=ZONE)
    served(world, "何静", monday, 45)
    served(world, "何静", monday + timedelta(hours=3), 30, Evidence.SELF, "-")
    served(world, "周凯", monday + timedelta(days=6, hours=22, minutes=30), 60, Evidence.ROSTER)
    served(world, "周凯", monday - timedelta(hours=2), 60)
    ended(world, monday + timedelta(hours=1), OrderState.CANCELLED)
    ended(world, monday + timedelta(hours=2), OrderState.EXPIRED)
    ended(world, monday + timedelta(hours=4), OrderState.CLOSED, outcome=Outcome.NOT_DONE)
    done = {"outcome": Outcome.DONE, "served_count": 3}
    ended(world, monday + timedelta(hours=5), OrderState.CLOSED, **done)
    ended(world, monday + timedelta(hours=6), OrderState.SUBMITTED, closed_at=None)
    with world.db.session() as session:
        kept = an_order_of(session, world, monday - timedelta(days=9))
        merged = an_order_of(session, world, monday + timedelta(hours=7))
        merged.state, merged.merged_into_id = OrderState.CANCELLED, kept.id
    an_activity(world, "何静", monday + timedelta(days=5, hours=9))
    with world.db.reading() as session:
        community = session.get_one(Community, world.community_id)
        found = community_figures(session, community, span_around("week", monday.date()))
        assert session.get(Order, 1) is not None
    assert found.came == 8
    assert (found.done, found.closed, found.rated) == (4, 5, 2)
    assert dict(found.not_done) == {
        OrderState.CANCELLED: 1,
        OrderState.EXPIRED: 1,
        Outcome.NOT_DONE: 1,
    }
    assert found.served == 1 + 1 + 1 + 3 + 41
    assert (found.activities, found.volunteers) == (1, 2)
    assert found.minutes == {Evidence.CODE: 45, Evidence.ROSTER: 60}
    assert found.waiting == 30


def test_nothing_of_another_community_is_counted(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    world.known("何静", Role.VOLUNTEER)
    served(world, "何静", datetime(2026, 11, 23, 9, 0, tzinfo=ZONE), 45)
    with sqlite_db.session() as session:
        far = Community(name="桂园社区")
        session.add(far)
        session.flush()
        found = community_figures(session, far, span_around("year", date(2026, 11, 23)))
    world.runner.close()
    assert (found.came, found.done, found.volunteers, found.minutes) == (0, 0, 0, {})
