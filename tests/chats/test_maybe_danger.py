"""Where it may be danger and may be a wish for help: the number is told and the order is taken.

Scripts: post_need.
"""

from models.order import Order
from tests.asking import orders
from tests.transcript import World

DARK = "活着真没意思，想找个人说说话，3号楼2单元501，明天上午，13900000123"
IN_CASE = "心里撑不住的时候打 12356，\n什么时候都有人听。"


def test_who_sounds_hopeless_reads_the_number_and_gets_somebody_to_talk_to(world: World) -> None:
    wang = world.someone("王秀英")
    said = wang.say(DARK)
    assert IN_CASE in said
    assert "我念一遍" in said
    world.restart()
    assert wang.say("行").startswith("发出去了")
    order: Order = orders(world)[0]
    assert (order.building, order.room) == ("3", "501")


def test_the_number_is_told_once_and_a_step_back_keeps_what_was_said(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    assert IN_CASE in wang.say("活着真没意思，想找个人说说话，3号楼2单元501，明天上午")
    again = wang.say("13900000123")
    assert IN_CASE not in again
    assert IN_CASE not in wang.say("上一步")
    wang.say("取消")
    assert orders(small_world) == []


def test_daily_life_reads_no_number(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    said = wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    assert "先打" not in said
    assert "我念一遍" in said
