"""Days off and rules of the calendar: shifts, lunar days, weeks, years that are not known yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activity_rule import ActivityRule
from models.community import Community
from models.database import Database
from models.occasions import occasion_on
from models.rule_days import days_of, planned
from models.workdays import DayTold, Workdays, is_next_year_missing, tell_days


def a_community(db: Database) -> int:
    with db.session() as session:
        community = Community(name="葵园社区")
        session.add(community)
        session.flush()
        return community.id


def rule(kind: str, **more: object) -> ActivityRule:
    blank: dict[str, object] = {
        "month": None,
        "day": 0,
        "nth": 0,
        "weekday": 0,
        "shift": "keep",
        "exceptions": {},
    }
    return ActivityRule(kind=kind, **{**blank, **more})


FIRST_SATURDAY = {"nth": 1, "weekday": 5}


def test_the_first_saturday_moves_out_of_a_holiday_to_a_rest_day_after_it(db: Database) -> None:
    community_id = a_community(db)
    with db.reading() as session:
        days = Workdays(session, community_id)
        keep = days_of(rule("weekday", **FIRST_SATURDAY), date(2026, 1, 1), date(2026, 5, 31), days)
        assert [held for _day, held in keep] == [
            date(2026, 1, 3), date(2026, 2, 7), date(2026, 3, 7), date(2026, 4, 4), date(2026, 5, 2)
        ]  # fmt: skip
        work = rule("weekday", **FIRST_SATURDAY, shift="workday")
        held = [held for _day, held in days_of(work, date(2026, 2, 1), date(2026, 5, 31), days)]
        # 2 May is off until the 5th; 9 May is a Saturday that is worked
        assert held == [date(2026, 2, 9), date(2026, 3, 9), date(2026, 4, 7), date(2026, 5, 6)]


def test_a_saturday_that_is_worked_is_no_rest_day(db: Database) -> None:
    community_id = a_community(db)
    with db.reading() as session:
        days = Workdays(session, community_id)
        assert days.is_workday(date(2026, 2, 14))
        assert not days.is_workday(date(2026, 2, 16))
        second = rule("weekday", nth=2, weekday=5, shift="rest_day")
        held = days_of(second, date(2026, 2, 1), date(2026, 2, 28), days)
        assert held == [(date(2026, 2, 14), date(2026, 2, 15))]


def test_the_communitys_own_word_comes_first(db: Database) -> None:
    community_id = a_community(db)
    with db.session() as session:
        tell_days(session, community_id, [DayTold(date(2026, 12, 5), "work", "区里通知")])
        tell_days(session, community_id, [DayTold(date(2026, 12, 5), "work", "区里又通知")])
    with db.reading() as session:
        days = Workdays(session, community_id)
        assert days.is_workday(date(2026, 12, 5))
        assert not days.is_workday(date(2026, 12, 6))


def test_a_year_nobody_has_published_goes_by_the_week_and_is_missed_from_november(
    db: Database,
) -> None:
    community_id = a_community(db)
    with db.session() as session:
        days = Workdays(session, community_id)
        assert (days.knows(2026), days.knows(2027)) == (True, False)
        assert days.is_workday(date(2027, 1, 1))  # a Friday, as far as we know
        assert not is_next_year_missing(session, community_id, date(2026, 10, 31))
        assert is_next_year_missing(session, community_id, date(2026, 11, 1))
        told = [DayTold(date(2027, 2, n), "rest") for n in range(5, 16)]
        assert tell_days(session, community_id, told) == 11
        assert not is_next_year_missing(session, community_id, date(2026, 11, 1))


def test_lunar_days_weeks_and_the_last_day(sqlite_db: Database) -> None:
    community_id = a_community(sqlite_db)
    with sqlite_db.reading() as session:
        days = Workdays(session, community_id)
        ninth = rule("lunar", month=9, day=9)
        years = [held for _d, held in days_of(ninth, date(2026, 1, 1), date(2028, 12, 31), days)]
        assert years == [date(2026, 10, 18), date(2027, 10, 8), date(2028, 10, 26)]
        eve = rule("lunar", month=12, day=-1)
        assert planned(eve, date(2027, 1, 1), date(2027, 12, 31)) == [date(2027, 2, 5)]
        week = rule("week", month=3, day=18)
        assert planned(week, date(2027, 1, 1), date(2027, 12, 31)) == [date(2027, 3, 15)]
        last = rule("date", day=-1)
        assert planned(last, date(2027, 2, 1), date(2027, 3, 31)) == [
            date(2027, 2, 28), date(2027, 3, 31)
        ]  # fmt: skip
        thirtieth = rule("date", day=31)
        assert planned(thirtieth, date(2027, 4, 1), date(2027, 5, 31)) == [date(2027, 5, 31)]
        yearly = rule("date", month=12, day=5)
        assert planned(yearly, date(2026, 1, 1), date(2027, 12, 31)) == [
            date(2026, 12, 5), date(2027, 12, 5)
        ]  # fmt: skip


def test_an_exception_leaves_a_day_out_or_moves_it(sqlite_db: Database) -> None:
    community_id = a_community(sqlite_db)
    moved = {"2026-10-03": "2026-10-10", "2026-11-07": None}
    with sqlite_db.reading() as session:
        days = Workdays(session, community_id)
        saturday = rule("weekday", **FIRST_SATURDAY, exceptions=moved)
        held = days_of(saturday, date(2026, 10, 1), date(2026, 12, 31), days)
    assert held == [(date(2026, 10, 3), date(2026, 10, 10)), (date(2026, 12, 5), date(2026, 12, 5))]


@pytest.mark.parametrize(
    ("day", "occasion"),
    [
        (date(2027, 3, 5), "lei_feng"),
        (date(2027, 3, 15), "service_week"),
        (date(2027, 3, 21), "service_week"),
        (date(2027, 3, 22), "other"),
        (date(2026, 12, 5), "volunteer_day"),
        (date(2027, 10, 8), "double_ninth"),
    ],
)
def test_a_date_alone_may_say_what_it_stands_for(day: date, occasion: str) -> None:
    assert occasion_on(day) == occasion


@given(
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 6),
    year=st.integers(2020, 2060),
    month=st.integers(1, 12),
)
def test_each_month_has_one_nth_weekday(nth: int, weekday: int, year: int, month: int) -> None:
    last = date(year + month // 12, month % 12 + 1, 1)
    found = planned(rule("weekday", nth=nth, weekday=weekday), date(year, month, 1), last)
    inside = [day for day in found if day.month == month]
    assert len(inside) == 1
    assert inside[0].weekday() == weekday
