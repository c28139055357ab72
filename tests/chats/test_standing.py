"""An order that comes again: made while asking or afterwards, asked for each time, paused, ended.

Scripts: make_standing, standing, pause_standing, resume_standing, end_standing.
"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.assignment import Assignment, AssignmentState
from models.membership import Role
from models.order import Order, OrderState
from models.standing_help import StandingHelp, StandingState
from tests.finding import volunteer
from tests.transcript import ZONE, Someone, World

CHAT = "想找人来陪我聊聊天，每周二下午来一次，3号楼2单元501，13900000123"
SPRING = "春节：2月5日（周五）至11日（周四）放假调休。1月30日（周六）、2月20日（周六）上班。"


def orders(world: World) -> list[Order]:
    with world.db.reading() as session:
        found = list(session.scalars(select(Order).order_by(Order.starts_at)))
        session.expunge_all()
    return found


def days(world: World) -> list[str]:
    """Of all orders that are wanted, on the community's clock."""
    wanted = [each for each in orders(world) if each.state is not OrderState.CANCELLED]
    return [f"{each.starts_at.astimezone(ZONE):%m-%d %H:%M}" for each in wanted]


def asked(world: World, words: str = CHAT) -> Someone:
    """王秀英 asks for it and sees the card of what comes again."""
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say(words)
    assert "发出去了，单号 1123-01。" in wang.press("发出")
    return wang


def at(world: World, month: int, day: int, hour: int = 9) -> None:
    """Go on to that moment, a day at a time, as the desk would."""
    end = datetime(2026 if month > 10 else 2027, month, day, hour, 0, tzinfo=ZONE)
    while world.now < end:
        world.at(min(world.now + timedelta(hours=12), end))


@pytest.mark.row("A28")
def test_it_is_made_while_asking_and_comes_each_week(world: World) -> None:
    world.known("孙丽", Role.COORDINATOR)
    wang = asked(world)
    cards = [each.card for each in wang.messages if each.card and each.card.title == "以后也来"]
    shown = {line.label: line.value for line in cards[-1].lines}
    assert shown["多久"] == "每周二"
    assert shown["头一次"].startswith("11月24日 周二")
    world.restart()
    assert wang.press("定下来").startswith("定好了，每周二来。\n下一次：12月1日 周二。")
    assert days(world) == ["11-24 14:00"]
    world.someone("孙丽").press("通过")
    at(world, 11, 24, 10)
    assert days(world) == ["11-24 14:00", "12-01 14:00"]
    at(world, 12, 8, 10)
    assert days(world) == ["11-24 14:00", "12-01 14:00", "12-08 14:00", "12-15 14:00"]
    assert len({each.code for each in orders(world)}) == 4


