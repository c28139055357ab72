"""明天还来吗, silence as a risk, and 人没来 from a quarter of an hour after the hour.

Scripts: come, give_back, nobody_came, somebody_came, worklist, rate_nobody.
"""

from datetime import timedelta

from models.assignment import AssignmentState
from models.order import OrderState
from tests.finding import nothing_private, opened, order_of, parts, volunteer
from tests.transcript import MONDAY, Someone, World

A = AssignmentState
TUESDAY = MONDAY + timedelta(days=1)
EVE = MONDAY.replace(hour=18, minute=1)


def going(world: World) -> tuple[Someone, Someone, Someone]:
    """周凯 has it and said three o'clock."""
    zhou = volunteer(world, "周凯", building="3")
    sun, li = opened(world)
    zhou.press("接单")
    zhou.press("下午3点")
    _ = (li.new, zhou.new, sun.new)
    return zhou, li, sun


def test_the_evening_before_they_are_asked_and_a_yes_is_enough(world: World) -> None:
    zhou, _li, sun = going(world)
    world.at(MONDAY.replace(hour=17, minute=59))
    assert zhou.new == ""
    world.at(EVE)
    asked = zhou.new
    assert asked.startswith("代办跑腿，明天（24号 周二）下午3点，3号楼。\n明天还来吗？")
    nothing_private(asked)
    world.restart()
    assert zhou.press("来") == "好，到时候见。"
    world.at(MONDAY.replace(hour=20, minute=2))
    assert "还没说来不来" not in sun.new
    world.at(TUESDAY.replace(hour=13, minute=1))
    assert "代办跑腿，今天下午3点，3号楼。\n等会儿还来吗？" in zhou.new
    assert zhou.say("来") == "好，到时候见。"


def test_silence_is_a_risk_that_staff_see(world: World) -> None:
    zhou, _li, sun = going(world)
    world.at(EVE)
    world.at(MONDAY.replace(hour=20, minute=2))
    assert "1123-01：周凯还没说来不来，\n明天（24号 周二）下午2点到6点的。" in sun.new
    world.restart()
    shown = sun.say("清单")
    assert shown.startswith("还没说来不来的 1 件：")
    assert "没回话  周凯" in shown
    assert zhou.press("来") == "好，到时候见。"
    assert "没回话" not in sun.say("清单")


def test_who_cannot_come_gives_it_back_at_that_question(small_world: World) -> None:
    zhou, _li, _sun = going(small_world)
    small_world.at(EVE)
    assert zhou.press("来不了").startswith("好。是哪种情况？")
    assert zhou.say("上一步").startswith("这是第一步了。")
    assert zhou.say("时间冲突").startswith("已经退了，没关系。")
    assert parts(small_world)["周凯"] is A.WITHDRAWN


def test_two_hours_before_a_morning_nobody_is_woken(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    opened(small_world, "想找人取个快递送到站里，3号楼2单元501，明天上午8点，13900000123")
    zhou.press("接单")
    small_world.at(EVE)
    zhou.press("来")
    small_world.at(TUESDAY.replace(hour=6, minute=5))
    assert "还来吗" not in zhou.new


def test_a_quarter_of_an_hour_late_she_is_asked_and_can_say_nobody_came(world: World) -> None:
    zhou, li, sun = going(world)
    world.at(TUESDAY.replace(hour=15, minute=5))
    assert "还没到说好的钟点" in li.say("人没来1123-01")
    _ = (zhou.new, sun.new)
    world.at(TUESDAY.replace(hour=15, minute=16))
    assert "说好下午3点到的人，来了吗？" in li.new
    assert "1123-01 过了一刻钟，还没人签到。" in sun.new
    assert "到说好的钟点了。\n到了写“我到了”" in zhou.new
    world.restart()
    said = li.press("人没来")
    assert said.startswith("对不起，让您白等了。\n您看怎么办？")
    assert parts(world)["周凯"] is A.NO_SHOW
    assert order_of(world).state is OrderState.APPROVED
    assert "1123-01 居民说人没来" in sun.new
    missed = zhou.new
    assert "居民没等到您。\n要是记错了，写“找社区”说一声。" in missed
    nothing_private(missed, zhou.card)
    assert li.press("换个时间").startswith("换到什么时候？")
    assert li.say("上一步").startswith("这是第一步了。")
    assert li.say("取消").startswith("好，这件先不办了。")
    assert order_of(world).state is OrderState.APPROVED
    assert li.say("不用了1123-01").startswith("好，那这件先不办了。")


def test_a_late_one_is_only_late(small_world: World) -> None:
    _zhou, li, _sun = going(small_world)
    small_world.at(TUESDAY.replace(hour=15, minute=16))
    assert li.press("来了").startswith("好，那就好。")
    assert parts(small_world)["周凯"] is A.ACCEPTED


def test_a_worker_may_write_it_down_for_her_and_nobody_else_may(small_world: World) -> None:
    _zhou, li, sun = going(small_world)
    he = volunteer(small_world, "何静")
    small_world.at(TUESDAY.replace(hour=15, minute=16))
    _ = li.new
    assert "要社区的人来定" in he.say("人没来1123-01")
    assert sun.press("人没来") == "1123-01 记下了，也问了居民怎么办。"
    assert "对不起，让您白等了。\n您看怎么办？" in li.new


def test_after_three_days_of_downtime_nobody_is_asked_whether_they_come(world: World) -> None:
    zhou, li, sun = going(world)
    world.at(MONDAY + timedelta(days=3))
    assert "还来吗" not in zhou.new
    assert "还没说来不来" not in sun.new
    assert li.new.count("没找到人，对不起。") == 1
    assert order_of(world).state is OrderState.EXPIRED
