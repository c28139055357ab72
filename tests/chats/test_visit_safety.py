"""Who may go in: wishes, company, trust, and what whoever goes is told about the door (V28).

Scripts: not_alone, give_trust, end_trust, door_note, anybody, rather_wait, all_well, not_well,
claim, check_in.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.community import Community
from models.membership import Role
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.trust import Trust
from tests.groups import called, taken
from tests.transcript import World
from tests.visits import (
    both_inside,
    change,
    orders_of,
    posted,
    takes,
    two_going,
    visits_in,
    volunteer,
)


def events_in(world: World) -> list[str]:
    """What has happened to all orders."""
    with world.db.reading() as session:
        return list(session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)))


def test_nobody_has_to_go_in_alone_and_nobody_is_blamed(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    assert "不单独进门" in going.zhou.say("我到了")
    said = going.zhou.press("不单独进门")
    assert said.startswith("好，在外面等就对了，不急。")
    assert going.ma.new == "有人在1123-01门外等您，\n人齐了一起进门。不急，路上慢点。"
    staff = going.sun.new
    assert "有一位在门外等另一位" in staff
    assert "周凯" not in staff.replace("谁去  周凯、马立国", "")
    assert going.wang.new == ""
    assert going.order.state is OrderState.CLAIMED
    world.restart()
    going.ma.say("我到了")
    going.ma.say(going.order.code)
    assert "不单独进门" not in going.zhou.say("我到了"), "now somebody is there"
    assert going.zhou.say(going.order.code).startswith("签好了")


def test_one_of_two_is_not_let_in_while_a_place_is_free(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    posted(small_world)
    takes(zhou)
    small_world.wait(days=1)
    assert zhou.say("我到了") == "还差一位，两位一起才进门。\n社区在找人，找到了告诉您。"
    assert zhou.say("拿不到").startswith("还差一位")
    assert visits_in(small_world) == []


def test_her_wish_for_a_woman_is_kept_or_asked_again(world: World) -> None:
    zhou, ma = volunteer(world, "周凯"), volunteer(world, "马立国")
    he = volunteer(world, "何静")
    change(world, "何静", sex="f")
    change(world, "周凯", sex="m")
    wang, _sun = posted(world)
    with world.db.session() as session:
        session.scalars(select(Order)).one().wants_woman = True
    takes(zhou)
    assert ma.press("接单") == "剩下这一位要请女志愿者。\n还有别的，写“接单”就能看。"
    world.restart()
    takes(he)
    assert orders_of(world)[0].state is OrderState.CLAIMED
    assert "有人来了：周凯、何静" in wang.new


@pytest.mark.parametrize("answer", ["谁来都行", "再等等"])
def test_when_no_woman_is_found_staff_hear_it_and_she_chooses(
    small_world: World, answer: str
) -> None:
    from models.watching import watch_wish

    zhou, ma = volunteer(small_world, "周凯"), volunteer(small_world, "马立国")
    wang, sun = posted(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        order.wants_woman = True
        watch_wish(session, order, small_world.now)
    zhou.press("接单")
    small_world.at(small_world.now.replace(hour=17, minute=1))
    assert "您想要女志愿者，还没找到。\n谁来都行，还是再等等？" in wang.new
    assert "1123-01 要一位女志愿者，还没找到。" in sun.new
    small_world.restart()
    wang.press(answer)
    assert ma.press("接单").startswith("接好了") is (answer == "谁来都行")


def test_a_worker_gives_and_ends_trust_in_one_line(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    volunteer(world, "周凯")
    said = sun.say("信任 周凯 单独上门 到明年6月30日")
    assert said == "记下了：周凯，单独上门，\n到2027年6月30日。\n要收回，写“收回信任 周凯”。"
    world.restart()
    assert sun.say("核实 周凯 到明年6月30日").startswith("记下了：周凯，和孩子在一起，")
    with world.db.reading() as session:
        kinds = session.scalars(select(Trust.kind).order_by(Trust.id)).all()
        assert kinds == ["alone", "children"]
    assert "是哪一项" in sun.say("收回信任 周凯")
    assert sun.press("单独上门") == "收回了：周凯，单独上门。"
    with world.db.reading() as session:
        actions = session.scalars(select(Audit.action).order_by(Audit.id)).all()
    assert [each for each in actions if "trust" in each] == [
        "trust_given",
        "trust_given",
        "trust_ended",
    ]


def test_trust_step_by_step_and_by_nobody_else(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = volunteer(small_world, "周凯")
    assert "要社区的人来定" in zhou.say("信任 周凯 单独上门 到明年6月30日")
    assert sun.say("信任") == "哪位志愿者？写称呼就行。"
    assert "没有叫“周开”的志愿者" in sun.say("周开")
    assert "是哪一项" in sun.say("周凯")
    assert sun.say("上一步").startswith("回到上一步")
    sun.say("周凯")
    assert "到哪天为止" in sun.say("单独上门")
    assert "写一天就行" in sun.say("很久")
    assert sun.say("取消").startswith("好，这件先不办了。")
    with small_world.db.reading() as session:
        assert session.scalars(select(Trust)).all() == []
    sun.say("信任 周凯 单独上门")
    assert "到2027年11月23日" in sun.say("一年")


def test_two_of_the_same_name_are_told_apart(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    volunteer(small_world, "周凯", "13900000201")
    volunteer(small_world, "小周", "13900000202")
    change(small_world, "小周", display_name="周凯")
    asked = sun.say("信任 周凯 单独上门 到明年6月30日")
    assert asked.startswith("有几位叫这个名字，是哪位？")
    assert sun.say("2").startswith("记下了：周凯")


def test_what_stands_at_the_door_only_they_read_who_go(world: World) -> None:
    zhou = volunteer(world, "周凯")
    wang, sun = posted(world)
    assert "只有来的人看得到" in wang.press("门牌备注")
    world.restart()
    assert wang.say("上一步")
    assert wang.say("敲门大声点") == "好，来的人看得到。"
    assert "敲门大声点" not in zhou.card
    assert "敲门大声点" not in sun.card
    zhou.press("接单")
    assert "门口  敲门大声点" in zhou.card
    ma = volunteer(world, "马立国")
    assert "没有等人来的单" in ma.say("门牌备注")
    wang.press("取消这单")
    wang.press("取消这单")
    assert "敲门大声点" not in zhou.card


@pytest.mark.row("V28")
def test_two_look_in_on_somebody_old_and_say_how_it_was(world: World) -> None:
    zhou, ma = volunteer(world, "周凯"), volunteer(world, "马立国")
    wang, sun = posted(
        world, "我一个人住，想有人来陪我聊聊天，3号楼2单元501，明天上午，13900000123"
    )
    assert orders_of(world)[0].people_needed == 2
    zhou.press("接单")
    ma.press("接单")
    world.wait(days=1)
    for each in (zhou, ma):
        each.say("我到了")
        each.say(orders_of(world)[0].code)
    world.wait(minutes=50)
    for each in (wang, sun):
        _ = each.new
    zhou.say("我走了")
    assert "走的时候，人看着怎么样？" in zhou.press("先走了")
    assert zhou.press("都好") == "好，记下了。谢谢您去看一眼。"
    ma.say("我走了")
    ma.press("先走了")
    assert "先打 120" in ma.press("不太放心")
    assert "1123-01：马立国看过，有点不放心。" in sun.new
    assert "不放心" not in wang.new
    assert {"seen_well", "seen_worrying"} <= set(events_in(world))


def test_a_repair_asks_nobody_how_she_looked(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.now += timedelta(minutes=30)
    going.zhou.say("我走了")
    assert "人看着怎么样" not in going.zhou.press("先走了")


def test_a_press_in_a_group_talks_nobody_around_the_rules(world: World) -> None:
    zhou = volunteer(world, "周凯")
    lin = volunteer(world, "小林")
    change(world, "小林", is_adult=False)
    group, _li = called(world)
    assert group.press(lin).startswith("没满 18 岁，要监护人先同意。")
    with world.db.session() as session:
        session.scalars(select(Order)).one().wants_woman = True
    assert group.press(zhou).startswith("剩下这一位要请女志愿者。")
    assert taken(world) == 0


def test_alone_needs_the_communitys_yes_and_a_workers_word(world: World) -> None:
    with world.db.session() as session:
        session.scalars(select(Community)).one().alone_allowed = True
    world.start()
    zhou = volunteer(world, "周凯")
    phone = "想找人教我用手机挂号，3号楼2单元501，明天上午，13900000123"
    wang, sun = posted(world, phone)
    assert orders_of(world)[0].people_needed == 1
    assert "接单" not in zhou.labels, "nobody is asked in vain"
    assert zhou.say("接1123-01").startswith("一个人上门，要社区先点头。")
    sun.say("信任 周凯 单独上门 到明年6月30日")
    assert zhou.say("接1123-01").startswith("接好了")
    zhou.press("再说")
    assert "有人来了：周凯" in wang.new
    sun.say("收回信任 周凯 单独上门")
    world.wait(days=1)
    assert zhou.say("我到了").startswith("一个人上门，要社区先点头。")
    assert visits_in(world) == []


def test_never_first_alone_to_somebody_who_lives_alone(world: World) -> None:
    with world.db.session() as session:
        session.scalars(select(Community)).one().alone_allowed = True
    world.start()
    zhou, ma, he = (volunteer(world, name) for name in ("周凯", "马立国", "何静"))
    sun = world.known("孙丽", Role.COORDINATOR)
    for name in ("周凯", "马立国", "何静"):
        sun.say(f"信任 {name} 单独上门 到明年6月30日")
    world.known("王秀英", Role.RESIDENT)
    change(world, "王秀英", care={"marks": ["lives_alone"]})
    phone = "想找人教我用手机挂号，3号楼2单元501，明天上午，13900000123"
    wang, _sun = posted(world, phone)
    assert orders_of(world)[0].people_needed == 2, "the first time"
    for each in (zhou, ma):
        takes(each)
    world.restart()
    world.wait(days=1)
    for each in (zhou, ma):
        each.say("我到了")
        each.say(orders_of(world)[0].code)
    world.wait(minutes=30)
    for each in (zhou, ma):
        each.say("我走了")
        each.press("先走了")
    wang.press("办好了")

    posted(world, phone)
    again = orders_of(world)[1]
    assert again.people_needed == 1
    refused = he.say(f"接{again.number}")
    assert refused.startswith("头一回去，要两位一起。\n这张单先请别人去，谢谢您。")
    assert "一个人住" not in refused
    assert zhou.say(f"接{again.number}").startswith("接好了")
    assert zhou.say("取消").startswith("好，几点先不说")


def test_with_a_child_go_two_who_were_vetted_and_a_guardian_asks(world: World) -> None:
    zhou, ma = volunteer(world, "周凯"), volunteer(world, "马立国")
    lesson = "孩子功课想请人辅导，3号楼2单元501，明天下午，13900000123"
    _li, sun = posted(world, lesson)
    assert orders_of(world)[0].people_needed == 2
    refused = zhou.say("接1123-01")
    assert "核实过的人" in refused
    for name in ("周凯", "马立国"):
        assert "和孩子在一起" in sun.say(f"核实 {name} 到明年6月30日")
    world.restart()
    assert zhou.say("接1123-01").startswith("接好了")
    zhou.press("再说")
    world.wait(days=1, hours=5)
    assert "两位" in zhou.say("我到了"), "nobody is alone with a child"
    assert visits_in(world) == []
    assert ma.say("接1123-01").startswith("接好了")
    assert ma.say("上一步").startswith("这是第一步了。")
    ma.press("再说")
    assert "4 位号码" in zhou.say("我到了")
