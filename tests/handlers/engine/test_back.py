"""上一步, 取消, 菜单, 帮助, 找社区 and 等会儿, in the middle of everything (rule 6)."""

import pytest

from handlers.engine.chat import Chat
from handlers.readers import Words
from tests.handlers.engine.little_desk import LittleWorld, answers_of, state_of, values_of
from tests.transcript import World


def started(world: LittleWorld) -> None:
    """李 has said when and where, and is asked for a phone number."""
    li = world.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    assert li.say("3号楼2单元501") == "电话？"


@pytest.mark.parametrize("words", ["上一步", "返回", "back", "/back", "上一步。"])
def test_going_back_takes_back_the_last_answer(little: LittleWorld, words: str) -> None:
    started(little)
    reply = little.someone("李").say(words)
    assert reply == "回到上一步。您刚才写的是：3号楼2单元501\n送到哪里？"
    assert list(values_of(little, "李")) == ["when"]


def test_going_back_again_and_again_ends_kindly_at_the_first_step(little: LittleWorld) -> None:
    started(little)
    li = little.someone("李")
    li.say("上一步")
    little.restart()
    assert "您刚才写的是：明天下午3点" in li.say("上一步")
    assert li.say("上一步") == "这是第一步了。\n哪天？"
    assert li.say("上一步") == "这是第一步了。\n哪天？"
    assert values_of(little, "李") == {}


def test_going_back_never_takes_back_what_was_understood_by_the_way(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501")
    wang.say("明天上午")
    reply = wang.say("上一步")
    assert "您刚才写的是：明天上午" in reply
    assert "什么时候来方便" in reply
    reply = wang.say("上一步")
    assert reply.startswith("这是第一步了。")
    assert {"kind", "place"} <= set(values_of(small_world, "王"))


def test_going_back_says_the_choice_and_not_its_number(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501")
    wang.say("1")
    assert "您刚才写的是：明天（24号 周二）上午" in wang.say("上一步")


@pytest.mark.parametrize("words", ["取消", "cancel", "/cancel", "不办了", "算了"])
def test_cancelling_ends_it_and_the_next_words_begin_anew(little: LittleWorld, words: str) -> None:
    started(little)
    li = little.someone("李")
    assert li.say(words) == "好，这件先不办了。\n想办了，再写一句就行。"
    assert state_of(little, "李").is_idle
    assert little.deeds == []
    assert li.say("一瓶油") == "记下了，带东西。\n哪天？"


@pytest.mark.parametrize("words", ["不用了", "不了", "不要"])
def test_a_plain_no_that_a_question_cannot_read_ends_it(little: LittleWorld, words: str) -> None:
    started(little)
    assert little.someone("李").say(words).startswith("好，这件先不办了。")
    assert state_of(little, "李").is_idle


def test_a_plain_no_that_a_question_can_read_is_its_answer(little: LittleWorld) -> None:
    def script(chat: Chat) -> None:
        chat.say("回答是：" + chat.ask("answer", "还要人扶吗？", Words()))

    little.plays(script)
    li = little.someone("李")
    li.say("喂")
    assert li.say("不用了") == "回答是：不用了"


@pytest.mark.parametrize("words", ["上一步", "取消", "继续", "等会儿"])
def test_with_nothing_open_these_words_are_answered_and_begin_nothing(
    little: LittleWorld, words: str
) -> None:
    assert little.someone("李").say(words)
    assert state_of(little, "李").is_idle


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("帮助", "“找社区” 找真人"),
        ("help", "“找社区” 找真人"),
        ("/help", "“找社区” 找真人"),
        ("菜单", "您好，这里是葵园社区邻里。"),
        ("/start", "您好，这里是葵园社区邻里。"),
        ("找社区", "请打 8000 0123，站里有人接。"),
        ("人工", "请打 8000 0123，站里有人接。"),
        ("找人", "请打 8000 0123，站里有人接。"),
        ("打电话", "请打 8000 0123，站里有人接。"),
        ("我的", "您现在没有办着的事。"),
    ],
)
def test_the_words_that_work_everywhere_answer_and_repeat_the_open_question(
    little: LittleWorld, words: str, answer: str
) -> None:
    started(little)
    before = answers_of(little, "李")
    reply = little.someone("李").say(words)
    assert answer in reply
    assert reply.endswith("接着刚才的：\n电话？")
    assert answers_of(little, "李") == before


def test_a_wrong_key_never_costs_what_was_said(little: LittleWorld) -> None:
    started(little)
    li = little.someone("李")
    before = answers_of(little, "李")
    for wrong in ("1", "0", "#", "*", "９９", "嗯？", "帮助", "菜单", "等会儿", "1390000012", "ｋ"):
        li.say(wrong)
        assert answers_of(little, "李") == before
    assert "念一遍" in li.say("１３９０００００１２３")


def test_the_menu_pressed_by_a_start_command_loses_nothing(little: LittleWorld) -> None:
    started(little)
    before = answers_of(little, "李")
    reply = little.someone("李").send({"kind": "start"})
    assert reply.startswith("您好，这里是葵园社区邻里。")
    assert reply.endswith("接着刚才的：\n电话？")
    assert answers_of(little, "李") == before


def test_thanks_and_acknowledgements_begin_no_need(small_world: World) -> None:
    wang = small_world.someone("王")
    replies = [wang.say(words) for words in ("谢谢", "好", "OK", "1", "不用了", "嗯")]
    assert replies[0] == "不客气。有事再写一句就行。"
    assert all("现在没有办到一半的事" in reply for reply in replies[1:])
    assert state_of(small_world, "王").is_idle
