"""What holds for any text: nothing in the past, quick however long, and no digit changed."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.understanding import messages_of
from handlers.understand.kind import seeded_kinds
from handlers.understand.line import line_of
from handlers.understand.normal import normalise, plain
from handlers.understand.reading import read

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
KINDS = seeded_kinds()
LONGEST_MS = 20
MESSAGES = messages_of(["samples", "tuning"])
PIECES = (
    "请人来 帮忙 修灯 明天 今天 昨天 每周三 每天 每月15号 隔天 下周 周六 上午 晚上 3点 七点半 以前"
    " 以后 到 或者 腊月二十三 正月初六 春节 国庆期间 重阳前 年前 赶紧 工作日 初六 29号 12月5日"
    " 放学后 ， 。 月底 一会儿"
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(  # noqa: DTZ001 - made aware
    lambda naive: naive.replace(tzinfo=ZONE)
)


@given(st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=8).map("".join), MOMENTS)
@settings(max_examples=300, deadline=None)
def test_no_reading_lies_in_the_past_of_its_message(text: str, said_at: datetime) -> None:
    reading = read(text, said_at, KINDS)
    assert reading.start is None or reading.start >= said_at
    assert reading.end is None or reading.start is None or reading.end >= reading.start


@pytest.mark.parametrize("month", [2, 6, 9, 12])
def test_no_message_of_the_sets_is_read_into_the_past_in_any_season(month: int) -> None:
    said_at = datetime(2027, month, 27, 21, 40, tzinfo=ZONE)
    for message in MESSAGES:
        reading = read(message["text"], said_at, KINDS)
        assert reading.start is None or reading.start >= said_at, message["text"]


@given(st.text(max_size=5000))
@settings(max_examples=30, deadline=None)
@example("3" * 5000)
@example("一" * 5000)
@example("今天" * 2500)
@example("葵园小区" * 1250)
@example("每周" * 2500)
@example("一天没" * 1600)
@example("孩子他爸走了" * 800)
@example("志愿者" * 1600)
@example("a" * 5000)
@example("\ue000" * 5000)
def test_any_text_is_read_in_twenty_milliseconds(text: str) -> None:
    assert min(_spent(text) for _try in range(5)) <= LONGEST_MS


def _spent(text: str) -> float:
    began = time.process_time()
    read(text, NOW, KINDS)
    return (time.process_time() - began) * 1000


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_form_changes_a_digit_or_the_length(text: str) -> None:
    for form in (normalise, plain):
        shown = normalise(text)
        assert [c for c in form(shown) if c.isdigit()] == [c for c in shown if c.isdigit()]
    assert len(plain(text)) == len(text)


@given(st.text(max_size=400), MOMENTS)
@settings(max_examples=60, deadline=None)
def test_every_text_makes_a_line(text: str, said_at: datetime) -> None:
    line = line_of("x", text, said_at.isoformat(), KINDS)
    assert line["id"] == "x"
