"""Days off by decree, and which year is meant where none is written."""

from datetime import date

import pytest

from handlers.understand.days_off import read_days_off

NOVEMBER, MARCH = date(2026, 11, 25), date(2027, 3, 2)


@pytest.mark.parametrize(
    ("words", "today", "days"),
    [
        ("12月1日休", NOVEMBER, [(date(2026, 12, 1), "rest")]),
        (
            "2月5日休，1月30日上班",
            NOVEMBER,
            [(date(2027, 2, 5), "rest"), (date(2027, 1, 30), "work")],
        ),
        ("10月1日休", NOVEMBER, [(date(2027, 10, 1), "rest")]),
        ("2026年10月1日休", NOVEMBER, [(date(2026, 10, 1), "rest")]),
        ("2月5日休", MARCH, [(date(2027, 2, 5), "rest")]),
        (
            "12月31日至1月2日放假",
            NOVEMBER,
            [
                (date(2026, 12, 31), "rest"),
                (date(2027, 1, 1), "rest"),
                (date(2027, 1, 2), "rest"),
            ],
        ),
        ("大家过年好", NOVEMBER, []),
    ],
)
def test_the_year_to_come_is_meant(words: str, today: date, days: list[tuple[date, str]]) -> None:
    assert read_days_off(words, today) == days


@pytest.mark.parametrize("words", ["2月30日休", "2027年1月1日到3月1日放假"])
def test_what_no_calendar_has_is_no_day_off(words: str) -> None:
    with pytest.raises(ValueError, match="day"):
        read_days_off(words, NOVEMBER)
