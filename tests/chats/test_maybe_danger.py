"""Where it may be danger and may be a wish for help: the number is told and the order is taken.

Scripts: post_need.
"""

import pytest
from babel.messages.pofile import read_po

from handlers import vocabulary
from handlers.emergency import scan, surely
from models.membership import Role
from models.order import Order
from tests.asking import orders
from tests.house.tree import ROOT
from tests.transcript import World

CATALOGUE = ROOT / "handlers" / "locale" / "en" / "LC_MESSAGES" / "linli.po"
DARK = "活着真没意思，想找个人说说话，3号楼2单元501，明天上午，13900000123"
IN_CASE = "心里撑不住的时候打 12356，\n什么时候都有人听。"


def test_who_sounds_hopeless_reads_the_number_and_gets_somebody_to_talk_to(world: World) -> None:
    wang = world.someone("王秀英")
    said = wang.say(DARK)
    assert IN_CASE in said
    assert "我念一遍" in said
    world.restart()
    assert wang.say("行").startswith("发出去了")
    order: Order = orders(world)[0]
    assert (order.building, order.room) == ("3", "501")


def test_the_number_is_told_once_and_a_step_back_keeps_what_was_said(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    assert IN_CASE in wang.say("活着真没意思，想找个人说说话，3号楼2单元501，明天上午")
    again = wang.say("13900000123")
    assert IN_CASE not in again
    assert IN_CASE not in wang.say("上一步")
    wang.say("取消")
    assert orders(small_world) == []


def test_daily_life_reads_no_number(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    said = wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    assert "先打" not in said
    assert "我念一遍" in said


def test_our_own_words_are_words_whatever_they_are_like(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    for words in ("我走了", "我到了", "人没来", "退单", "不用来了", "先走了", "都走了"):
        said = zhou.say(words)
        assert "12356" not in said, words
        assert "现在打" not in said, words


def test_no_word_and_no_button_of_ours_is_like_danger() -> None:
    words = {*vocabulary.CONTROLS, *vocabulary.WORDS, *vocabulary.ABOUT, *vocabulary.THANKS}
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    buttons = {
        word
        for entry in catalogue
        if entry.context == "button"
        for word in (entry.id, entry.string)
        if isinstance(word, str)
    }
    assert len(buttons) > 100
    assert [word for word in words if surely(word) and scan(word) is None] == []
    assert [word for word in buttons if surely(word, answers=True)] == []


@pytest.mark.parametrize(
    "words", ["I want to help", "I want to help my neighbours", "I want to make a suggestion"]
)
def test_whoever_wants_to_help_is_not_taken_for_somebody_in_despair(
    small_world: World, words: str
) -> None:
    said = small_world.someone("Ann").say(words)
    assert "12356" not in said


def test_a_heavy_chest_and_gas_are_heard_in_english(small_world: World) -> None:
    assert "120" in small_world.someone("Ann").say("chest feels heavy and left arm numb")
    assert "119" in small_world.someone("Bob").say("there's a gas smell")
