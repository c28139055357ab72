"""Nobody found: said as it is, with another time, a call, or nothing more.

No order ends in silence, however long the desk was down.

Scripts: another_time, call_me_back, let_it_be, close_order.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.call_request import CallRequest
from models.order import ENDED, Order, OrderState
from tests.finding import approved, opened, order_of, parts, posted, volunteer
from tests.transcript import MONDAY, Someone, World

TUESDAY = MONDAY + timedelta(days=1)
TOLD_BY = MONDAY.replace(hour=20, minute=31)


def nobody_found(world: World) -> tuple[Someone, Someone]:
    """Asked around, and at half past eight in the evening there is nobody."""
    volunteer(world, "周凯")
    sun, li = opened(world)
    world.at(TOLD_BY)
    told = li.new
    assert told.startswith(
        "代办跑腿：明天（24号 周二）下午2点到6点的，还没找到人，对不起。\n"
        "我们接着找。\n您看怎么办？"
    )
    return sun, li


def test_she_may_choose_another_time_and_the_order_goes_on(world: World) -> None:
    sun, li = nobody_found(world)
    assert li.press("换个时间").startswith("换到什么时候？\n1 明天（24号 周二）上午")
    assert li.say("取消").startswith("好，这件先不办了。")
    li.say("换个时间1123-01")
    world.restart()
    assert "已经过了" in li.say("今天上午")
    assert li.say("上一步").startswith("这是第一步了。")
    assert li.say("周五下午").startswith("好，改到这周五（27号）下午2点到6点。")
    assert "1123-01 换了时间：" in sun.new
    order = order_of(world)
    assert (order.state, order.places_left) == (OrderState.APPROVED, 1)
    assert "要 1 位，可以请" in sun.press("派单")
    assert "先问了 1 位" in sun.press("放开接单")
    world.at(TUESDAY.replace(hour=18, minute=30))
    assert "没找到人" not in li.new


def test_somebody_who_had_said_yes_is_told_of_the_new_time(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    _sun, li = opened(small_world, "想找人来理发，3号楼2单元501，明天下午，13900000123")
    zhou.press("接单")
    zhou.press("再说")
    small_world.at(TOLD_BY)
    assert "来的人还没凑齐，对不起。" in li.new
    li.press("换个时间")
    li.say("周五下午")
    assert "原来那趟不用去了，谢谢您愿意去。" in zhou.new
    assert parts(small_world) == {}
    assert "501" not in zhou.card


def test_she_may_ask_to_be_rung(world: World) -> None:
    sun, li = nobody_found(world)
    assert li.press("让社区打给我").startswith("好，跟社区说了，会打给您。")
    assert "1123-01 没找到人，居民想请您打个电话。" in sun.new
    assert "139 0000 0123" in sun.press("看电话")
    with world.db.reading() as session:
        row = session.scalars(select(CallRequest)).one()
        assert (row.why, row.order_id) == ("unfilled", 1)


def test_she_may_leave_it_and_hears_no_more(small_world: World) -> None:
    _sun, li = nobody_found(small_world)
    assert li.press("不用了").startswith("好，那这件先不办了。")
    assert order_of(small_world).state is OrderState.CANCELLED
    small_world.wait(days=3)
    assert li.new == ""


def test_cancelling_the_question_leaves_the_order_as_it_is(small_world: World) -> None:
    _sun, li = nobody_found(small_world)
    li.press("换个时间")
    assert li.say("取消").startswith("好，这件先不办了。")
    assert order_of(small_world).state is OrderState.DISPATCHED


def test_found_after_the_bad_news_she_hears_the_good(world: World) -> None:
    nobody_found(world)
    zhou, li = world.someone("周凯"), world.someone("李婶")
    zhou.press("接单")
    zhou.say("3点")
    assert "有人来了：周凯" in li.new


def test_when_the_time_is_over_it_can_be_asked_for_once_more(world: World) -> None:
    _sun, li = nobody_found(world)
    world.at(TUESDAY.replace(hour=18, minute=1))
    told = li.new
    assert "今天（24号 周二）下午2点到6点没找到人，对不起。\n单子先收起了。" in told
    assert order_of(world).state is OrderState.EXPIRED
    li.press("换个时间")
    again = li.say("周五下午")
    assert "新单号 1124-01" in again
    new = order_of(world, "1124-01")
    assert (new.state, new.follows_id, new.room) == (OrderState.SUBMITTED, 1, "501")
    assert "这张单已经往前走了" in li.say("换个时间1123-01") + li.say("周六下午")


def test_only_she_moves_it_or_lets_it_be(small_world: World) -> None:
    nobody_found(small_world)
    zhou = small_world.someone("周凯")
    assert "这张单要写它的人来取消" in zhou.say("不用了1123-01")
    zhou.say("换个时间1123-01")
    assert "这张单要写它的人来改" in zhou.say("周五下午")


Scenario = Callable[[World], Someone]


def _forgotten(world: World) -> Someone:
    return posted(world)


def _approved_only(world: World) -> Someone:
    return approved(world)[1]


def _nobody(world: World) -> Someone:
    return opened(world)[1]


def _asked_in_vain(world: World) -> Someone:
    volunteer(world, "周凯")
    sun, li = approved(world)
    sun.press("请周凯")
    return li


def _taken_and_silent(world: World) -> Someone:
    zhou = volunteer(world, "周凯")
    _sun, li = opened(world)
    zhou.press("接单")
    return li


def _given_back(world: World) -> Someone:
    zhou = volunteer(world, "周凯")
    _sun, li = opened(world)
    zhou.press("接单")
    zhou.press("退单")
    zhou.press("身体不适")
    return li


def _done_and_unrated(world: World) -> Someone:
    zhou = volunteer(world, "周凯")
    _sun, li = opened(world)
    zhou.press("接单")
    zhou.press("下午3点")
    world.at(TUESDAY.replace(hour=15))
    zhou.say("我到了1123-01")
    zhou.say(li.card.partition("念给来的人听  ")[2][:4])
    world.wait(minutes=40)
    zhou.say("我走了1123-01")
    assert zhou.press("先走了").startswith("签好了，")
    return li


def _turned_down(world: World) -> Someone:
    sun, li = approved(world)
    sun.press("婉拒")
    sun.say("快递站有人送上门，打 8000 0456")
    return li


@pytest.mark.parametrize(
    "scenario",
    [
        *(_forgotten, _approved_only, _nobody, _asked_in_vain, _taken_and_silent, _given_back),
        *(_done_and_unrated, _turned_down),
    ],
)
@pytest.mark.parametrize("steps", [1, 40], ids=["after a downtime", "hour by hour"])
def test_no_order_ends_in_silence(small_world: World, scenario: Scenario, steps: int) -> None:
    li = scenario(small_world)
    for _step in range(steps):
        small_world.wait(hours=9 * 24 / steps)
    small_world.wait(days=1)
    with small_world.db.reading() as session:
        order = session.scalars(select(Order)).one()
    assert order.state in ENDED
    ends = {
        OrderState.EXPIRED: "单子先收起了。",
        OrderState.CLOSED: "先收起了。",
        OrderState.REJECTED: "我们办不了。",
    }
    told = "\n".join(map(str, li.messages))
    assert told.count(ends[order.state]) == 1
