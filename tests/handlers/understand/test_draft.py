"""The first message as a form: the invented messages, and what must not be read twice."""

import json
import statistics
import time
from datetime import datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.understand.clock import Found, Nothing, read_time
from handlers.understand.draft import is_greeting, read_draft
from handlers.understand.kind import KindWords
from handlers.understand.people import read_people
from handlers.understand.phone import Found as FoundPhone
from handlers.understand.phone import read_phone
from handlers.understand.place import Place, read_place, read_room

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEED = resources.files("models").joinpath("need_kinds.json").read_text(encoding="utf-8")
KINDS = [KindWords(row["code"], tuple(row["words"])) for row in json.loads(SEED)]
MESSAGES = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("need_messages.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["id"])
def test_an_invented_message_is_understood(message):
    draft = read_draft(message["text"], datetime.fromisoformat(message["now"]), KINDS)
    place = draft.place or Place()
    assert draft.kind is not None
    assert draft.kind.code == message["kind"]
    assert (place.building, place.unit, place.room) == (
        message["building"],
        message["unit"],
        message["room"],
    )
    start, end = _times(draft)
    assert start == message.get("start", start)
    assert end == message.get("end", end)


def _times(draft):
    if not isinstance(draft.time, Found):
        return "", ""
    span = draft.time.span
    return tuple(each.isoformat()[:16] if each else "" for each in (span.start, span.end))


def test_one_sentence_fills_the_whole_form():
    draft = read_draft("厨房灯不亮了，3号楼2单元501，明天上午来两个人看看 13900000123", NOW, KINDS)
    assert draft.kind is not None
    assert isinstance(draft.phone, FoundPhone)
    assert draft.place is not None
    assert (draft.kind.code, draft.phone.digits, draft.people) == ("home_repair", "13900000123", 2)
    assert (draft.place.building, draft.place.unit, draft.place.room) == ("3", "2", "501")
    assert _times(draft) == ("2026-11-24T08:00", "2026-11-24T12:00")
    assert draft.words == "厨房灯不亮了，明天上午来两个人看看"


def test_every_reader_reads_full_width_forms_by_itself():
    reading = read_time("明天１５：００", NOW)
    assert isinstance(reading, Found)
    assert reading.span.start.hour == 15
    assert read_place("３号楼２单元５０１") is not None
    assert read_room("是１８０３") == "1803"
    assert isinstance(read_phone("１３９００００　０１２３"), FoundPhone)
    assert read_people("２") == 2


def test_no_number_is_read_twice():
    draft = read_draft("11号楼2单元1130，139 0000 0123", NOW, KINDS)
    assert isinstance(draft.time, Nothing)
    assert draft.people is None
    assert draft.place is not None
    assert draft.place.room == "1130"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您好，我家住3号楼2单元501，灯不亮了", "灯不亮了"),
        ("喂，社区的同志吗，水管漏了", "水管漏了"),
        ("轮椅坏了。地址：东关街道苇湾社区18号楼1单元102", "轮椅坏了"),
        ("139 0000 0123", ""),
    ],
)
def test_the_wish_is_left_without_greeting_place_and_phone(text, words):
    assert read_draft(text, NOW, KINDS).words == words


@pytest.mark.parametrize(
    "text", ["您好", "在吗？", "hello", "?", "👋", "你好，有人吗", "Hi!", "早上好"]
)
def test_a_greeting_is_only_a_greeting(text):
    assert is_greeting(text)
    assert read_draft(text, NOW, KINDS).greeting_only


@pytest.mark.parametrize("text", ["", " ", "您好，灯坏了", "1", "王老师"])
def test_what_says_more_or_nothing_is_no_greeting(text):
    assert not read_draft(text, NOW, KINDS).greeting_only


@given(st.text(max_size=5000))
@settings(max_examples=40, deadline=None)
@example("3" * 5000)
@example("一" * 5000)
@example("今天" * 2500)
@example("葵园小区" * 1250)
@example("1 " * 2500)
@example("您好" * 2500)
@example("\ue000" * 5000)
def test_any_text_up_to_five_thousand_characters_is_read_quickly(text):
    began = time.perf_counter()
    read_draft(text, NOW, KINDS)
    assert time.perf_counter() - began < 0.25


def test_understanding_takes_two_milliseconds_at_most_in_the_middle():
    spent = []
    for message in MESSAGES * 3:
        began = time.perf_counter()
        read_draft(message["text"], NOW, KINDS)
        spent.append(time.perf_counter() - began)
    assert statistics.median(spent) <= 0.002
