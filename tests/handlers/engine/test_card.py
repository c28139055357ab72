"""A yes is a yes to what was shown; a card takes corrections line by line (rules 3 and 7)."""

from itertools import pairwise

import pytest

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.readers import Words
from tests.handlers.engine.little_desk import (
    LittleWorld,
    talk_of,
    values_of,
    write,
)
from tests.transcript import Someone, World


def at_card(world: LittleWorld) -> Someone:
    """李 is shown the card of an errand."""
    li = world.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    li.say("7号楼1308")
    assert "念一遍" in li.say("13900000123")
    return li


def price(value: str) -> object:
    """A script whose card depends on something she has not said."""

    def script(chat: Chat) -> None:
        what = chat.ask("what", "要什么？", Words())
        facts = [Fact("东西", what, "", "what", "改东西"), Fact("价钱", value)]
        if chat.confirm("card", "念一遍", facts, "", Option("yes", "发出")):
            write(chat, f"sent {value}")
            chat.say(f"发了，{value}。")
        else:
            chat.say("没发。")

    return script


def test_a_card_that_changed_is_shown_again_instead_of_agreed_to(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    world.plays(price("3元"))  # type: ignore[arg-type]
    li = world.someone("李")
    li.say("喂")
    li.say("盐")
    world.plays(price("5元"))  # type: ignore[arg-type]
    again = li.say("1")
    assert again.startswith("有变化，请再看一眼。\n念一遍")
    assert "价钱  5元" in again
    assert world.deeds == []
    assert li.say("1") == "发了，5元。"
    assert world.deeds == ["sent 5元"]


def test_a_press_on_the_card_as_it_was_agrees_to_nothing_new(little: LittleWorld) -> None:
    little.plays(price("3元"))  # type: ignore[arg-type]
    li = little.someone("李")
    li.say("喂")
    li.say("盐")
    old = li.button("发出")
    little.plays(price("5元"))  # type: ignore[arg-type]
    li.send({"kind": "press", "token": old})
    again = li.send({"kind": "press", "token": old})
    assert "按了没有变化" in again
    assert little.deeds == []


def test_saying_change_twice_does_not_repeat_that_it_changed(little: LittleWorld) -> None:
    little.plays(price("3元"))  # type: ignore[arg-type]
    li = little.someone("李")
    li.say("喂")
    li.say("盐")
    little.plays(price("5元"))  # type: ignore[arg-type]
    li.say("1")
    assert "有变化" not in li.say("什么意思")


def test_a_no_at_the_card_writes_nothing_and_ends_it(little: LittleWorld) -> None:
    assert at_card(little).say("先不发") == "好，先不发。"
    assert little.deeds == []


@pytest.mark.parametrize("words", ["1", "发出", "行", "好嘞", "OK", "发吧", "是的"])
def test_a_yes_in_any_words_sends_it(little: LittleWorld, words: str) -> None:
    assert at_card(little).say(words).startswith("发出了")
    assert little.deeds == ["errand"]


def test_one_line_is_changed_and_the_others_stay(little: LittleWorld) -> None:
    li = at_card(little)
    before = values_of(little, "李")
    assert li.press("改时间") == "哪天？"
    little.restart()
    card = li.say("后天上午9点")
    assert "11-25 09:00" in card
    after = values_of(little, "李")
    assert {name: after[name] for name in ("place", "phone")} == {
        name: before[name] for name in ("place", "phone")
    }


def test_a_change_can_be_chosen_by_its_number(little: LittleWorld) -> None:
    li = at_card(little)
    assert li.say("3") == "送到哪里？"
    assert "时间  11-24 15:00" in li.say("8号楼101")


def test_going_back_while_changing_puts_the_old_line_back(little: LittleWorld) -> None:
    li = at_card(little)
    before = values_of(little, "李")
    li.press("改时间")
    little.restart()
    card = li.say("上一步")
    assert card.startswith("没改，还是原来的。")
    assert "时间  11-24 15:00" in card
    assert values_of(little, "李") == before


def test_a_wrong_word_while_changing_keeps_the_old_line_within_reach(little: LittleWorld) -> None:
    li = at_card(little)
    li.press("改时间")
    li.say("25:00")
    li.say("👍")
    assert "时间  11-24 15:00" in li.say("上一步")


def test_a_supposed_answer_does_not_fill_the_line_that_is_being_changed(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    wang.press("发出")
    wang.say("不写")
    card = wang.say("卫生间灯不亮了，明天上午")
    assert "电话  139 0000 0123" in card
    assert "留个电话吧" in wang.press("改电话")
    assert "电话  139 0000 0999" in wang.say("13900000999")


CORRECTIONS = [
    ("不是1308是1803", "place", "7号楼1803"),
    ("是1803", "place", "7号楼1803"),
    ("改成后天上午9点", "when", "11月25日 周三上午9点"),
    ("电话是13900000999", "phone", "139 0000 0999"),
    ("8号楼2单元302", "place", "8号楼2单元302"),
]


@pytest.mark.parametrize(("words", "name", "value"), CORRECTIONS)
def test_a_card_understands_a_correction_and_says_what_it_changed(
    small_world: World, words: str, name: str, value: str
) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，7号楼1308，明天下午3点，13900000123")
    before = {answer.name: answer.value for answer in talk_of(small_world, "王").answers}
    reply = wang.say(words)
    after = {answer.name: answer.value for answer in talk_of(small_world, "王").answers}
    assert reply.startswith(f"改成 {value} 了，别的没动。")
    assert [each for each in after if after[each] != before.get(each)] == [name]


def test_a_correction_of_two_lines_changes_both(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，7号楼1308，明天下午3点，13900000123")
    reply = wang.say("改成后天上午9点，电话13900000999")
    assert "时间  11月25日 周三上午9点" in reply
    assert "电话  139 0000 0999" in reply


def test_a_correction_that_names_the_same_kind_again_still_changes_the_time(
    small_world: World,
) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，7号楼1308，明天下午3点，13900000123")
    reply = wang.say("灯的事改成周三上午9点")
    assert "时间  11月25日 周三上午9点" in reply


def test_words_that_correct_nothing_offer_help_in_three_steps(little: LittleWorld) -> None:
    li = at_card(little)
    before = values_of(little, "李")
    replies = [li.say("这个嘛") for _ in range(6)]
    first_lines = [reply.splitlines()[0] for reply in replies]
    assert "比如“改成周三上午”" in replies[0]
    assert "按一下要改的那行" in replies[1]
    assert "找社区" in replies[2]
    assert all(one != two for one, two in pairwise(first_lines))
    assert values_of(little, "李") == before
    assert li.say("1").startswith("发出了")


def test_a_script_that_lost_its_card_runs_once_when_words_are_typed(little: LittleWorld) -> None:
    li = at_card(little)

    def without_card(chat: Chat) -> None:
        write(chat, "no card")
        chat.say("办了。")

    little.plays(without_card)
    assert li.say("改成后天") == "办了。"
    assert little.deeds == ["no card"]
