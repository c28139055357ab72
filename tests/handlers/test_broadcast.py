"""What the card of a notice may promise: who has it at once, who in the morning, how long."""

from collections.abc import Mapping
from datetime import datetime, time

import pytest

from handlers.broadcast import Plan, plan
from models.audience import Reach
from models.community import Community
from tests.transcript import ZONE

AT_A_PACE_OF_25 = 25 * 60


def planned(
    found: Reach, hour: int, minute: int = 0, paces: Mapping[int, float] | None = None
) -> Plan:
    community = Community(timezone=str(ZONE), quiet_from=time(21), quiet_until=time(8))
    at = datetime(2026, 11, 23, hour, minute, tzinfo=ZONE)
    return plan(found, community, at, paces or {})


@pytest.mark.parametrize(
    ("hour", "minute", "now", "morning"),
    [(8, 0, 120, 0), (20, 59, 120, 0), (21, 0, 20, 100), (2, 0, 20, 100), (7, 59, 20, 100)],
)
def test_phones_ring_by_day_only(hour: int, minute: int, now: int, morning: int) -> None:
    made = planned(Reach(20, {1: 100}, 3, 4), hour, minute)
    assert (made.now, made.morning, made.off, made.without) == (now, morning, 3, 4)
    assert made.people == 120


def test_what_does_not_fit_before_the_evening_comes_in_the_morning() -> None:
    made = planned(Reach(0, {1: 120_000}, 0, 0), 20, 50)
    assert (made.now, made.morning, made.minutes) == (10 * AT_A_PACE_OF_25, 105_000, 10)


def test_two_accounts_send_side_by_side() -> None:
    made = planned(Reach(5, {1: 6_000, 2: 3_000}, 0, 0), 9)
    assert (made.now, made.minutes) == (9_005, 4)


def test_each_account_goes_at_the_pace_it_is_configured_for() -> None:
    found = Reach(0, {1: 6_000, 2: 6_000}, 0, 0)
    assert planned(found, 9, paces={1: 10, 2: 100}).minutes == 10
    assert planned(found, 20, 55, paces={1: 10, 2: 100}).now == 3_000 + 6_000


@pytest.mark.parametrize(("people", "minutes"), [(1, 0), (1500, 0), (1501, 2), (120_000, 80)])
def test_how_long_it_takes_is_never_said_too_short(people: int, minutes: int) -> None:
    assert planned(Reach(0, {1: people}, 0, 0), 9).minutes == minutes


def test_what_rings_nowhere_takes_no_time() -> None:
    assert planned(Reach(9_000, {}, 0, 0), 23) == Plan(9_000, 0, 0, 0, 0)
