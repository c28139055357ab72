"""How times are said back: on cards, in talk, in English; never 14:00."""

import re
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand.clock import (
    Found,
    read_time,
    say_day,
    say_day_en,
    say_span,
    say_span_en,
)
from handlers.understand.saying import say_clock

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def span_of(text):
    reading = read_time(text, NOW)
    assert isinstance(reading, Found), text
    return reading.span


@pytest.mark.parametrize(
    ("text", "card", "talk"),
    [
        ("明天上午", "11月24日 周二上午8点到12点", "明天（24号 周二）上午"),
        ("明天下午", "11月24日 周二下午2点到6点", "明天（24号 周二）下午"),
        ("周六下午", "11月28日 周六下午2点到6点", "这周六（28号）下午"),
        ("今天上午", "11月23日 周一上午9点到12点", "今天（23号 周一）上午"),
        ("明天中午", "11月24日 周二中午11点半到1点半", "明天（24号 周二）中午"),
        ("今晚八点前", "11月23日 周一晚上8点以前", "今天（23号 周一）晚上8点以前"),
        ("29号前", "11月29日 周日以前", "这周日（29号）以前"),
        ("月底前", "最晚11月30日 周一", "最晚30号 周一"),
        ("28号以后", "11月28日 周六以后", "这周六（28号）以后"),
        ("周五晚上七点以后", "11月27日 周五晚上7点以后", "这周五（27号）晚上7点以后"),
        ("后天下午两点半", "11月25日 周三下午2点半", "后天（25号 周三）下午2点半"),
        ("明天9点到11点", "11月24日 周二上午9点到11点", "明天（24号 周二）上午9点到11点"),
        ("明天10点到2点", "11月24日 周二上午10点到下午2点", "明天（24号 周二）上午10点到下午2点"),
        ("明天9点20", "11月24日 周二上午9点20分", "明天（24号 周二）上午9点20分"),
        ("周二夜里12点", "11月24日 周二夜里12点", "明天（24号 周二）夜里12点"),
        ("周末", "11月28日 周六到29日 周日", "这周六（28号）到这周日（29号）"),
        ("这周下午", "11月23日 周一到29日 周日，下午", "今天（23号 周一）到这周日（29号），下午"),
        (
            "这周,别太晚",
            "11月23日 周一到29日 周日，晚上6点以前",
            "今天（23号 周一）到这周日（29号），晚上6点以前",
        ),
        ("下周三", "12月2日 周三", "12月2号 周三"),
        ("30号", "11月30日 周一", "30号 周一"),
        ("3月5号", "2027年3月5日 周五", "2027年3月5号 周五"),
    ],
)
def test_a_time_is_said_in_the_words_of_the_neighbourhood(text, card, talk):
    assert (say_span(span_of(text), NOW), say_day(span_of(text), NOW)) == (card, talk)


@pytest.mark.parametrize(
    ("text", "card", "talk"),
    [
        ("明天9点到11点", "Tue 24 Nov, 9 to 11 am", "tomorrow (Tue 24 Nov), 9 to 11 am"),
        ("周六下午", "Sat 28 Nov, 2 to 6 pm", "Sat 28 Nov, 2 to 6 pm"),
        ("明天上午", "Tue 24 Nov, 8 am to noon", "tomorrow (Tue 24 Nov), 8 am to noon"),
        ("明天下午3点", "Tue 24 Nov, 3 pm", "tomorrow (Tue 24 Nov), 3 pm"),
        ("今天", "Mon 23 Nov", "today (Mon 23 Nov)"),
        ("今晚八点前", "before Mon 23 Nov, 8 pm", "before today (Mon 23 Nov), 8 pm"),
        ("29号前", "before Sun 29 Nov", "before Sun 29 Nov"),
        ("三天内", "by Thu 26 Nov", "by Thu 26 Nov"),
        ("28号以后", "Sat 28 Nov or later", "Sat 28 Nov or later"),
        ("周五晚上七点以后", "Fri 27 Nov, after 7 pm", "Fri 27 Nov, after 7 pm"),
        ("周末", "Sat 28 Nov to Sun 29 Nov", "Sat 28 Nov to Sun 29 Nov"),
        ("下周下午", "Mon 30 Nov to Sun 6 Dec, 2 to 6 pm", "Mon 30 Nov to Sun 6 Dec, 2 to 6 pm"),
        (
            "下周,别太晚",
            "Mon 30 Nov to Sun 6 Dec, before 6 pm",
            "Mon 30 Nov to Sun 6 Dec, before 6 pm",
        ),
        ("3月5号", "Fri 5 Mar 2027", "Fri 5 Mar 2027"),
        ("明天9点20", "Tue 24 Nov, 9:20 am", "tomorrow (Tue 24 Nov), 9:20 am"),
    ],
)
def test_a_time_is_said_in_plain_english(text, card, talk):
    assert (say_span_en(span_of(text), NOW), say_day_en(span_of(text), NOW)) == (card, talk)


def test_a_stored_part_of_the_day_is_said_without_its_name():
    for text in ("明天上午", "明天下午", "今天上午", "今晚", "明天夜里"):
        span = span_of(text)
        stored = replace(span, part="", words="")
        assert say_span(stored, NOW) == say_span(span, NOW)
        assert say_day(stored, NOW) == say_day(span, NOW)


def test_a_clock_time_is_said_for_a_moment_too():
    assert say_clock(NOW.replace(hour=13)) == say_clock(time(13)) == "下午1点"
    assert [say_clock(time(hour)) for hour in (0, 3, 7, 12, 23)] == [
        "夜里12点",
        "凌晨3点",
        "早上7点",
        "中午12点",
        "夜里11点",
    ]


DAYS = st.sampled_from(["今天", "明天", "周六", "28号", "下周三", "这周", "周末", "12月5号", ""])
HOURS = st.sampled_from(
    ["", "上午", "晚上", "夜里", "3点", "15:00", "9点到11点", "18:30-20:00", "0:00"]
)
BOUNDS = st.sampled_from(["", "前", "以后"])


@given(DAYS, HOURS, BOUNDS)
@settings(deadline=None)
def test_residents_never_read_a_clock_of_twenty_four_hours(day, hours, bound):
    reading = read_time(day + hours + bound, NOW)
    if isinstance(reading, Found):
        for said in (say_span(reading.span, NOW), say_day(reading.span, NOW)):
            assert not re.search(r"\d:\d|1[3-9]点|2\d点", said)
