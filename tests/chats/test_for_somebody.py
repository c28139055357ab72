"""A daughter in Shenzhen orders for her mother, who has no chat at all (chats.md 4).

Scripts: post_need, own_yes, approve, open_order, claim, check_in, check_out, family_off, family_on.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.address import Building, Door
from models.audit import Audit
from models.call_log import CallLog
from models.consent import Consent, Purpose
from models.membership import Role
from models.order import OrderState
from models.person import ActsFor, Person
from tests.asking import (
    HERS,
    WORDS,
    asks,
    goes_and_leaves,
    has_asked,
    orders,
    rings,
    served,
    the_order,
)
from tests.transcript import World


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_four_questions_and_one_card(world: World, restarts: bool) -> None:
    between = world.restart if restarts else lambda: None
    sun = world.known("孙丽", Role.COORDINATOR)
    liu = world.someone("刘敏")
    card = asks(liu, between)
    assert "帮什么  陪同就医" in card
    assert "帮谁  陈桂芳" in card
    assert "时间  11月27日 周五上午8点" in card
    assert "地点  5号楼1单元201" in card
    assert "电话  139 0000 0456" in card
    assert "来 2 位，其中一位女的，不收钱。\n不代管钱和钥匙。\n有事先找她，再找您。" in card
    assert "她点头才算数。" in card
    between()
    sent = liu.press("发出")
    assert sent.startswith("发出去了，单号 1123-01。\n")
    assert "前，社区给您妈妈打电话。\n谁去、到了、走了、怎么样，\n各告诉您一声。" in sent
    order = the_order(world)
    assert (order.own_yes, order.relation, order.wants_woman) == ("owed", "family", True)
    assert served(world).legal_name == "陈桂芳"
    assert "谁写的  家里人（还没问本人）" in sun.new


def told_in_four_steps(world: World, between: Callable[[], None]) -> None:
    """Her own yes by a call, then what 刘敏 hears: who comes, arrived, left, how it was."""
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    liu = has_asked(world)
    code = the_order(world).code
    assert "先打电话问本人愿不愿意" in sun.press("通过")
    between()
    assert rings(sun, "没接通").startswith("记上了，没接通。")
    assert "打过 1 次，没接通" in sun.card
    between()
    assert "“复查、腿脚不好”\n可以告诉去的人吗？" in rings(sun, "同意")
    between()
    assert sun.press("可以说").startswith("记上了，本人说的都在。\n1123-01 可以看了。")
    assert "本人同意了" in sun.card
    assert sun.press("通过").startswith("1123-01 通过了。")
    sun.press("放开接单")
    between()
    for helper in (zhou, ma):
        assert "陈桂芳" not in helper.card
        assert "复查" not in helper.card
        helper.press("接单")
    coming = liu.new
    assert "这些请转告本人：\n有人来了：周凯、马立国，志愿者，戴工作牌。" in coming
    assert code in coming
    between()
    assert "“复查、腿脚不好”" in zhou.press("要知道的")
    goes_and_leaves(world, (zhou, ma), code)
    told = liu.new
    assert "周凯到了。" in told
    assert "周凯、马立国说忙完了。\n事办好了吗？" in told
    between()
    assert liu.press("办好了").startswith("好，谢谢您告诉我们。")
    assert the_order(world).state is OrderState.CLOSED


def test_her_own_yes_by_a_call_and_four_pieces_of_news_for_her_daughter(world: World) -> None:
    told_in_four_steps(world, lambda: None)
    with world.db.reading() as session:
        mother = the_order(world).served_person_id
        calls = session.scalars(select(CallLog.outcome).order_by(CallLog.id)).all()
        assert calls == ["no_answer", "yes"]
        acts = session.scalars(select(ActsFor)).one()
        assert (acts.agreed_by, acts.for_person_id) == ("self", mother)
        hers = select(Consent).filter_by(person_id=mother)
        given = [
            (each.purpose, each.manner, each.withdrawn_at is None) for each in session.scalars(hers)
        ]
        assert sorted(given) == [
            (Purpose.HEALTH, "proxy", False),
            (Purpose.HEALTH, "spoken", True),
            (Purpose.REGISTER, "proxy", False),
            (Purpose.REGISTER, "spoken", True),
        ]
        looked = set(session.scalars(select(Audit.action)))
        assert {"shown_contact", "shown_care", "set_care"} <= looked


def test_the_same_with_a_restart_between_any_two_steps(world: World) -> None:
    told_in_four_steps(world, world.restart)


def test_she_says_no_and_nothing_happens(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    liu = has_asked(small_world)
    assert rings(sun, "不同意").startswith("记上了，1123-01 取消了。")
    assert "打电话问过了，本人说先不用。\n单子 1123-01 取消了" in liu.new
    assert the_order(small_world).state is OrderState.CANCELLED
    assert "已经往前走了" in sun.say("通过1123-01")
    with small_world.db.reading() as session:
        order = the_order(small_world)
        hers = session.scalars(select(Consent).filter_by(person_id=order.served_person_id))
        assert all(each.withdrawn_at is not None for each in hers)
        assert session.scalars(select(ActsFor)).one().ended_at is not None


def test_she_would_rather_not_have_her_health_told(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    has_asked(small_world)
    assert the_order(small_world).may_tell_health
    rings(sun, "同意", "不说")
    assert not the_order(small_world).may_tell_health
    sun.press("通过")
    sun.press("放开接单")
    zhou.press("接单")
    assert "要知道的" not in zhou.labels
    assert "这些只给社区和去的人看" in zhou.say("要知道的1123-01")


def test_only_a_worker_may_ring_and_see_the_number(small_world: World) -> None:
    liu = has_asked(small_world)
    assert "要社区的人来定" in liu.say("打过电话了1123-01")
    stranger = small_world.someone("过路人")
    assert "我还不认识您" in stranger.say("打过电话了1123-01")
    assert the_order(small_world).own_yes == "owed"


def test_a_call_can_be_gone_back_on_and_left(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    has_asked(small_world)
    sun.press("打过电话了")
    assert "可以告诉去的人吗" in sun.press("同意")
    small_world.restart()
    assert "愿意让人去吗" in sun.say("上一步")
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert the_order(small_world).own_yes == "owed"


def test_back_and_cancel_and_wrong_answers_while_asking(small_world: World) -> None:
    liu = small_world.someone("刘敏")
    liu.say(WORDS)
    assert "这里可以回：知道，同意、还没说、是我自己要。" in liu.say("什么意思")
    liu.press("知道，同意")
    assert "还差 1 位" in liu.say("1390000045")
    liu.say(HERS)
    assert "她的电话是多少？" in liu.say("上一步")
    small_world.restart()
    assert "几点从家里出发" in liu.say("139 0000 0456 陈桂花 5号楼1单元202")
    liu.say("9点")
    card = liu.press("电话里问她")
    for fact in ("周五上午9点", "陈桂花", "5号楼1单元202"):
        assert fact in card
    assert liu.say("是203").startswith("改成 5号楼1单元203 了")
    assert liu.say("取消").startswith("好，这件先不办了。")
    assert orders(small_world) == []


def test_what_she_wants_for_herself_is_asked_as_her_own(small_world: World) -> None:
    li = small_world.someone("李婶")
    li.say("我妈家的灯坏了，3号楼2单元501，明天上午，13900000123")
    card = li.press("是我自己要")
    assert "帮谁" not in card
    li.press("发出")
    assert the_order(small_world).relation == ""


def test_one_phone_serves_several_people(small_world: World) -> None:
    liu = small_world.someone("刘敏")
    for words, name in (("我妈", "陈桂芳"), ("我爸", "刘建国"), ("我妈", "陈桂芳")):
        liu.say(f"{words}想理发，下周三上午")
        liu.press("知道，同意")
        liu.say(f"139 0000 0456 {name} 5号楼1单元201")
        assert "发出去了" in liu.press("发出")
    first, second, third = orders(small_world)
    assert first.served_person_id == third.served_person_id != second.served_person_id
    assert {each.phone for each in (first, second, third)} == {"13900000456"}


def test_a_neighbour_without_a_phone_is_reached_through_whoever_asks(small_world: World) -> None:
    he = small_world.someone("何静")
    asked = he.say("替对门张大爷问问，想理发，6号楼3门102，下周三上午")
    assert "您邻居知道您在替人家找人吗？" in asked
    assert "人家的电话是多少？" in he.press("还没说")
    assert "那写一个找得到本人的电话" in he.press("没有电话")
    assert "帮谁  张德福" in he.say("13900000777 张德福")
    he.press("发出")
    order = the_order(small_world)
    assert (order.relation, order.phone, order.own_yes) == ("neighbour", "13900000777", "owed")


def test_the_askers_own_door_is_not_taken_for_hers(small_world: World) -> None:
    liu = small_world.someone("刘敏")
    liu.say("厨房灯不亮，3号楼2单元501，明天上午，13900000123")
    liu.press("发出")
    liu.press("不写")
    liu.say("我妈想理发，下周三上午")
    assert "一起写就行" in liu.press("知道，同意")
    assert "您妈妈住哪里？" in liu.say("139 0000 0456 陈桂芳")
    card = liu.say("5号楼1单元201")
    assert "5号楼1单元201" in card
    assert "139 0000 0456" in card
    liu.press("发出")
    assert orders(small_world)[-1].served_person_id != orders(small_world)[0].served_person_id


def test_a_doors_contact_acts_as_such(small_world: World) -> None:
    he = small_world.known("何静", Role.VOLUNTEER)
    with small_world.db.session() as session:
        contact = session.scalars(select(Person).filter_by(display_name="何静")).one()
        building = Building(community_id=small_world.community_id, number="6")
        session.add(building)
        session.flush()
        door = Door(
            community_id=small_world.community_id,
            building_id=building.id,
            unit="3",
            contact_person_id=contact.id,
        )
        session.add(door)
    he.say("替邻居张大爷问问，想理发，6号楼3门102，下周三上午")
    he.press("知道，同意")
    he.say("13900000777 张德福")
    he.press("发出")
    assert the_order(small_world).relation == "door"


def test_her_partner_shares_her_door_and_phone(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    wang.say("我老伴下不了床，想理发，3号楼2单元501，下周三上午，13900000123")
    assert "“下不了床”" in wang.press("知道，同意")
    assert "3号楼2单元501" in wang.press("电话里问")
    wang.press("发出")
    order = the_order(small_world)
    assert order.served_person_id != order.requested_by_id
    assert not order.may_tell_health
    sun = small_world.known("孙丽", Role.COORDINATOR)
    assert "还没问本人" in sun.say("清单")
