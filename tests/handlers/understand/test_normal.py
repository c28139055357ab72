"""One written form for many, without touching a digit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.normal import fold, normalise
from handlers.understand.numerals import number, spelt


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("１", "1"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("３号楼，２单元！", "3号楼,2单元!"),
        ("139–0000—0123", "139-0000-0123"),
        ("1\ufe0f\u20e3", "1"),
        ("好\u200b的\ufeff", "好的"),
        ("三號樓後天上午九點", "三号楼后天上午九点"),
        ("廿三、〇", "廿三、〇"),
    ],
)
def test_one_form_is_read_for_many(written, read):
    assert normalise(written) == read


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_digits_keep_their_value_and_order(text):
    def digits(of):
        return [unicodedata.digit(each) for each in of if unicodedata.digit(each, None) is not None]

    assert digits(normalise(text)) == digits(text)


@given(st.text(max_size=200))
def test_a_normal_text_stays_as_it_is(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("三十一", 31),
        ("两", 2),
        ("五零一", 501),
        ("五〇一", 501),
        ("一百零二", 102),
        ("百", None),
        ("好", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_neighbours_write_them(words, value):
    assert number(words) == value


def test_spelt_digits_become_digits_one_for_one():
    assert spelt("幺八零三 x") == "1803 x"
