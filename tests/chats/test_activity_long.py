"""抢险, 守夜: an activity of more than twelve hours says why, and passes the gates by that.

Scripts: make_activity, settle_activity, settle_steps, hours_waiting.
"""

import pytest

from models.membership import Role
from models.service_record import RecordState
from tests.activities import SATURDAY, at
from tests.finding import volunteer
from tests.transcript import Someone, World
from tests.visits import records_in

RESCUE = "做活动 防汛值守，12月5日上午6点到晚上8点，河边广场，巡堤4人，{leader}当心：别下水"


def held(world: World, leader: Someone, comes: Someone) -> str:
    """It is held from six to eight in the evening; what the leader reads when it is settled."""
    comes.say("报名1205-01")
    at(world, SATURDAY.replace(hour=6))
    leader.say("点名1205-01")
    leader.say("全来了")
    at(world, SATURDAY.replace(hour=20))
    leader.say("结算1205-01")
    leader.say("30")
    leader.say("堤守住了")
    return leader.press("记上")


@pytest.mark.row("H1")
def test_fourteen_hours_of_rescue_count_with_their_reason(world: World) -> None:
    sun, zhou = world.known("孙丽", Role.COORDINATOR), volunteer(world, "周凯")
    asked = sun.say(RESCUE.format(leader=""))
    assert asked == "超过 12 小时了，为什么要这么久？\n1 抢险救援\n2 守夜过夜"
    world.restart()
    shown = sun.say("2")
    assert "时间  12月5日 周六早上6点到晚上8点\n原因  守夜过夜\n" in shown
    assert sun.press("改原因").startswith("超过 12 小时了，为什么要这么久？")
    assert "原因  防汛，水位高" in sun.say("防汛，水位高")
    assert sun.press("发出").startswith("发出去了，编号 1205-01。")
    assert held(world, sun, zhou).startswith("记好了，1 位，一共14小时。")
    (record,) = records_in(world)
    assert (record.minutes, record.state) == (14 * 60, RecordState.APPROVED)
    assert record.reason == "防汛，水位高"


def test_a_leader_who_is_no_coordinator_opens_no_gate(small_world: World) -> None:
    sun, zhou = small_world.known("孙丽", Role.COORDINATOR), volunteer(small_world, "周凯")
    ma = volunteer(small_world, "马立国")
    sun.say(RESCUE.format(leader="领队马立国，"))
    sun.press("抢险救援")
    sun.press("发出")
    held(small_world, ma, zhou)
    (record,) = records_in(small_world)
    assert record.state is RecordState.PENDING
    small_world.wait(minutes=1)
    sun.say("核实时长")
    assert sun.say("1") == "核实了 1 笔。", "the reason is known already"
    assert records_in(small_world)[0].reason == "抢险救援"


@pytest.mark.row("H1")
def test_a_night_is_made_held_and_its_hours_belong_to_both_days(world: World) -> None:
    sun, zhou = world.known("孙丽", Role.COORDINATOR), volunteer(world, "周凯")
    asked = sun.say("做活动 守夜，12月5日晚上8点到第二天早上9点，河边广场，巡堤4人，当心：别下水")
    assert asked.startswith("超过 12 小时了，为什么要这么久？")
    assert "时间  12月5日 周六晚上8点到12月6日 周日上午9点" in sun.press("守夜过夜")
    sun.press("发出")
    zhou.say("报名1205-01")
    at(world, SATURDAY.replace(hour=20))
    sun.say("点名")
    sun.say("全来了")
    world.restart()
    at(world, SATURDAY.replace(day=6, hour=9))
    for words in ("结算", "30", "堤守住了"):
        sun.say(words)
    assert sun.press("记上").startswith("记好了，1 位，一共13小时。")
    (record,) = records_in(world)
    assert (record.minutes, record.state) == (13 * 60, RecordState.APPROVED)
    assert "12月5日 周六 守夜" in zhou.say("看每一次")


def test_nothing_goes_on_for_more_than_a_day(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("做活动 值守，12月5日上午6点到12月7日上午9点，河边广场，巡堤4人，当心：别下水")
    assert sun.press("守夜过夜").startswith("一次最长 24 小时。\n长的分几次发，行吗？")
    assert "时间  12月5日 周六上午9点到11点" in sun.say("12月5日上午9点到11点")
