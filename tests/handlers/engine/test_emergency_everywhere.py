"""An emergency is answered first in every state, and changes nothing that is open (rule 9)."""

from collections.abc import Callable

import pytest

from models.membership import Role
from tests.handlers.engine.little_desk import LittleWorld, state_of
from tests.transcript import Someone, World

FIRE = "快来人 3栋厨房着火了"


def idle(li: Someone) -> None:
    """Nothing is open."""


def asked(li: Someone) -> None:
    """A question is open."""
    li.say("一袋米")
    li.say("明天下午3点")


def missed(li: Someone) -> None:
    """A question was misread twice."""
    asked(li)
    li.say("1")
    li.say("👍")


def at_card(li: Someone) -> None:
    """A card waits for a yes."""
    asked(li)
    li.say("3号楼2单元501")
    li.say("13900000123")


def editing(li: Someone) -> None:
    """A line of the card is being changed."""
    at_card(li)
    li.press("改时间")


def parked(li: Someone) -> None:
    """One conversation waits behind another."""
    asked(li)
    li.say("给我卡")
    li.press("写原因")


def drafted(li: Someone) -> None:
    """A draft lies there, and something else is open."""
    asked(li)
    li.world.wait(hours=13)
    li.say("一瓶油")


def what_is_open(world: LittleWorld) -> dict[str, object]:
    """Everything 李 has open, parked and drafted."""
    kept = state_of(world, "李").to_json() or {}
    return {name: kept.get(name) or None for name in ("open", "parked", "drafts")}


STATES: list[Callable[[Someone], None]] = [idle, asked, missed, at_card, editing, parked, drafted]


@pytest.mark.parametrize("bring", STATES, ids=lambda each: each.__name__)
def test_an_emergency_is_answered_first_and_nothing_open_changes(
    little: LittleWorld, bring: Callable[[Someone], None]
) -> None:
    sun = little.known("孙丽", Role.COORDINATOR)
    little.people.clear()
    li = little.someone("李")
    bring(li)
    before = what_is_open(little)
    little.restart()
    reply = li.say(FIRE)
    assert reply.startswith("现在打 119。我打不了电话，要您来打。")
    assert what_is_open(little) == before
    assert "119" in sun.new
    assert little.deeds == []


def test_after_an_emergency_the_open_question_can_still_be_answered(
    little_on_both: LittleWorld,
) -> None:
    li = little_on_both.someone("李")
    asked(li)
    li.say(FIRE)
    where = li.say("3栋2单元802")
    assert where.startswith("3栋2单元802，记下了，发给社区的人。\n接着刚才的：")
    assert li.say("3号楼2单元501") == "电话？"


def test_the_answer_to_an_emergency_is_not_kept_waiting_for_ever(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say(FIRE)
    little.wait(hours=13)
    assert "发给社区的人" not in li.say("一袋米")


def test_help_can_be_had_before_the_place_is_said(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say(FIRE)
    assert "8000 0123" in li.say("找社区")
    little.restart()
    assert li.say("3栋").startswith("3栋，记下了")


def test_an_emergency_half_a_day_later_puts_nothing_aside(little: LittleWorld) -> None:
    li = little.someone("李")
    asked(li)
    little.wait(hours=20)
    before = what_is_open(little)
    li.say(FIRE)
    assert what_is_open(little) == before


def test_an_emergency_written_under_a_photo_is_heard(little: LittleWorld) -> None:
    li = little.someone("李")
    asked(li)
    reply = li.send({"kind": "photo", "media": [1], "text": FIRE})
    assert reply.startswith("现在打 119。")


def test_an_emergency_hidden_between_invisible_signs_is_heard(little: LittleWorld) -> None:
    li = little.someone("李")
    reply = li.say("厨\u200b房\x00着\u202e火\x07了")
    assert reply.startswith("现在打 119。")


@pytest.mark.parametrize(
    ("words", "number"),
    [("我妈晕倒了叫不醒", "120"), ("骗子让我转账", "110"), ("闻到煤气味好大", "119")],
)
def test_each_emergency_has_its_number_at_every_question_of_a_real_chat(
    small_world: World, words: str, number: str
) -> None:
    wang = small_world.someone("王")
    for said in ("厨房灯不亮了", "明天上午", "3号楼2单元501", "13900000123", "1"):
        assert number in wang.say(words)
        assert "记下了，发给社区的人" in wang.say("3栋2单元")
        answered = wang.say(said)
    assert "发出去了" in answered
