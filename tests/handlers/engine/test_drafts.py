"""What is left half written becomes a draft, and 继续 takes it up (rule 6)."""

import pytest

from handlers.engine.state import MAX_DRAFTS
from tests.handlers.engine.little_desk import (
    LittleWorld,
    answers_of,
    state_of,
    talk_of,
    values_of,
)
from tests.transcript import Someone


def half_written(world: LittleWorld, hours: float) -> Someone:
    """李 stopped at the place, some hours ago."""
    li = world.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    world.wait(hours=hours)
    return li


def test_after_half_a_day_new_words_begin_something_new(little_on_both: LittleWorld) -> None:
    world = little_on_both
    li = half_written(world, 12.1)
    reply = li.say("一瓶油")
    assert reply.startswith("上次写到一半的还在，写“继续”就接着办。")
    assert reply.endswith("哪天？")
    state = state_of(world, "李")
    assert [each.opening.text for each in state.drafts if each.opening] == ["一袋米"]
    assert talk_of(world, "李").answers == []


def test_within_half_a_day_the_question_still_stands(little: LittleWorld) -> None:
    li = half_written(little, 11.9)
    assert li.say("3号楼2单元501") == "电话？"


def test_a_draft_is_taken_up_where_it_stood(little: LittleWorld) -> None:
    li = half_written(little, 13)
    li.say("一瓶油")
    li.say("取消")
    little.restart()
    assert li.say("继续") == "接着上次的，您写的都在。\n送到哪里？"
    assert values_of(little, "李")["when"]["start"].startswith("2026-11-24T15:00")
    assert li.say("3号楼2单元501") == "电话？"
    assert state_of(little, "李").drafts == []


@pytest.mark.parametrize("words", ["继续", "上一步"])
def test_words_to_what_is_open_reach_it_however_old_it_is(little: LittleWorld, words: str) -> None:
    li = half_written(little, 40)
    reply = li.say(words)
    assert "写到一半" not in reply
    assert reply.endswith(("送到哪里？", "哪天？"))
    assert state_of(little, "李").drafts == []


def test_an_old_conversation_can_be_cancelled(little: LittleWorld) -> None:
    li = half_written(little, 40)
    assert li.say("取消").startswith("好，这件先不办了。")
    assert state_of(little, "李").is_idle


def test_an_option_of_an_old_card_still_counts(little: LittleWorld) -> None:
    li = half_written(little, 0)
    li.say("3号楼2单元501")
    li.say("13900000123")
    token = li.button("发出")
    little.wait(hours=20)
    assert li.send({"kind": "press", "token": token}).startswith("发出了")


def test_going_on_with_something_open_only_repeats_the_question(little: LittleWorld) -> None:
    li = half_written(little, 0)
    before = answers_of(little, "李")
    assert li.say("继续") == "送到哪里？"
    assert answers_of(little, "李") == before


def test_both_what_is_open_and_what_waits_grow_old(little: LittleWorld) -> None:
    li = half_written(little, 0)
    li.say("给我卡")
    li.press("写原因")
    little.wait(hours=13)
    reply = li.say("一瓶油")
    assert reply.count("写到一半") == 1
    state = state_of(little, "李")
    assert state.parked is None
    assert sorted(each.script for each in state.drafts) == ["errand", "reason"]


def test_only_the_newest_drafts_are_kept(little: LittleWorld) -> None:
    li = little.someone("李")
    for n in range(MAX_DRAFTS + 3):
        li.say(f"第{n}件")
        little.wait(hours=13)
    li.say("最后一件")
    texts = [each.opening.text for each in state_of(little, "李").drafts if each.opening]
    assert texts == ["第5件", "第4件", "第3件"]


def test_taking_up_a_draft_makes_it_young_again(little: LittleWorld) -> None:
    li = half_written(little, 13)
    li.say("一瓶油")
    li.say("取消")
    li.say("继续")
    little.wait(hours=2)
    assert li.say("3号楼2单元501") == "电话？"


def test_a_draft_without_its_script_is_forgotten(little: LittleWorld) -> None:
    li = half_written(little, 13)
    little.desk.own["other"] = little.desk.own["card"]
    little.desk.words["一瓶油"] = "other"
    li.say("一瓶油")
    assert len(state_of(little, "李").drafts) == 1
    del little.desk.own["errand"]
    little.restart()
    assert li.say("继续") == "没有写到一半的事。"
    assert state_of(little, "李").is_idle


def test_somebody_who_never_began_has_nothing_to_go_on_with(little: LittleWorld) -> None:
    assert little.someone("李").say("继续") == "没有写到一半的事。"
