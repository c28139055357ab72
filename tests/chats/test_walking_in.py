"""Somebody without a phone walks in at the station; his daughter lives in another city.

Scripts: doorstep, passed_on, slip, call_back.
"""

import pytest

from models.membership import Role
from models.order import OrderState
from tests.chats.test_call_back import claims, leaves, only
from tests.chats.test_doorstep import LINE, orders
from tests.transcript import World

#: where volunteers are on a foreign platform, one more line is read out
READ = "照着念给他听：\n“我记的是：请人上门来理发，\n这周，到29号周日，白天都行。"
TOLD_ON = "请打给张德福的家人（女儿在深圳 13900000456），"


@pytest.mark.row("O2")
def test_he_is_served_by_a_line_a_slip_and_two_calls(world: World) -> None:
    volunteers = [world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    assert zhao.say(LINE).startswith(READ)
    assert zhao.say("取消").startswith("好，这件先不办了。")
    assert orders(world) == []

    zhao.say(LINE)
    zhao.press("同意")
    assert READ in zhao.say("上一步")
    zhao.press("同意")
    zhao.press("可以说")
    world.restart()
    assert zhao.press("打给家人").startswith("家里哪一位？")
    slip = zhao.say("女儿在深圳 13900000456")
    assert "请抄一张纸条给他：\n理发，等电话定日子\n不收钱" in slip
    zhao.press("完了")

    sun.press("通过")
    sun.press("放开接单")
    for volunteer in volunteers:
        claims(volunteer)
        assert "张德福" not in volunteer.new
    world.restart()
    told = zhao.new
    assert "有人去了：周凯、马立国。" in told
    assert TOLD_ON in told
    assert zhao.press("转告了").startswith("好，1123-01 记下了")
    assert only(world).code in zhao.press("纸条")

    for volunteer in volunteers:
        volunteer.say("我到了")
        assert "签好了" in volunteer.say(only(world).code)
    world.wait(minutes=30)
    for volunteer in volunteers:
        leaves(volunteer)
    world.restart()
    assert "张德福问一声：\n事办好了吗？" in zhao.press("回访")
    assert zhao.press("办好了") == "记下了，谢谢您打这个电话。"
    assert only(world).state is OrderState.CLOSED
