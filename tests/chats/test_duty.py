"""值班: the duty list, kept in chat by coordinators and read back before it is stored.

Scripts: duty, set_duty, swap_duty, duty_hours.
"""

from datetime import datetime, time

import pytest
from sqlalchemy import select

from models.community import Community
from models.duty import DutyTurn, Part, on_duty
from models.membership import Role
from models.person import Person
from tests.duty import NIGHT, listed, night_staff
from tests.transcript import ZONE, World


def on_watch(world: World) -> list[str]:
    """Who is on duty at this moment, by name."""
    with world.db.reading() as session:
        community = session.get_one(Community, world.community_id)
        people = on_duty(session, community, world.now).people
        return [session.get_one(Person, each).display_name for each in people]


def test_a_coordinator_puts_two_on_wednesday_nights_for_every_week(world: World) -> None:
    zhao, sun, chen = night_staff(world)
    assert chen.say("值班").startswith(
        "还没排值班，有急事社区的人都会叫到。\n交班：上午8点、晚上8点"
    )
    card = chen.say("值班 周三晚上 赵倩 孙丽")
    assert "哪一班  每周三晚上，或就11月25日 周三晚上" in card
    assert "谁值班  赵倩，再叫孙丽" in card
    assert "3 分钟没应，就叫下一位。" in card
    world.restart()
    assert chen.press("每周都这样") == "好，每周三晚上：赵倩，再叫孙丽。"
    assert zhao.new == "每周三晚上您值班。\n有急事会叫您，看到了按“我来联系”。"
    assert "每周三晚上您值班" in sun.new
    shown = zhao.say("值班")
    assert shown.startswith("这会儿值班：没有人\n这一周：\n周一：白天 空着；晚上 空着\n")
    assert "\n周三：白天 空着；晚上 赵倩，再叫孙丽\n" in shown
    assert "排班写" not in shown
    world.at(NIGHT)
    assert on_watch(world) == ["赵倩", "孙丽"]
    assert zhao.say("值班").startswith("这会儿值班：赵倩，再叫孙丽\n")
    world.at(NIGHT.replace(hour=8))
    assert on_watch(world) == []


def test_for_one_night_they_swap_and_the_week_after_is_as_before(world: World) -> None:
    zhao, sun, chen = night_staff(world)
    listed(world, "赵倩")
    card = chen.say("换班 周三晚上 孙丽")
    assert "11月25日 周三晚上" in card
    assert "每周三" not in card
    chen.press("就这一次")
    assert zhao.new == "11月25日 周三晚上换了人，您不用值班了。"
    assert "11月25日 周三晚上您值班" in sun.new
    world.at(NIGHT)
    assert on_watch(world) == ["孙丽"]
    world.at(NIGHT.replace(month=12, day=3))
    assert on_watch(world) == ["赵倩"]


@pytest.mark.parametrize(
    ("line", "read_back"),
    [
        ("值班 每周末白天 赵倩", "每周六白天、每周日白天"),
        ("值班 每天晚上 赵倩", "每天晚上"),
        ("值班 11月28日晚上 赵倩", "11月28日 周六晚上"),
        ("值班 今晚 赵倩", "11月23日 周一晚上"),
        ("值班 下周三夜里 赵倩", "12月2日 周三晚上"),
        ("值班 工作日白班 赵倩", "每周一白天、每周二白天、每周三白天、每周四白天、每周五白天"),
        ("值班：明天 晚上，赵倩", "11月24日 周二晚上"),
    ],
)
def test_shifts_are_read_as_people_write_them(
    small_world: World, line: str, read_back: str
) -> None:
    _zhao, _sun, chen = night_staff(small_world)
    card = chen.say(line)
    assert f"哪一班  {read_back}\n" in card
    assert "谁值班  赵倩" in card


def test_what_is_missing_is_asked_and_what_is_wrong_can_be_said_again(small_world: World) -> None:
    _zhao, _sun, chen = night_staff(small_world)
    assert chen.say("排班").startswith("排哪一班？")
    assert chen.say("那个班").startswith("哪一班没看懂。")
    assert chen.say("每周三晚上").startswith("谁值班？")
    assert chen.say("赵钱").startswith("没找到这位工作人员。")
    assert "谁值班  赵倩" in chen.say("赵倩")
    chen.say("上一步")
    assert "谁值班  孙丽" in chen.say("孙丽")
    assert chen.say("取消").startswith("好，这件先不办了。")
    with small_world.db.reading() as session:
        assert session.scalars(select(DutyTurn)).all() == []


def test_a_shift_can_be_left_empty(small_world: World) -> None:
    _zhao, _sun, chen = night_staff(small_world)
    listed(small_world, "赵倩")
    listed(small_world, "赵倩", weekday=0, part=Part.DAY)
    chen.say("值班 每周三晚上 空着")
    assert chen.press("每周都这样") == "好，每周三晚上：空着。"
    with small_world.db.reading() as session:
        assert len(session.scalars(select(DutyTurn)).all()) == 1


@pytest.mark.parametrize("words", ["值班 周三晚上 周凯", "换班 周三晚上 周凯", "交班时间 8点 20点"])
def test_only_coordinators_keep_the_list_and_only_staff_see_it(
    small_world: World, words: str
) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    for each in (zhao, zhou):
        assert each.say(words) == "值班由协调员来排。\n要换班，跟协调员说一声。"
    assert "社区的人来定" in zhou.say("值班")


def test_a_volunteer_cannot_be_put_on_duty(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    small_world.known("周凯", Role.VOLUNTEER)
    assert "没找到这位工作人员" in chen.say("值班 每周三晚上 周凯")


def test_the_hours_of_hand_over_can_be_changed(small_world: World) -> None:
    _zhao, _sun, chen = night_staff(small_world)
    listed(small_world, "赵倩")
    assert "早上  早上7点半" in chen.say("交班时间 早7点半 晚7点")
    chen.press("就这样")
    small_world.at(datetime.combine(NIGHT, time(7, 29), ZONE))
    assert on_watch(small_world) == ["赵倩"]
    small_world.wait(minutes=1)
    assert on_watch(small_world) == []
    assert chen.say("交班时间 昨天").startswith("几点交班？")
    assert chen.say("25点").startswith("几点没看懂。")


def test_holes_of_next_week_are_told_on_thursday_morning(world: World) -> None:
    zhao, _sun, chen = night_staff(world)
    chen.say("值班 每天白天 赵倩")
    chen.press("每周都这样")
    chen.say("值班 每天晚上 孙丽")
    chen.press("每周都这样")
    chen.say("值班 12月2日晚上 空着")
    _ = chen.press("就这一次"), zhao.new
    world.at(datetime(2026, 11, 26, 9, 59, tzinfo=ZONE))
    assert chen.new == ""
    world.wait(minutes=2)
    assert (chen.new, zhao.new) == ("", "")
    chen.say("值班 每周三晚上 空着")
    chen.press("每周都这样")
    world.at(datetime(2026, 12, 3, 10, 0, tzinfo=ZONE))
    assert chen.new == "下周这几班没人值：\n12月9日 周三晚上\n写“值班 周三晚上 赵倩”就排上。"
    assert zhao.new == ""


def test_whose_role_has_ended_is_on_duty_no_more(small_world: World) -> None:
    _zhao, _sun, chen = night_staff(small_world)
    listed(small_world, "赵倩", "孙丽")
    chen.say("收回 赵倩 社区工作人员")
    chen.press("收回")
    small_world.at(NIGHT)
    assert on_watch(small_world) == ["孙丽"]