@pytest.mark.row("A28")
def test_who_came_is_asked_first_and_then_others(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(world, "周凯", building="3")
    he = volunteer(world, "何静", building="3")
    wang = asked(world)
    wang.press("定下来")
    sun.press("通过")
    sun.press("放开接单")
    zhou.press("接单")
    with world.db.session() as session:
        help_ = session.scalars(select(StandingHelp)).one()
        part = select(Assignment).filter_by(state=AssignmentState.ACCEPTED)
        help_.asks_first = [session.scalars(part).one().person_id]
    _ = zhou.new, he.new
    at(world, 11, 24, 10)
    assert "12月1日 周二" in zhou.new
    assert "12月1日" not in he.new
    zhou.press("不方便")
    at(world, 11, 25, 12)
    assert "12月1日 周二" in he.new


def test_she_stops_for_a_while_and_it_goes_on_by_itself(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(world, "周凯")
    wang = asked(world)
    wang.press("定下来")
    sun.press("通过")
    at(world, 11, 24, 10)
    zhou_goes(world, zhou)
    assert wang.say("停一阵 到12月10日").startswith("好，停到12月10日 周四，过了自己接着来。")
    assert days(world) == ["11-24 14:00"]
    assert "不用去了" in zhou.new
    world.restart()
    at(world, 12, 16, 10)
    assert days(world) == ["11-24 14:00", "12-15 14:00", "12-22 14:00"]


def zhou_goes(world: World, zhou: Someone) -> None:
    """周凯 takes the one of next week."""
    newest = orders(world)[-1]
    with world.db.session() as session:
        order = session.get_one(Order, newest.id)
        order.people_needed = order.places_left = 1
        order.batches = 1
    assert "接好了" in zhou.say(f"接{newest.number}")


def test_she_stops_until_she_says_so_steps_back_and_goes_on(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = asked(world)
    wang.press("定下来")
    sun.press("通过")
    assert wang.say("停一阵") == "停到哪天？比如“12月10日”。\n1 说了再来"
    assert wang.say("取消").startswith("好")
    wang.say("停一阵")
    assert wang.press("说了再来").startswith("好，先停着。想接着来，写“接着来”。")
    at(world, 12, 8, 10)
    assert days(world) == ["11-24 14:00"]
    assert "停一阵" in wang.say("常来的")
    assert wang.say("接着来").startswith("好，接着来。\n下一次：12月15日 周二。")
    at(world, 12, 9, 10)
    assert days(world) == ["11-24 14:00", "12-15 14:00"]


def test_it_ends_in_one_line_and_whoever_was_going_hears_it(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(world, "周凯")
    wang = asked(world)
    wang.press("定下来")
    sun.press("通过")
    at(world, 11, 24, 10)
    zhou_goes(world, zhou)
    assert wang.say("不用来了").startswith("好，以后不来了。")
    assert "不用去了" in zhou.new
    at(world, 12, 20, 10)
    assert days(world) == ["11-24 14:00"]
    assert wang.say("不用来了").startswith("现在没有定好常来的事。")
    with world.db.reading() as session:
        assert session.scalars(select(StandingHelp)).one().state is StandingState.ENDED


def test_once_is_enough_and_the_rule_can_be_changed(small_world: World) -> None:
    wang = asked(small_world)
    assert wang.press("改多久") == "多久来一次？\n1 每周二\n2 每两周的周二\n3 每月24号"
    assert "多久  每月第1个周二" in wang.say("每月第一个周二")
    assert "多久来一次没看懂。" in wang.press("改多久") + wang.say("看情况")
    assert "多久  每两周的周二" in wang.say("隔周")
    small_world.restart()
    assert wang.press("先不发") == "好，就这一次。"
    at(small_world, 12, 8, 10)
    assert len(orders(small_world)) == 1


def test_afterwards_what_was_done_well_may_come_again(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say("想找人陪我聊聊天，明天下午，3号楼2单元501，13900000123")
    wang.press("发出")
    with world.db.session() as session:
        order = session.scalars(select(Order)).one()
        order.state = OrderState.DONE
    world.now += timedelta(days=2)
    wang.say("办好了")
    assert "以后也来" in wang.labels
    assert wang.press("以后也来").startswith("多久来一次？")
    assert "多久  每周二" in wang.press("每周二")
    assert wang.press("定下来").startswith("定好了，每周二来。\n下一次：12月1日 周二。")
    assert "以后也来" not in wang.labels
    _ = sun


def test_nobody_else_makes_it_come_again_or_ends_it(small_world: World) -> None:
    wang = asked(small_world)
    wang.press("定下来")
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("不用来了").startswith("现在没有定好常来的事。")
    assert li.say("以后也来1123-01").startswith("这张单要写它的人来定。")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    assert sun.say("以后也来1123-01").startswith("这件事已经定好常来了。")


@pytest.mark.row("A28")
def test_each_time_of_a_row_of_holidays_is_asked_about(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    wang = asked(world, CHAT.replace("每周二", "每周二、周五"))
    wang.press("定下来")
    sun.press("通过")
    sun.say("假期")
    sun.say(SPRING)
    sun.press("记上")
    at(world, 1, 27, 10)
    assert "放假" not in wang.new
    at(world, 1, 29, 10)
    assert wang.new.count("2月5日 周五放假，“陪伴聊天”照旧约着。") == 1
    world.restart()
    assert wang.press("不用了").startswith("好，那这件先不办了。")
    at(world, 2, 2, 10)
    assert wang.new.count("2月9日 周二放假，“陪伴聊天”照旧约着。\n照旧就不用回；") == 1
    assert wang.press("换个时间").startswith("换到什么时候？")
    world.restart()
    assert wang.say("2月13日下午2点").startswith("好，改到13号 周六下午2点。")
    at(world, 2, 13, 10)
    assert "放假" not in wang.new
    assert [each[:5] for each in days(world)[-5:]] == ["02-02", "02-12", "02-13", "02-16", "02-19"]
