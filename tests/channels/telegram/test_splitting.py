"""Long texts come apart where a reader pauses, and nothing of them is lost."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.channels.telegram.splitting import CAPTION, TEXT, cut, split, units, without_marks


def test_the_limits_are_telegrams() -> None:
    assert (TEXT, CAPTION) == (4096, 1024)
    assert TEXT == MessageLimit.MAX_TEXT_LENGTH


@pytest.mark.parametrize(
    ("text", "length"), [("abc", 3), ("灯不亮", 3), ("👍", 2), ("𠮷野家", 4), ("", 0)]
)
def test_a_text_is_as_long_as_telegram_finds_it(text: str, length: int) -> None:
    assert units(text) == length


def test_a_short_text_stays_one() -> None:
    assert split("好，明天周二上午。") == ["好，明天周二上午。"]


def test_what_shows_nothing_is_nothing() -> None:
    assert split("") == split(" \n ") == []
    assert split("<b>" + " " * 5000 + "</b>") == []


def test_it_comes_apart_at_the_end_of_a_line() -> None:
    assert split("灯不亮了。\n门也坏了。\n明天来。", 13) == ["灯不亮了。\n门也坏了。", "明天来。"]


def test_without_lines_at_the_end_of_a_sentence() -> None:
    assert split("他说“好。”明天上午来看灯。", 9) == ["他说“好。”", "明天上午来看灯。"]
    assert split("It is 3.5 m. Bring a ladder.", 20) == ["It is 3.5 m.", "Bring a ladder."]


def test_without_sentences_between_words_and_without_words_anywhere() -> None:
    assert split("one two three", 8) == ["one two", "three"]
    assert split("灯" * 10, 4) == ["灯灯灯灯", "灯灯灯灯", "灯灯"]


def test_a_line_near_the_start_is_no_place_to_stop() -> None:
    assert split("好。\n" + "灯" * 4 + "。" + "门" * 6, 9)[0] == "好。\n灯灯灯灯。"


def test_marks_are_closed_in_each_part_and_opened_again() -> None:
    assert split("<b>灯不亮。门坏了。</b>完", 5) == ["<b>灯不亮。</b>", "<b>门坏了。</b>完"]


def test_escaped_signs_count_as_one_and_stay_whole() -> None:
    assert split("&lt;&amp;&gt;" * 2, 4) == ["&lt;&amp;&gt;&lt;", "&amp;&gt;"]


def test_an_emoji_stays_whole() -> None:
    assert split("👍👍👍", 3) == ["👍", "👍", "👍"]


def test_what_is_cut_off_is_said() -> None:
    assert cut("灯不亮了", 4) == "灯不亮了"
    assert cut("灯不亮了。", 4) == "灯不亮…"
    assert cut("灯👍👍", 4) == "灯👍…"
    assert cut("👍👍👍", 4) == "👍…"


class _Strict(HTMLParser):
    """Fails at a mark that is not closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_words = st.text(st.sampled_from("灯门。，\n <>&；👍𠮷a.“”1"), max_size=60)
_pieces = st.lists(st.tuples(st.sampled_from(["", "b", "code"]), _words), max_size=6)


@given(_pieces, st.integers(min_value=2, max_value=40))
def test_parts_are_short_whole_and_lose_nothing(pieces: list[tuple[str, str]], limit: int) -> None:
    marked = "".join(
        f"<{mark}>{escape(words, quote=False)}</{mark}>" if mark else escape(words, quote=False)
        for mark, words in pieces
    )
    parts = split(marked, limit)
    for part in parts:
        parser = _Strict()
        parser.feed(part)
        parser.close()
        assert parser.open == []
        assert 0 < units(without_marks(part).strip()) <= limit
    shown = "".join(words for _mark, words in pieces)
    assert _bare("".join(map(without_marks, parts))) == _bare(shown)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
