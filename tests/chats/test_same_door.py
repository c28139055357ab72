"""Two people write one need of one door; a stranger at that door learns nothing by it.

Scripts: post_need, own_yes.
"""

import pytest
from sqlalchemy import select

from models.membership import Role
from models.order_event import OrderEvent
from tests.asking import orders, the_order
from tests.transcript import Someone, World

HERS = "想找人理发，5号楼1单元201，周五上午，13900000456"
OFFER = (
    "5号楼1单元201这件事，已经有人写过了。\n并成一件，您写的我们也记下。\n"
    "问过本人，再把消息告诉您。\n是同一件吗？\n1 是同一件\n2 不是"
)


def hers(world: World) -> Someone:
    """陈桂芳 has written it herself."""
    chen = world.known("陈桂芳", Role.RESIDENT)
    chen.say(HERS)
    chen.say("行")
    return chen


def his(world: World, address: str = "刘洋") -> Someone:
    """Somebody else writes the same for her, up to the offer."""
    liu = world.known(address)
    liu.say("我妈想理个发，5号楼1单元201，周五上午")
    liu.press("知道，同意")
    assert liu.say("13900000456").endswith(OFFER)
    return liu


def is_served(world: World, *helpers: Someone) -> None:
    """Volunteers claim it, come and go."""
    sun = world.someone("孙丽")
    sun.press("通过")
    sun.press("放开接单")
    for helper in helpers:
        helper.press("接单")
        helper.press("再说")


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_it_is_offered_as_one_and_both_texts_are_kept(world: World, restarts: bool) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    chen = hers(world)
    liu = his(world)
    if restarts:
        world.restart()
    assert liu.press("是同一件") == "并好了，两段话都留着。\n社区问过本人，再告诉您消息。"
    order = the_order(world)
    assert order.raw_text == HERS
    assert "又有人替本人写了，并成一件。" in sun.new
    assert "还有人写  “我妈想理个发，5号楼1单元201，周五上午”（还没问本人）" in sun.card
    assert "刘洋" not in "\n".join([chen.new, chen.card])

    asked = sun.press("打过电话了")
    assert asked.startswith("1123-01：陈桂芳，139 0000 0456\n刘洋也替本人写了这件事。")
    if restarts:
        world.restart()
    assert sun.press("可以").startswith("记上了，本人说的都在。")
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    _ = liu.new
    is_served(world, zhou, ma)
    heard = liu.new
    assert "您替家里约的事，有人去了：\n周凯、马立国" in heard
    assert order.code not in heard
    assert "201" not in heard
    assert order.code in chen.new


def test_an_attacker_at_a_neighbours_door_never_learns_who_comes(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    ma = small_world.known("马立国", Role.VOLUNTEER)
    chen = hers(small_world)
    thief = his(small_world, "过路人")
    offered = "\n".join(m.text for m in thief.messages)
    for word in ("陈桂芳", "139 0000 0456", "正在找人", "周凯"):
        assert word not in offered.replace("13900000456", "")
    thief.press("是同一件")
    is_served(small_world, zhou, ma)
    assert "有人来了" in chen.new
    learnt = "\n".join([thief.new, thief.say("我的"), thief.say("号码")])
    for word in ("周凯", "马立国", the_order(small_world).code, "陈桂芳"):
        assert word not in learnt
    assert "要写它的人来取消" in _pressed(thief.say("取消这单1123-01"), thief)
    assert "这些只给社区和去的人看" in thief.say("要知道的1123-01")
    sun.say("打过电话了1123-01")
    sun.press("不用")
    small_world.wait(days=5)
    assert "周凯" not in thief.new


def _pressed(asked: str, someone: Someone) -> str:
    """The destructive word asks once more."""
    assert "真的取消吗" in asked
    return someone.press("取消这单")


def test_another_thing_at_the_same_door_is_an_order_of_its_own(small_world: World) -> None:
    hers(small_world)
    liu = his(small_world)
    assert "我念一遍" in liu.press("不是")
    liu.press("发出")
    assert len(orders(small_world)) == 2


@pytest.mark.parametrize(
    "words",
    [
        "想找人理发，5号楼1单元202，周五上午，13900000999",
        "想找人理发，5号楼1单元201，下周三上午，13900000999",
        "厨房灯不亮，5号楼1单元201，周五上午，13900000999",
        "想找人理发，5号楼，周五上午，13900000999",
    ],
    ids=["another door", "another day", "another kind", "no door"],
)
def test_nothing_is_said_to_who_does_not_name_door_kind_and_day(
    small_world: World, words: str
) -> None:
    hers(small_world)
    assert "已经有人写过了" not in small_world.someone("过路人").say(words)


def test_she_who_wrote_it_is_not_offered_her_own(small_world: World) -> None:
    chen = hers(small_world)
    assert "已经有人写过了" not in chen.say("想找人理发，5号楼1单元201，周五上午")


def test_joining_twice_back_and_cancel(small_world: World) -> None:
    hers(small_world)
    liu = his(small_world)
    small_world.restart()
    assert "电话是多少" in liu.say("上一步")
    assert liu.say("13900000456").endswith("2 不是")
    assert "这里可以回：是同一件、不是。" in liu.say("啥")
    assert liu.say("取消").startswith("好，这件先不办了。")
    assert the_order(small_world).raw_text == HERS
    his(small_world).press("是同一件")
    assert "您写的已经并进去了" in his(small_world).press("是同一件")
    with small_world.db.reading() as session:
        events = session.scalars(select(OrderEvent.what)).all()
        assert events.count("joined") == 1


def test_when_nobody_answers_they_go_on_waiting(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    hers(small_world)
    his(small_world).press("是同一件")
    sun.press("打过电话了")
    assert sun.press("没接通").startswith("记上了，没接通。")
    assert "打过 1 次，没接通" in sun.card
    sun.press("打过电话了")
    sun.press("不用")
    assert "还没问本人" not in sun.card
    assert "这张单不用再打电话问了" in sun.say("打过电话了1123-01")


def test_who_joined_hears_of_it_and_is_asked_nothing_they_may_not_answer(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    chen, liu = hers(world), his(world)
    liu.press("是同一件")
    sun.press("打过电话了")
    sun.press("可以")
    sun.press("通过")
    sun.press("放开接单")
    for each in (chen, liu):
        _ = each.new
    world.restart()
    world.at(world.now.replace(day=26, hour=20, minute=31))
    heard = liu.new
    assert "还没找到人，对不起。\n我们接着找。" in heard
    assert "您看怎么办？" not in heard
    assert "您看怎么办？" in chen.new
    assert {"换个时间", "让社区打给我", "不用了"} <= set(chen.labels)
    assert {"换个时间", "让社区打给我", "不用了"}.isdisjoint(liu.labels)
    world.at(world.now.replace(day=27, hour=13, minute=1))
    assert "没找到人，对不起。\n单子先收起了。" in liu.new
    assert "换个时间" not in liu.labels
