"""The desk was away for three days: every scheduled kind sends, merges or drops as it says."""

from datetime import datetime, timedelta

import pytest

from handlers.timers import TIMERS
from handlers.timers.lateness import LATENESS, Late
from tests.downtime import CASES, away, most_to_one, said
from tests.transcript import MONDAY, ZONE, Paper, World

THREE_DAYS = timedelta(days=3)
#: what is owed only once its time is over, or there
ENDS = {"activity_ends", "not_come", "sign_in_screen", "unfilled"}


def begins(kind: str, *, ahead: bool) -> datetime:
    """Of the visit a timer is about: after the desk is back, or long before."""
    return MONDAY + (timedelta(hours=1) if kind in ENDS or not ahead else timedelta(days=5))


def test_every_kind_says_how_it_is_late_and_is_tried() -> None:
    assert set(LATENESS) == set(TIMERS)
    assert set(CASES) == set(TIMERS)


@pytest.mark.parametrize("kind", TIMERS)
def test_after_three_days_it_does_what_it_says(small_world: World, kind: str) -> None:
    how, (_make, notice) = LATENESS[kind], CASES[kind]
    owed = how.within is None and how.late is not Late.DONE
    found = away(small_world, kind, begins(kind, ahead=True), THREE_DAYS)
    assert (found > 0) is owed
    small_world.wait(minutes=1)
    assert said(small_world, notice) == found  # and once


@pytest.mark.parametrize(
    "kind", [k for k in TIMERS if LATENESS[k].late in (Late.AHEAD, Late.MERGED)]
)
def test_what_is_over_by_then_is_dropped(small_world: World, kind: str) -> None:
    assert away(small_world, kind, begins(kind, ahead=False), THREE_DAYS) == 0


@pytest.mark.parametrize("kind", [k for k in TIMERS if LATENESS[k].within])
def test_what_is_owed_for_a_while_is_said_within_it(small_world: World, kind: str) -> None:
    within = LATENESS[kind].within
    assert within is not None
    assert away(small_world, kind, begins(kind, ahead=True), within / 2) > 0


@pytest.mark.parametrize("kind", [k for k in TIMERS if LATENESS[k].late is Late.MERGED])
def test_what_was_missed_several_times_is_made_up_for_once(small_world: World, kind: str) -> None:
    away(small_world, kind, begins(kind, ahead=True), THREE_DAYS, timers=3)
    assert most_to_one(small_world, CASES[kind][1]) == 1


def test_what_fires_late_at_night_rings_in_the_morning(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quiet hours hold for late firings, too."""
    monkeypatch.setattr(Paper, "rings", True)
    starts = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
    assert away(small_world, "still_coming", starts, timedelta(hours=14)) == 1
    zhou = small_world.someone("周凯")
    assert zhou.new == ""
    small_world.at(datetime(2026, 11, 24, 8, 0, 1, tzinfo=ZONE))
    assert "来吗" in zhou.new
