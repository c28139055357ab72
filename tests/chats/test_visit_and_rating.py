"""我到了, 我走了, 事办好了吗: codes, time, and a word from the one it was for (chats.md 10, 11).

Scripts: check_in, check_out, rate_done, rate_not_done, rate_nobody, close_order,
cancel_order, my_code, my_hours.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.membership import Role
from models.order import Order, OrderState
from models.service_record import RecordState, ServiceRecord
from tests.chats.test_claiming import an_open_order
from tests.transcript import Someone, World


def a_claimed_order(world: World) -> tuple[Someone, Someone]:
    """周凯 goes to 李婶 tomorrow afternoon; the hour is left to a call."""
    zhou = world.known("周凯", Role.VOLUNTEER)
    li = an_open_order(world)
    assert "几点到？" in zhou.press("接单")
    zhou.press("再说")
    return li, zhou


def order_of(world: World) -> Order:
    """The only order."""
    with world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        session.expunge(order)
        return order


def orders_of(world: World) -> list[Order]:
    """All orders, the first to be posted first."""
    with world.db.reading() as session:
        return list(session.scalars(select(Order).order_by(Order.id)))


def test_five_wrong_codes_and_the_station_helps(world: World) -> None:
    _li, zhou = a_claimed_order(world)
    world.wait(days=1, hours=4)
    zhou.say("我到了")
    for left in (4, 3, 2, 1):
        assert f"还能试 {left} 次" in zhou.say("1111")
        world.restart()
    assert "还能试 0 次" in zhou.say("1111")
    assert "写“拿不到”" in zhou.say(order_of(world).code)
    assert order_of(world).state is OrderState.CLAIMED


def test_coming_early_is_asked_once(small_world: World) -> None:
    _li, zhou = a_claimed_order(small_world)
    assert "约的是明天（24号 周二）" in zhou.say("我到了")
    assert zhou.press("到时再来").startswith("好，到时候见。")
    zhou.say("我到了")
    zhou.press("现在开始")
    assert zhou.say("4826").startswith("签好了")


def test_arriving_and_leaving_without_an_order_is_answered(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    assert "没有等着去的单" in zhou.say("我到了")
    assert "没有签到的单" in zhou.say("我走了")
    assert "我还不认识您" in small_world.someone("过路人").say("我到了")


def test_with_two_orders_in_hand_it_is_asked_which(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    sun = small_world.known("孙丽", Role.WORKER)
    for name, room in (("李婶", 501), ("张婶", 502)):
        someone = small_world.known(name, Role.RESIDENT)
        someone.say(f"想请人帮我取个快递，3号楼2单元{room}，今天下午，13900000123")
        someone.say("行")
        sun.press("通过")
        sun.press("放开接单")
        zhou.press("接单")
        zhou.press("再说")
    small_world.wait(hours=5)
    assert "是哪一张单？" in zhou.say("我到了")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.say("我到了")
    zhou.say("2")
    assert zhou.say(orders_of(small_world)[1].code).startswith("签好了")


def visited(world: World) -> tuple[Someone, Someone]:
    """周凯 was at 李婶's for half an hour."""
    li, zhou = a_claimed_order(world)
    world.wait(days=1, hours=5)
    zhou.say("我到了")
    zhou.say("4826")
    world.wait(minutes=30)
    zhou.say("我走了")
    zhou.press("先走了")
    zhou.press("都办好了")
    return li, zhou


@pytest.mark.row("H1")
def test_minutes_wait_for_her_word(world: World) -> None:
    li, zhou = visited(world)
    hours = zhou.say("时长")
    assert hours.startswith("一共 30分钟（含等核实的），\n今年 30分钟。")
    assert "现场号码 30分钟，等核实" in hours
    assert "4826" in li.new
    assert li.say("办好了").startswith("好，谢谢您告诉我们。")
    assert "一共 30分钟，今年 30分钟。\n现场号码 30分钟\n离一星" in zhou.say("时长")


def test_a_poor_answer_reaches_the_worker_and_the_minutes_wait(world: World) -> None:
    li, _zhou = visited(world)
    sun = world.someone("孙丽")
    assert "哪里没办好" in li.press("没办好")
    world.restart()
    assert li.say("没看懂，他走得急").startswith("对不起，是我们没做好。")
    assert li.press("说说就行").startswith("好，我跟社区说。")
    assert "“没看懂，他走得急”" in sun.new
    assert "评单  没办好（没看懂，他走得急）" in sun.card
    assert order_of(world).state is OrderState.RATED
    with world.db.reading() as session:
        assert session.scalars(select(ServiceRecord)).one().state is RecordState.PENDING
    assert "您说过了" in li.send({"kind": "text", "text": "办好了1123-01"})
    _ = li.new
    assert sun.press("结单") == "1123-01 结了。"
    assert order_of(world).state is OrderState.CLOSED
    assert li.new == "代办跑腿那张 1123-01，\n社区看过，办完了。\n还有事，再写一句就行。"


def test_nobody_came_is_believed(small_world: World) -> None:
    li, _zhou = visited(small_world)
    assert li.press("人没来").startswith("对不起，让您白等了。")
    assert order_of(small_world).state is OrderState.RATED


def test_without_a_word_it_closes_after_seven_days_unrated(world: World) -> None:
    li, _zhou = visited(world)
    world.wait(days=6, hours=23)
    assert order_of(world).state is OrderState.DONE
    _ = li.new
    world.wait(hours=2)
    assert order_of(world).state is OrderState.CLOSED
    assert li.new == "代办跑腿那张 1123-01 先收起了。\n想说说怎么样，写“找社区”。"
    with world.db.reading() as session:
        assert session.scalars(select(ServiceRecord)).one().state is RecordState.PENDING


def test_the_code_can_be_had_again_and_only_by_her(small_world: World) -> None:
    li, zhou = a_claimed_order(small_world)
    assert "1123-01 的号码是 4826" in li.say("号码")
    assert "4826" not in zhou.say("号码")


def test_she_cancels_and_whoever_was_going_hears_it(world: World) -> None:
    li, zhou = a_claimed_order(world)
    assert "真的取消吗" in li.press("取消这单")
    assert li.press("不取消") == "好，没取消，照旧办。"
    li.press("取消这单")
    world.restart()
    assert li.press("取消这单").startswith("取消了。")
    assert "居民那边取消了。谢谢您愿意去。" in zhou.new
    assert "501" not in zhou.card
    assert order_of(world).state is OrderState.CANCELLED


def test_a_visit_over_midnight_counts_on_the_day_it_began(small_world: World) -> None:
    _li, zhou = a_claimed_order(small_world)
    small_world.at(small_world.now.replace(hour=23, minute=50) + timedelta(days=1))
    zhou.say("我到了")
    zhou.say("4826")
    small_world.wait(minutes=20)
    zhou.say("我走了")
    assert "20分钟" in zhou.say("先走了")
    with small_world.db.reading() as session:
        record = session.scalars(select(ServiceRecord)).one()
        assert record.served_on.isoformat() == "2026-11-24"
