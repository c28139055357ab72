"""一老一小, 急难愁盼: whose an order is, and what cannot wait (O14).

Scripts: post_need, mark_order, open_order, worklist, broadcast.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.membership import Role
from models.timer import Timer, TimerState
from tests.asking import the_order
from tests.broadcasting import send_out
from tests.finding import volunteer
from tests.transcript import Someone, World

ELDER = "我83岁，水龙头漏得满地都是，赶紧来人看看，3号楼2单元501，明天上午，13900000123"
PLAIN = "想找人教我用手机挂号，3号楼2单元501，下周六下午，13900000123"


def sends(world: World, text: str, who: str = "王秀英") -> Someone:
    """Somebody's whole need in one message, sent."""
    someone = world.known(who, Role.RESIDENT)
    someone.say(text)
    assert someone.say("行").startswith("发出去了")
    return someone


def due(world: World, kind: str) -> Timer:
    """The timer of that kind that waits."""
    with world.db.reading() as session:
        return session.scalars(select(Timer).filter_by(kind=kind, state=TimerState.DUE)).one()


@pytest.mark.row("O14")
def test_what_cannot_wait_is_said_on_the_card_and_answered_sooner(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    wang = world.known("王秀英", Role.RESIDENT)
    card = wang.say(ELDER)
    assert "急不急  着急，社区先看" in card
    world.restart()
    assert "9点40分前给您回话" in wang.press("发出")
    assert "急不急  着急的事" in sun.card
    assert "谁的事  老人的事" in sun.card
    order = the_order(world)
    assert (order.whose, order.is_pressing, order.urgency) == ("elder", True, "U1")


def test_what_she_does_not_mean_so_is_taken_back_at_the_card(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say(ELDER)
    assert wang.press("改急不急").startswith("着急吗？着急的社区先看。")
    assert "急不急  着急" in wang.say("上一步")
    wang.press("改急不急")
    assert "急不急" not in wang.press("不着急")
    wang.press("发出")
    order = the_order(small_world)
    assert (order.is_pressing, order.urgency) == (False, "U2")


@pytest.mark.row("O14")
def test_the_next_group_is_asked_after_ten_minutes_and_staff_after_thirty(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    for n in range(8):
        volunteer(world, f"志愿者{n}")
    sends(world, ELDER)
    sun.press("通过")
    opened = sun.press("放开接单")
    assert "着急的事，十分钟没人接就再问下一批。" in opened
    assert due(world, "next_batch").due_at - world.now < timedelta(minutes=10, seconds=1)
    assert due(world, "nobody_yet").due_at - world.now <= timedelta(minutes=30)
    _ = sun.new
    world.wait(minutes=31)
    assert "要您来找人了" in sun.new


@pytest.mark.row("O14")
def test_staff_mark_whose_it_is_and_that_it_cannot_wait(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = sends(world, PLAIN, "李婶")
    before = due(world, "review_due").due_at
    asked = sun.press("标一下")
    assert asked == "1123-01 标成什么？\n1 着急的事\n2 老人的事\n3 孩子的事\n4 都不是"
    world.restart()
    assert "标成什么" in sun.say("上一步")
    assert sun.say("取消").startswith("好，这件先不办了。")
    sun.press("标一下")
    assert sun.press("着急的事").startswith("从现在起按着急的办。\n好，标上了。")
    assert due(world, "review_due").due_at < before
    sun.press("标一下")
    sun.press("孩子的事")
    assert "谁的事  孩子的事" in sun.card
    assert "孩子" not in li.card
    order = the_order(world)
    assert (order.whose, order.is_pressing, order.urgency) == ("child", True, "U1")
    sun.press("标一下")
    sun.press("不着急")
    assert not the_order(world).is_pressing


def test_only_staff_mark_and_the_pool_does_not_say_whose_it_is(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = volunteer(small_world, "周凯")
    wang = sends(small_world, ELDER)
    assert "社区的人来定" in wang.say("标一下1123-01")
    assert "社区的人来定" in zhou.say("标一下1123-01")
    sun.press("通过")
    sun.press("放开接单")
    assert "急不急  着急的事" in zhou.card
    assert "老人" not in zhou.card


@pytest.mark.row("O14")
def test_a_notice_goes_to_those_who_asked_for_the_old(world: World) -> None:
    chen = world.known("陈静", Role.COORDINATOR)
    wang = sends(world, ELDER)
    li = sends(world, PLAIN, "李婶")
    chen.say("通知 周三上午社区量血压，带上医保卡")
    assert "对象  为老人求助过的" in chen.say("家里有老人的居民")
    chen.press("下一步")
    chen.press("发出")
    send_out(world)
    assert "量血压" in wang.new
    assert "量血压" not in li.new
