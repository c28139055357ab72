"""Phone numbers: however spaced, spelt or prefixed; never from an identity card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.normal import normalise
from handlers.understand.phone import (
    Found,
    Long,
    Nothing,
    Short,
    mask_phone,
    read_phone,
    say_phone,
)


@pytest.mark.parametrize(
    "text",
    [
        "13900000123",
        "139 0000 0123",
        "139-0000-0123",
        "1390 000 0123",
        "１３９００００　０１２３",
        "+8613900000123",
        "+86 139 0000 0123",
        "0086-13900000123",
        "8613900000123",
        "我电话13900000123谢谢",
        "3号楼2单元501 13900000123",
        "幺三九零零零零零幺二三",
        "一三九 零零零零 零一二三",
        "139零零零零0123",
    ],
)
def test_a_mobile_number_is_found_in_any_dress(text):
    reading = read_phone(normalise(text))
    assert isinstance(reading, Found)
    assert reading.digits == "13900000123"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("010-80000123", "01080000123"),
        ("(0311) 8000123", "03118000123"),
        ("022 8000 0123", "02280000123"),
    ],
)
def test_a_landline_needs_its_area_code(text, digits):
    reading = read_phone(text)
    assert isinstance(reading, Found)
    assert reading.digits == digits


def test_a_landline_without_area_code_is_completed_when_the_community_has_one():
    assert isinstance(read_phone("8000 0123"), Nothing)
    reading = read_phone("打 8000 0123", area_code="022")
    assert isinstance(reading, Found)
    assert reading.digits == "02280000123"


@pytest.mark.parametrize(
    ("text", "missing"), [("1390000078", 1), ("139 0000 01", 2), ("1390000", 4)]
)
def test_missing_digits_are_counted(text, missing):
    reading = read_phone(text)
    assert isinstance(reading, Short)
    assert reading.missing == missing


@pytest.mark.parametrize(("text", "extra"), [("139000001234", 1), ("1390000012345", 2)])
def test_digits_too_many_are_counted(text, extra):
    reading = read_phone(text)
    assert isinstance(reading, Long)
    assert reading.extra == extra


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1803",
        "6-2-302",
        "11010119900307123X",
        "110101199003071234",
        "6222020000000000000",
        "2026-11-28",
    ],
)
def test_what_is_no_phone_number_is_not_read_as_one(text):
    assert isinstance(read_phone(text), Nothing)


def test_numbers_are_said_in_groups_and_masked_in_the_middle():
    assert say_phone("13900000123") == "139 0000 0123"
    assert say_phone("02280000123") == "022 8000 0123"
    assert say_phone("03118000123") == "0311 800 0123"
    assert mask_phone("13900000123") == "139****0123"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_every_mobile_number_is_read_back_from_how_it_is_said(digits, gap):
    reading = read_phone("电话" + say_phone(digits).replace(" ", gap))
    assert isinstance(reading, Found)
    assert reading.digits == digits


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    read_phone(normalise(text))
