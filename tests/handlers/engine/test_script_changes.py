"""A script changes while a chat is open: questions inserted, removed, renamed, scripts deleted."""

from collections.abc import Callable

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.readers import OneOf, Words
from tests.handlers.engine.little_desk import LittleWorld, failed, state_of, values_of, write
from tests.transcript import Someone

Script = Callable[[Chat], None]


def asking(*names: str) -> Script:
    """A script of plain questions that says all answers at the end."""

    def script(chat: Chat) -> None:
        said = [chat.ask(name, f"{name}？", Words()) for name in names]
        write(chat, "done")
        chat.say("，".join(said))

    return script


def begun(world: LittleWorld, script: Script, *answers: str) -> Someone:
    """李 in the middle of it."""
    world.plays(script)
    li = world.someone("李")
    li.say("喂")
    for answer in answers:
        li.say(answer)
    return li


def test_a_question_inserted_before_the_open_one_is_asked_and_nothing_is_lost(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    li = begun(world, asking("a", "c", "d"), "甲")
    world.plays(asking("a", "b", "c", "d"))
    assert li.say("丙") == "b？"
    assert values_of(world, "李")["a"] == "甲"
    assert li.say("乙") == "d？"
    assert li.say("丁") == "甲，乙，丙，丁"


def test_a_question_inserted_at_the_very_beginning_is_asked(little: LittleWorld) -> None:
    li = begun(little, asking("b", "c"), "乙")
    little.plays(asking("a", "b", "c"))
    assert li.say("丙") == "a？"
    assert li.say("甲") == "甲，乙，丙"


def test_a_removed_question_that_was_answered_is_left_out(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b", "c"), "甲", "乙")
    little.plays(asking("a", "c"))
    assert li.say("丙") == "甲，丙"
    assert little.deeds == ["done"]


def test_a_removed_question_that_was_open_leads_to_the_next_one(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b", "c"), "甲")
    little.plays(asking("a", "c"))
    assert li.say("乙") == "c？"
    assert li.say("丙") == "甲，丙"


def test_a_renamed_question_is_asked_again_by_its_new_name(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b", "c"), "甲", "乙")
    little.plays(asking("a", "bee", "c"))
    assert li.say("丙") == "bee？"
    assert li.say("乙二") == "甲，乙二，丙"


def test_questions_in_another_order_are_not_asked_again(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b", "c"), "甲", "乙")
    little.plays(asking("b", "c", "a"))
    assert li.say("丙") == "乙，丙，甲"


def test_going_back_after_a_change_takes_back_the_last_that_was_given(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b", "c"), "甲", "乙")
    little.plays(asking("a", "c"))
    assert li.say("上一步") == "回到上一步。您刚才写的是：乙\nc？"
    assert li.say("上一步") == "回到上一步。您刚才写的是：甲\na？"


def test_free_text_that_became_a_choice_is_asked_again(little: LittleWorld) -> None:
    class Choice(OneOf):
        version = 2

    def choosing(chat: Chat) -> None:
        chosen = chat.ask("a", "a？", Choice([Option("x", "甲"), Option("y", "乙")]))
        chat.say(f"{chosen} {chat.ask('b', 'b？', Words())}")

    li = begun(little, asking("a", "b"), "随便什么")
    little.plays(choosing)
    assert li.say("丙") == "这里可以回：甲、乙。\na？\n1 甲\n2 乙"
    assert li.say("1") == "x 丙"


def test_a_card_added_at_the_end_is_shown(little: LittleWorld) -> None:
    def with_card(chat: Chat) -> None:
        a, b = chat.ask("a", "a？", Words()), chat.ask("b", "b？", Words())
        if chat.confirm("card", "念一遍", [Fact("甲", a), Fact("乙", b)], "", Option("yes", "发")):
            chat.say("发了。")

    li = begun(little, asking("a", "b"), "甲")
    little.plays(with_card)
    assert "念一遍" in li.say("乙")
    assert little.deeds == []
    assert li.say("好") == "发了。"


def test_a_question_that_became_a_card_of_the_same_name_is_shown_and_not_taken_as_agreed(
    little: LittleWorld,
) -> None:
    def with_card(chat: Chat) -> None:
        if chat.confirm("b", "念一遍", [Fact("甲", "乙")], "", Option("yes", "发")):
            chat.ask("c", "c？", Words())

    li = begun(little, asking("a", "b", "c"), "甲", "yes")
    little.plays(with_card)
    assert "念一遍" in li.say("丙")


def test_a_deleted_script_ends_kindly_and_nothing_begins_by_itself(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b"), "甲")
    little.plays(asking("x"), "other")
    del little.desk.own["errand"]
    assert li.say("乙") == "刚才那件事的问法变了，对不起。\n有事再写一句就行。"
    assert state_of(little, "李").is_idle
    assert failed(little) == 0


def test_a_word_that_works_everywhere_works_though_the_script_is_gone(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b"), "甲")
    del little.desk.own["errand"]
    assert "8000 0123" in li.say("找社区")
    assert failed(little) == 0


def test_what_waited_behind_a_deleted_script_is_taken_up(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b"), "甲")
    li.say("给我卡")
    li.press("写原因")
    del little.desk.own["reason"]
    assert li.say("没空").endswith("接着刚才的：\nb？")
    assert li.say("乙") == "甲，乙"


def test_a_waiting_conversation_without_its_script_is_forgotten(little: LittleWorld) -> None:
    li = begun(little, asking("a", "b"), "甲")
    li.say("给我卡")
    li.press("写原因")
    del little.desk.own["errand"]
    assert li.say("没空") == "原因记下了：没空。"
    assert state_of(little, "李").is_idle


def test_changing_a_line_whose_question_is_gone_shows_what_is_left(little: LittleWorld) -> None:
    def card_of(*names: str) -> Script:
        def script(chat: Chat) -> None:
            facts = [
                Fact(name, chat.ask(name, f"{name}？", Words()), "", name, f"改{name}")
                for name in names
            ]
            if chat.confirm("card", "念一遍", facts, "", Option("yes", "发")):
                chat.say("发了。")

        return script

    li = begun(little, card_of("a", "b"), "甲", "乙")
    li.press("改a")
    little.plays(card_of("b"))
    assert "b  乙" in li.say("甲二")
    assert li.say("行") == "发了。"
