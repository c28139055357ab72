"""Moments as they are promised: the day once, the hour once."""

from datetime import datetime

import pytest

from handlers.sayings import say_moment
from tests.transcript import ZONE

SUNDAY = datetime(2026, 11, 22, 17, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "said"),
    [
        (22, 18, 0, "今天晚上6点"),
        (23, 10, 0, "明天（23号 周一）上午10点"),
        (28, 10, 30, "28号 周六上午10点半"),
    ],
)
def test_a_moment_is_said_with_its_day_and_its_hour_once(
    day: int, hour: int, minute: int, said: str
) -> None:
    moment = SUNDAY.replace(day=day, hour=hour, minute=minute)
    assert say_moment(moment, SUNDAY) == said
