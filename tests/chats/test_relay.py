"""给对方留话: the two of an order talk through us, and nobody else does (chats.md 7).

Scripts: relay, relay_more, relay_report, relay_read.
"""

import pytest
from sqlalchemy import func, select

from models.audit import Audit
from models.membership import Role
from models.relay_line import MOST, RelayLine
from tests.chats.test_claiming import an_open_order
from tests.transcript import Someone, World


def two(world: World) -> tuple[Someone, Someone]:
    """李婶 asked, 周凯 goes."""
    zhou = world.known("周凯", Role.VOLUNTEER)
    li = an_open_order(world)
    zhou.press("接单")
    _ = li.new
    return li, zhou


def kept(world: World) -> int:
    with world.db.reading() as session:
        return session.scalar(select(func.count(RelayLine.id))) or 0


def test_a_line_goes_over_and_an_answer_comes_back(world: World) -> None:
    li, zhou = two(world)
    assert zhou.press("给对方留话").startswith("写一句，我转给对方。\n别写银行卡和密码。")
    world.restart()
    said = zhou.say("我带梯子来，门口有地方放吗")
    assert said.startswith("转给对方了。\n还有就接着写，我再转。")
    assert li.new == (
        "1123-01，周凯让我转一句：\n“我带梯子来，门口有地方放吗”\n可以写：“回一句”  “举报”"
    )
    assert zhou.say("两米的").startswith("转给对方了。")
    assert zhou.press("说完了").startswith("好，不转了。")
    assert li.say("回一句").startswith("写一句")
    li.say("有，放楼道里")
    assert "那家让我转一句：\n“有，放楼道里”" in zhou.new
    assert li.say("取消").startswith("好，这件先不办了。")
    assert kept(world) == 3


def test_nothing_is_passed_on_that_was_not_written_in_it(small_world: World) -> None:
    li, zhou = two(small_world)
    zhou.press("给对方留话")
    assert zhou.say("上一步").startswith("这是第一步了。")
    assert zhou.say("我的").startswith("您有 1 件办着的事")
    zhou.say("说完了")
    zhou.say("告诉她我晚点到")
    assert kept(small_world) == 0
    assert li.new == ""


def test_who_asked_may_write_first(small_world: World) -> None:
    li, zhou = two(small_world)
    li.say("我的")
    li.press("给对方留话")
    li.say("门铃坏了，请敲门")
    assert "那家让我转一句：\n“门铃坏了，请敲门”" in zhou.new


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER, Role.WORKER])
def test_somebody_who_has_nothing_to_do_with_it_reaches_nobody(world: World, role: Role) -> None:
    li, zhou = two(world)
    mallory = world.known("马六", role)
    mine = {"kind": "press", "token": zhou.button("给对方留话")}
    assert "按了没有变化" in mallory.send(mine)
    assert not mallory.say("给对方留话1123-01").startswith("写一句")
    assert not mallory.say("回一句").startswith("写一句")
    zhou.press("给对方留话")
    zhou.say("我两点到")
    answer = {"kind": "press", "token": li.button("回一句")}
    assert "按了没有变化" in mallory.send(answer)
    assert "按了没有变化" in mallory.send({"kind": "press", "token": li.button("举报")})
    assert kept(world) == 1


def test_it_ends_with_the_order(world: World) -> None:
    li, zhou = two(world)
    zhou.press("给对方留话")
    zhou.say("我两点到")
    answer = {"kind": "press", "token": li.button("回一句")}
    li.say("取消这单")
    li.press("取消这单")
    assert zhou.say("还去吗").startswith("这张单办完了，不再转话。")
    assert li.send(answer).startswith("这张单办完了，不再转话。")
    assert kept(world) == 1


def test_who_gave_the_order_back_is_out_of_it(small_world: World) -> None:
    li, zhou = two(small_world)
    zhou.press("给对方留话")
    zhou.say("我两点到")
    answer = {"kind": "press", "token": li.button("回一句")}
    zhou.say("说完了")
    zhou.say("我的")
    zhou.press("退单")
    zhou.press("时间冲突")
    assert li.send(answer).startswith("还没有人接")
    assert kept(small_world) == 1


def test_what_is_reported_is_read_by_staff_and_the_reading_is_kept(world: World) -> None:
    li, zhou = two(world)
    zhou.press("给对方留话")
    zhou.say("把卡号发我")
    sun = world.someone("孙丽")
    _ = sun.new
    assert li.press("举报") == "请社区看您和对方转的话，好吗？\n1 请社区看\n2 不用"
    world.restart()
    assert li.press("不用") == "好，谁也没看。"
    assert sun.new == ""
    li.press("举报")
    assert li.press("请社区看").startswith("谢谢您说出来。")
    told = sun.new
    assert told.startswith("1123-01 有人举报了一句转话。\n看了会留记录。")
    assert "卡号" not in told
    assert "周*：“把卡号发我”（举报）" in sun.press("看对话")
    with world.db.reading() as session:
        read = session.scalars(select(Audit).filter_by(action="read_relay")).one()
        assert read.subject.startswith("order:")


def test_enough_is_enough_for_a_day(small_world: World) -> None:
    _li, zhou = two(small_world)
    zhou.press("给对方留话")
    for n in range(MOST):
        assert zhou.say(f"第{n}句").startswith("转给对方了。")
    assert zhou.say("再来一句").startswith("今天转得够多了。")
    assert kept(small_world) == MOST
