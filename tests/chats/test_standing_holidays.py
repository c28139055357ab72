"""Help that comes again and rests on holidays: said while asking, changed later in one line.

Scripts: make_standing, leave_out_holidays, come_on_holidays, standing.
"""

import pytest

from models.membership import Role
from tests.chats.test_standing import CHAT, SPRING, asked, at, days, zhou_goes
from tests.finding import volunteer
from tests.transcript import Someone, World

TUESDAYS_AND_FRIDAYS = CHAT.replace("每周二", "每周二、周五")


def decreed(world: World) -> Someone:
    """孙丽 writes down when Spring Festival is: 5 to 11 February, a Friday to a Thursday."""
    sun = world.known("孙丽", Role.COORDINATOR)
    sun.say("假期")
    sun.say(SPRING)
    sun.press("记上")
    return sun


@pytest.mark.row("A28")
def test_not_on_holidays_is_said_with_the_wish_and_holds_over_spring_festival(
    world: World,
) -> None:
    sun = decreed(world)
    wang = asked(world, TUESDAYS_AND_FRIDAYS + "，方便时除法定节假日")
    cards = [each.card for each in wang.messages if each.card and each.card.title == "以后也来"]
    assert {line.label: line.value for line in cards[-1].lines}["遇放假"] == "不来"
    assert wang.press("改遇放假") == "碰上放假那天，还来吗？\n1 照来，先问我\n2 放假不来"
    world.restart()
    assert "碰上放假那天" not in wang.say("上一步")
    wang.press("改遇放假")
    assert "放假  照来，提前问您" in wang.press("照来，先问我")
    wang.press("改遇放假")
    assert "放假  不来" in wang.say("2")
    assert wang.press("定下来").startswith(
        "定好了，每周二、周五来，放假不来。\n下一次：11月27日 周五。"
    )
    sun.press("通过")
    at(world, 2, 13, 10)
    assert "放假" not in wang.new
    # 5 and 9 February are left out; 12 February is worked
    assert [each[:5] for each in days(world)[-5:]] == ["01-29", "02-02", "02-12", "02-16", "02-19"]


@pytest.mark.row("A28")
def test_one_line_leaves_the_holidays_out_and_calls_off_what_stands_there(world: World) -> None:
    sun = decreed(world)
    zhou = volunteer(world, "周凯")
    wang = asked(world, TUESDAYS_AND_FRIDAYS)
    wang.press("定下来")
    sun.press("通过")
    at(world, 1, 29, 10)
    assert "2月5日 周五放假，“陪伴聊天”照旧约着。" in wang.new
    zhou_goes(world, zhou)
    _ = zhou.new
    world.restart()
    assert wang.press("放假不来").startswith(
        "好，放假的日子不来了。\n又想来了，写“放假也来”。\n下一次：2月12日 周五。"
    )
    assert "不用去了" in zhou.new
    assert "放假  不来" in wang.say("常来的")
    at(world, 2, 13, 10)
    assert "照旧约着" not in wang.new
    assert [each[:5] for each in days(world)[-4:]] == ["02-02", "02-12", "02-16", "02-19"]
    assert wang.say("放假也来").startswith(
        "好，放假也来，\n提前七天问您一句。\n下一次：2月23日 周二。"
    )
    assert "放假  不来" not in wang.say("常来的")


def test_a_day_off_that_is_told_late_is_left_out_too(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(world, "周凯")
    wang = asked(world, CHAT + "，放假不用来")
    wang.press("定下来")
    sun.press("通过")
    at(world, 11, 25, 10)
    zhou_goes(world, zhou)
    _ = zhou.new, wang.new
    sun.say("假期")
    sun.say("12月1日休")
    world.restart()
    assert sun.press("记上").startswith("记上了，1 天。")
    assert "12月1日 周二放假，“陪伴聊天”这次不来，\n往后照旧。要来，写“放假也来”。" in wang.new
    assert "不用去了" in zhou.new
    at(world, 12, 2, 10)
    assert days(world) == ["11-24 14:00", "12-08 14:00"]


def test_nobody_elses_days_are_changed(small_world: World) -> None:
    wang = asked(small_world)
    wang.press("定下来")
    li = small_world.known("李婶", Role.RESIDENT)
    for words in ("放假不来", "节假日不用来", "放假也来"):
        assert li.say(words).startswith("现在没有定好常来的事。")
    assert "放假" not in wang.say("常来的")


def test_in_english_too(small_world: World) -> None:
    wang = asked(small_world)
    wang.press("定下来")
    wang.say("language")
    wang.say("English")
    assert wang.say("not on holidays").startswith("Right, no visits on holidays.")
    assert wang.say("on holidays too").startswith("Right, on holidays too;")
