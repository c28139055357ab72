"""An order in free form: her time, her person, her remarks (定制), heard in her own words.

Scripts: post_need, claim, check_in, check_out, rate_done.
"""

import pytest

from models.membership import Role
from tests.asking import orders, the_order
from tests.transcript import Someone, World

DOOR = "3号楼2单元501，13900000123"


def was_helped_by(world: World, name: str) -> tuple[Someone, Someone]:
    """They and 马立国 have taught 李婶 once."""
    sun = world.known("孙丽", Role.COORDINATOR)
    helper = world.known(name, Role.VOLUNTEER)
    helpers = [helper, world.known("马立国", Role.VOLUNTEER)]
    li = world.known("李婶", Role.RESIDENT)
    li.say(f"想找人教我用手机挂号，明天下午，{DOOR}")
    li.press("发出")
    sun.press("通过")
    sun.press("放开接单")
    for each in helpers:
        each.press("接单")
        each.press("再说")
    order = the_order(world)
    world.at(order.starts_at)
    for each in helpers:
        each.say("我到了")
        each.say(order.code)
    world.wait(minutes=30)
    for each in helpers:
        each.press("我走了")
        each.press("先走了")
    li.press("办好了")
    return li, helper


@pytest.mark.row("O6")
@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_time_person_and_remarks_are_heard_and_reach_whoever_goes(
    world: World, restarts: bool
) -> None:
    li, zhou = was_helped_by(world, "周凯")
    sun = world.someone("孙丽")
    card = li.say("周六下午3点再教教手机挂号，就要上回来的周凯，说话大声点")
    assert "时间  11月28日 周六下午3点" in card
    assert "要求  就要上回来的周凯、说话大声点" in card
    if restarts:
        world.restart()
    li.press("发出")
    order = orders(world)[-1]
    assert order.wish == "就要上回来的周凯、说话大声点"
    assert order.wants_person_id is not None
    assert "要求  就要上回来的周凯、说话大声点（点名：周凯）" in sun.card
    sun.press("通过")
    sun.press("放开接单")
    assert "说话大声点" not in zhou.card
    zhou.press("接单")
    assert "要求  就要上回来的周凯、说话大声点" in zhou.card


def test_a_wish_is_changed_only_at_the_card(world: World) -> None:
    li = world.someone("李婶")
    card = li.say(f"想找人教我用手机挂号，要女的来，周六下午，{DOOR}")
    assert "要求  要女的" in card
    assert the_wish(li) == "有什么要求？写一句就行。\n比如“要女的来”“说话大声点”。"
    world.restart()
    assert li.say("上一步").startswith("没改，还是原来的。")
    the_wish(li)
    assert "要求  敲门轻点" in li.say("敲门轻点")
    assert li.say("最好是女的").startswith("改成 最好是女的 了")
    li.press("发出")
    order = the_order(world)
    assert (order.wish, order.wants_woman) == ("最好是女的", True)


def the_wish(li: Someone) -> str:
    """She presses 改要求."""
    return li.press("改要求")


def test_a_wish_may_be_typed_at_a_card_that_has_none(small_world: World) -> None:
    li = small_world.someone("李婶")
    card = li.say(f"想找人教我用手机挂号，周六下午，{DOOR}")
    assert "要求" not in card
    assert li.say("请来的人带个鞋套").startswith("改成 带个鞋套 了")
    assert li.say("来的人别穿太新的衣服").startswith("改成 来的人别穿太新的衣服 了")
    assert li.say("改成周日下午").startswith("改成 11月29日 周日下午")
    assert li.say("取消").startswith("好，这件先不办了。")


def test_a_strangers_name_is_no_wish_that_can_be_granted(small_world: World) -> None:
    small_world.known("周凯", Role.VOLUNTEER)
    li = small_world.someone("李婶")
    card = li.say(f"想找人教我用手机挂号，就要上回来的周凯，周六下午，{DOOR}")
    assert "要求" not in card
    li.press("发出")
    assert the_order(small_world).wants_person_id is None


def test_a_woman_among_two_is_promised_where_it_is_wished(small_world: World) -> None:
    li = small_world.someone("李婶")
    card = li.say(f"厨房灯不亮了，最好来个女的，明天上午，{DOOR}")
    assert "来 2 位，其中一位女的，不收钱。" in card
