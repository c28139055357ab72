"""Actions are not answers: pressed at any time, by whom they were given to, once (rule 8)."""

import pytest

from handlers.engine.chat import Chat
from handlers.readers import PhoneNumber, When, Words
from models.membership import Role
from models.order import Order, OrderState
from tests.handlers.engine.little_desk import (
    LittleWorld,
    answers_of,
    failed,
    state_of,
    talk_of,
)
from tests.transcript import Someone, World

CARD = "可以写：“记一笔”  “写原因”  “写另一个”"


def with_card(world: LittleWorld) -> tuple[Someone, dict[str, str]]:
    """李 has a card with three actions; their tokens by label."""
    li = world.someone("李")
    assert li.say("给我卡") == f"一张卡\n{CARD}"
    return li, {button.label: button.token for button in li.messages[-1].buttons}


def press(someone: Someone, token: str) -> str:
    return someone.send({"kind": "press", "token": token})


def test_an_action_that_finishes_leaves_the_open_question_and_repeats_it(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    li, tokens = with_card(world)
    li.say("一袋米")
    li.say("明天下午3点")
    before = answers_of(world, "李")
    assert press(li, tokens["记一笔"]) == "记了一笔。\n接着刚才的：\n送到哪里？"
    assert world.deeds == ["jot"]
    assert answers_of(world, "李") == before
    world.restart()
    assert li.say("3号楼2单元501") == "电话？"


def test_an_action_that_asks_parks_what_was_open_and_it_resumes(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    li, tokens = with_card(world)
    li.say("一袋米")
    li.say("明天下午3点")
    assert press(li, tokens["写原因"]) == "为什么（1）？"
    world.restart()
    assert state_of(world, "李").parked is not None
    assert li.say("没空") == "原因记下了：没空。\n接着刚才的：\n送到哪里？"
    assert world.deeds == ["reason 1"]
    assert state_of(world, "李").parked is None
    assert [answer.name for answer in talk_of(world, "李").answers] == ["when"]


def test_a_second_action_that_asks_turns_the_oldest_into_a_draft(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    li.say("一袋米")
    press(li, tokens["写原因"])
    assert press(li, tokens["写另一个"]) == "为什么（2）？"
    state = state_of(little, "李")
    assert [each.script for each in state.drafts] == ["errand"]
    assert state.parked is not None
    assert state.parked.subject == "thing:1"
    little.restart()
    assert li.say("乙") == "原因记下了：乙。\n接着刚才的：\n为什么（1）？"
    assert li.say("甲") == "原因记下了：甲。"
    assert li.say("继续") == "接着上次的，您写的都在。\n哪天？"
    assert state_of(little, "李").drafts == []


def test_cancelling_what_came_in_between_takes_up_what_waited(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    li.say("一袋米")
    press(li, tokens["写原因"])
    assert li.say("取消").endswith("接着刚才的：\n哪天？")
    assert little.deeds == []


def test_words_for_one_conversation_are_not_heard_by_the_one_that_waits(
    little: LittleWorld,
) -> None:
    def listens(chat: Chat) -> None:
        when, phone = When(chat.community.zone), PhoneNumber()
        chat.hears({"when": when, "phone": phone})
        chat.ask("what", "要什么？", Words())
        chat.ask("when", "哪天？", when)
        chat.ask("phone", "电话？", phone)

    li, tokens = with_card(little)
    little.plays(listens)
    li.say("喂")
    press(li, tokens["写原因"])
    assert li.say("明天下午3点我打过 13900000999").endswith("要什么？")
    assert answers_of(little, "李") == []
    assert li.say("盐") == "哪天？"


def test_a_doubled_press_that_asks_starts_nothing_twice(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    li.say("一袋米")
    press(li, tokens["写原因"])
    assert press(li, tokens["写原因"]) == "接着刚才的：\n为什么（1）？"
    little.restart()
    assert li.say("没空").endswith("接着刚才的：\n哪天？")
    assert little.deeds == ["reason 1"]
    assert state_of(little, "李").drafts == []


def test_pressing_what_waits_behind_takes_it_up_with_its_answers(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    press(li, tokens["写原因"])
    press(li, tokens["写另一个"])
    assert press(li, tokens["写原因"]) == "接着刚才的：\n为什么（1）？"
    assert li.say("甲").endswith("接着刚才的：\n为什么（2）？")
    assert state_of(little, "李").drafts == []


def test_two_presses_for_signing_up_ask_once(small_world: World) -> None:
    chen = small_world.someone("陈")
    chen.say("我来帮忙")
    chen.say("我来帮忙")
    chen.say("老陈")
    chen.say("我来帮忙")
    chen.say("13900000123")
    done = chen.say("1")
    assert "登记好了，老陈" in done
    assert "接着刚才的" not in done
    assert state_of(small_world, "陈").is_idle


def test_the_same_action_of_the_same_card_keeps_its_token(little: LittleWorld) -> None:
    _li, tokens = with_card(little)
    little.restart()
    assert with_card(little)[1] == tokens


def test_somebody_elses_token_is_refused(little_on_both: LittleWorld) -> None:
    world = little_on_both
    _li, tokens = with_card(world)
    wang = world.someone("王")
    assert "按了没有变化" in press(wang, tokens["记一笔"])
    assert world.deeds == []
    assert state_of(world, "王").is_idle


def test_an_action_whose_script_is_gone_is_answered_kindly(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    del little.desk.own["jot"]
    assert "按了没有变化" in press(li, tokens["记一笔"])
    assert failed(little) == 0


def test_a_stale_press_changes_nothing_and_is_never_answered_twice_alike(
    little: LittleWorld,
) -> None:
    li = little.someone("李")
    li.say("一袋米")
    before = answers_of(little, "李")
    replies = [press(li, "old.1") for _ in range(3)]
    assert replies[0] == "这张卡过了时间，按了没有变化。\n想看现在的，写“我的”。\n哪天？"
    assert replies[1] == "还是那张旧卡，按了没有变化。\n哪天？"
    assert answers_of(little, "李") == before


def test_sending_twice_sends_once(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    token = wang.button("发出")
    assert "发出去了" in press(wang, token)
    again = press(wang, token)
    assert "按了没有变化" in again
    assert "来的人怎么称呼您？" in again
    with small_world.db.reading() as session:
        assert session.query(Order).count() == 1


def test_the_same_key_again_is_no_second_turn(little: LittleWorld) -> None:
    li, tokens = with_card(little)
    li.send({"kind": "press", "token": tokens["记一笔"]}, key="same")
    li.send({"kind": "press", "token": tokens["记一笔"]}, key="same")
    assert little.deeds == ["jot"]


@pytest.mark.parametrize("twice", ["通过", "放开接单"])
def test_a_doubled_press_of_a_worker_is_answered_kindly(small_world: World, twice: str) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    wang.say("1")
    tokens = {}
    for label in ("通过", "放开接单"):
        tokens[label] = sun.button(label)
        sun.press(label)
        if label == twice:
            break
    reply = press(sun, tokens[twice])
    assert reply
    assert failed(small_world) == 0
    with small_world.db.reading() as session:
        state = session.query(Order).one().state
    assert state is (OrderState.APPROVED if twice == "通过" else OrderState.DISPATCHED)


def test_an_action_while_a_card_is_open_leaves_the_card_to_be_agreed_to(
    little: LittleWorld,
) -> None:
    li, tokens = with_card(little)
    li.say("一袋米")
    li.say("明天下午3点")
    li.say("3号楼2单元501")
    li.say("13900000123")
    reply = press(li, tokens["记一笔"])
    assert "接着刚才的：\n念一遍" in reply
    assert li.say("1").startswith("发出了")
    assert little.deeds == ["jot", "errand"]
