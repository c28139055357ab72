"""How a message looks on WeChat: pages, numbered lines with links, and nothing that breaks out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.drawing import PAGE_BYTES, first_page, harmless, pages, size_of, split
from handlers.content import Button, Card, Content, Line
from handlers.language import speaking

QUESTION = Content(
    text="什么时候来方便？", buttons=(Button("明天上午", "t.0"), Button("别的", "t.1"))
)


CARD = Content(
    card=Card("换灯", "单号 1123-07"), buttons=(Button("接单", "t1"), Button("这次去不了", "t2"))
)


def test_choices_are_lines_that_can_be_tapped_or_their_numbers_written() -> None:
    (text,) = pages(QUESTION, links=True)
    assert text.splitlines() == [
        "什么时候来方便？",
        '<a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1">1 明天上午</a>',
        '<a href="weixin://bizmsgmenu?msgmenucontent=2&msgmenuid=2">2 别的</a>',
    ]


def test_where_links_cannot_be_the_numbers_stand_alone() -> None:
    assert pages(QUESTION, links=False) == ["什么时候来方便？\n1 明天上午\n2 别的"]


def test_actions_are_words_because_digits_answer_the_open_question() -> None:
    assert pages(CARD, links=False) == [
        "换灯  单号 1123-07\n可以写：“接单1123-07”  “这次去不了1123-07”"
    ]


def test_a_tap_on_a_word_of_a_card_says_the_word_and_never_a_digit() -> None:
    (text,) = pages(CARD, links=True)
    assert text.splitlines() == [
        "换灯  单号 1123-07",
        '可以写：“<a href="weixin://bizmsgmenu?msgmenucontent=接单1123-07&msgmenuid=1">'
        '接单1123-07</a>”  “<a href="weixin://bizmsgmenu?msgmenucontent=这次去不了1123-07'
        '&msgmenuid=2">这次去不了1123-07</a>”',
    ]
    with speaking("en"):
        (text,) = pages(CARD, links=True)
    assert "msgmenucontent=接单 1123-07&" in text


@pytest.mark.parametrize("label", ['取"消', "a&b=c", "x<y", "x#y", "100%", "a;b"])
def test_a_word_that_could_be_read_as_more_is_no_link(label: str) -> None:
    (text,) = pages(Content(text="好", buttons=(Button(label, "token"),)), links=True)
    assert "weixin" not in text
    assert "“" + harmless(label) + "”" in text


def test_what_somebody_wrote_becomes_no_link() -> None:
    evil = '<a href="weixin://bizmsgmenu?msgmenucontent=取消&msgmenuid=9">点我</a>]]><x>'
    lines = (Line("原话", evil),)
    for links in (True, False):
        shown = Content(text=evil, card=Card(evil, lines=lines), buttons=(Button(evil, "t.0"),))
        (text,) = pages(shown, links=links)
        ours = text.count("<")
        assert ours == (2 if links else 0), text


@given(st.text(alphabet=st.sampled_from("好。！\n <a/>，x七8"), max_size=3000))
def test_pages_hold_all_of_it_and_none_is_too_long(text: str) -> None:
    made = split(text)
    assert all(0 < size_of(each) <= PAGE_BYTES for each in made)
    assert "".join("".join(made).split()) == "".join(text.split())


def test_a_page_ends_where_a_sentence_does() -> None:
    made = split("今天有活动，大家都来。" * 100)
    assert len(made) == 2
    assert all(each.endswith("。") for each in made)
    lines = split("第一行有些字\n" * 200)
    assert all(each.endswith("字") for each in lines)


def test_a_message_too_long_for_links_goes_in_pages_of_numbers() -> None:
    long = Content(text="很长的话。" * 150, buttons=QUESTION.buttons)
    made = pages(long, links=True)
    assert len(made) == 2
    assert made[-1].endswith("1 明天上午\n2 别的")
    assert "weixin" not in "".join(made)


def test_one_page_alone_says_that_there_is_more() -> None:
    assert first_page("短") == "短"
    cut = first_page("很长的话。" * 200)
    assert cut.endswith("……")
    assert size_of(cut) <= PAGE_BYTES


@pytest.mark.parametrize("text", ["\\u4e00", "\\ud8…", "C:\\users", "\\u"])
def test_what_looks_like_an_escape_is_none_however_much_of_it_there_is(text: str) -> None:
    assert harmless(text) == text.replace("\\", "＼")


def test_nothing_harmless_is_changed() -> None:
    text = "3 < 5，血压 > 90，<3"
    assert harmless(text) == text
