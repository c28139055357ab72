"""How long something has been, as the command line says it."""

from datetime import timedelta

import pytest

from bot.ages import age


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (3 * 3600 + 5 * 60, "3 h 5 min"),
        (24 * 3600 + 59 * 60, "1 d"),
        (50 * 3600, "2 d 2 h"),
    ],
)
def test_an_age_has_its_two_largest_units(seconds: float, told: str) -> None:
    assert age(timedelta(seconds=seconds)) == told
