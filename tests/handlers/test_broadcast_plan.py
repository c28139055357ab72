"""What the card of a notice may promise: who has it at once, who in the morning, how long."""

from datetime import datetime, time

import pytest

from handlers.broadcast_plan import Plan, plan
from models.audience import Reach, Ringing
from models.community import Community
from tests.transcript import ZONE

AT_A_PACE_OF_25 = 25 * 60


def planned(found: Reach, hour: int, minute: int = 0) -> Plan:
    community = Community(timezone=str(ZONE), quiet_from=time(21), quiet_until=time(8))
    return plan(found, community, datetime(2026, 11, 23, hour, minute, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("hour", "minute", "now", "morning"),
    [(8, 0, 120, 0), (20, 59, 120, 0), (21, 0, 20, 100), (2, 0, 20, 100), (7, 59, 20, 100)],
)
def test_phones_ring_by_day_only(hour: int, minute: int, now: int, morning: int) -> None:
    made = planned(Reach(20, (Ringing(100, 25),), 3, 4), hour, minute)
    assert (made.now, made.morning, made.off, made.without) == (now, morning, 3, 4)
    assert made.people == 120


def test_what_does_not_fit_before_the_evening_comes_in_the_morning() -> None:
    made = planned(Reach(0, (Ringing(120_000, 25),), 0, 0), 20, 50)
    assert (made.now, made.morning, made.minutes) == (10 * AT_A_PACE_OF_25, 105_000, 10)


def test_two_accounts_send_side_by_side() -> None:
    made = planned(Reach(5, (Ringing(6_000, 25), Ringing(3_000, 25)), 0, 0), 9)
    assert (made.now, made.minutes) == (9_005, 4)


@pytest.mark.parametrize(("people", "minutes"), [(1, 0), (1500, 0), (1501, 2), (120_000, 80)])
def test_how_long_it_takes_is_never_said_too_short(people: int, minutes: int) -> None:
    assert planned(Reach(0, (Ringing(people, 25),), 0, 0), 9).minutes == minutes


def test_what_rings_nowhere_takes_no_time() -> None:
    assert planned(Reach(9_000, (), 0, 0), 23) == Plan(9_000, 0, 0, 0, 0, 0)


def test_an_account_that_may_call_faster_takes_less_time() -> None:
    assert planned(Reach(0, (Ringing(6_000, 100),), 0, 0), 9).minutes == 0
    assert planned(Reach(0, (Ringing(60_000, 100),), 0, 0), 9).minutes == 10


def test_who_can_be_written_to_only_after_writing_is_counted_apart() -> None:
    made = planned(Reach(1, (Ringing(2, 25),), 0, 0, closed=4), 9)
    assert (made.now, made.closed, made.people) == (3, 4, 7)
