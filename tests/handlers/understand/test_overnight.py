"""From when to when something is held, over midnight too."""

from datetime import datetime

import pytest

from handlers.understand.clock import read_time
from handlers.understand.overnight import read_held
from handlers.understand.span import Found
from tests.transcript import MONDAY


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY.replace(month=month, day=day, hour=hour, minute=minute)


def held(words: str) -> tuple[datetime, datetime | None]:
    found = read_held(words, MONDAY)
    assert isinstance(found, Found)
    return found.span.start, found.span.end


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("12月5日晚上8点到第二天早上6点", on(12, 6, 6)),
        ("12月5日晚上8点到次日6点半", on(12, 6, 6, 30)),
        ("12月5日晚上8点至12月6日早上9点", on(12, 6, 9)),
        ("12月5日晚8点到6日早9点", on(12, 6, 9)),
        ("12月5日晚上8点到早上6点", on(12, 6, 6)),
        ("12月5日晚上8点到凌晨2点在葵园站值守", on(12, 6, 2)),
        ("12月5日晚上8点到12月7日上午9点", on(12, 7, 9)),
    ],
)
def test_it_goes_on_until_another_day(words: str, until: datetime) -> None:
    assert held(words) == (on(12, 5, 20), until)


@pytest.mark.parametrize(
    "words",
    ["12月5日上午9点到11点半", "周六下午2点到4点", "12月5日", "周六上午", "晚上7点到9点", "看情况"],
)
def test_what_is_on_one_day_is_read_as_ever(words: str) -> None:
    assert read_held(words, MONDAY) == read_time(words, MONDAY)
