"""Future first: what is over is asked about; what has no day comes round next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.understand.clock import Found, Impossible, Nothing, read_time
from handlers.understand.normal import normalise
from tests.handlers.understand.times import NOW, ZONE, read


@pytest.mark.parametrize(
    ("text", "hour", "expected"),
    [
        ("上周六", 9, "past 11-21: 11-28 00:00 > 11-28 23:59 day"),
        ("上周六下午", 9, "past 11-21: 11-28 14:00 > 11-28 18:00 part"),
        ("昨天", 9, "past 11-22: 11-24 00:00 > 11-24 23:59 day"),
        ("上周末", 9, "past 11-21: 11-28 00:00 > 11-29 23:59 range"),
        ("大前天", 9, "past 11-20: 11-24 00:00 > 11-24 23:59 day"),
        ("上个月5号", 9, "past 10-05: 12-05 00:00 > 12-05 23:59 day"),
        ("last Friday", 9, "past 11-20: 11-27 00:00 > 11-27 23:59 day"),
        ("上周", 9, "past 11-16: 11-23 09:00 > 11-29 23:59 range"),
        ("2026年11月20日", 9, "past 11-20: 2027-11-20 00:00 > 2027-11-20 23:59 day"),
        ("今天上午", 14, "past 11-23: 11-24 08:00 > 11-24 12:00 part"),
        ("今天3点", 16, "past 11-23: 11-24 15:00 > ? minute"),
    ],
)
def test_what_is_over_becomes_the_nearest_coming_one(text, hour, expected):
    assert read(text, NOW.replace(hour=hour)) == expected


@pytest.mark.parametrize(
    ("text", "hour", "expected"),
    [
        ("上午", 14, "11-24 08:00 > 11-24 12:00 part"),
        ("3点", 16, "11-24 15:00 > ? minute"),
        ("8点", 10, "11-24 08:00 > ? minute"),
        ("今天8点", 10, "11-23 20:00 > ? minute"),
        ("今天8点到10点", 12, "11-23 20:00 > 11-23 22:00 range"),
        ("8点到10点", 9, "11-24 08:00 > 11-24 10:00 range"),
        ("今天", 23, "11-23 23:00 > 11-23 23:59 day"),
    ],
)
def test_without_a_day_the_next_time_it_comes_round_is_meant(text, hour, expected):
    assert read(text, NOW.replace(hour=hour)) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("周末", 28, "11-28 09:00 > 11-29 23:59 range"),
        ("周末", 29, "12-05 00:00 > 12-06 23:59 range"),
        ("这周末", 29, "11-29 09:00 > 11-29 23:59 day"),
        ("这周一", 25, "past 11-23: 11-30 00:00 > 11-30 23:59 day"),
        ("周五到周日", 28, "12-04 00:00 > 12-06 23:59 range"),
        ("月初", 28, "12-01 00:00 > 12-07 23:59 range"),
    ],
)
def test_weeks_begin_on_monday(text, today, expected):
    assert read(text, NOW.replace(day=today)) == expected


WORDS = (
    "今天 明天 后天 昨天 上周 这周 下周 周 星期 六 日 二 十 三 3 12 28 30 号 月 日 点 半 前 后 以后"
    " 到 或 上午 下午 晚上 夜里 凌晨 ， 。 : - . 年 2026 天内 小时后 底 初 末 每 尽快 随时 am sat"
)
PIECES = st.sampled_from(WORDS.split())
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(  # noqa: DTZ001 - made aware
    lambda naive: naive.replace(tzinfo=ZONE)
)


@given(st.lists(PIECES, max_size=9).map("".join), MOMENTS)
@settings(max_examples=300, deadline=None)
@example("今天", datetime(2026, 11, 23, 23, 59, 30, tzinfo=ZONE))
@example("24点前", datetime(2026, 12, 31, 23, 59, 30, tzinfo=ZONE))
def test_no_reading_lies_in_the_past(text, said_at):
    reading = read_time(text, said_at)
    if isinstance(reading, Nothing | Impossible):
        return
    span = reading.span if isinstance(reading, Found) else reading.nearest
    assert span.start >= said_at
    assert span.end is None or span.end >= span.start
    assert span.start < said_at + timedelta(days=366 * 75)


@given(st.text(max_size=300), st.sampled_from([NOW, datetime(2028, 2, 29, 23, 59, tzinfo=UTC)]))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text, said_at):
    read_time(normalise(text), said_at)
