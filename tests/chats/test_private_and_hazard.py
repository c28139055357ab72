"""矛盾调解 and 隐患: kinds of help with forms of their own (O18).

Scripts: post_need, let_see, approve, dispatch, invite, see_words, worklist.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.errors import Refused
from models.keeping import OrderKeeper
from models.media import Media
from models.membership import Membership, Role
from models.order import Order, OrderState
from models.person import Person
from models.posting import Place
from models.served import add_words, same_at_door
from tests.asking import the_order
from tests.chats.test_media import media_of, send
from tests.transcript import Someone, World

QUARREL = "跟楼上为漏水的事儿吵了半个月了，想请人给评评理，这周五晚上七点以后都在家，6号楼2单元302"
COVER = "二号楼门口那个窨井盖子翘起来了，昨晚差点绊倒一小孩，赶紧来人弄弄吧"


def has_told(world: World) -> Someone:
    """王秀英 has told of her quarrel."""
    wang = world.known("王秀英", Role.RESIDENT)
    said = wang.say(QUARREL)
    while "发出" not in wang.labels:
        said = wang.say("13900000123" if "电话" in said else "1")
    assert "只有陈静看得到。\n去的人由社区点名请，不放在接单里。" in said
    assert wang.press("发出").startswith("发出去了，单号 1123-01。")
    return wang


def staff(world: World) -> tuple[Someone, Someone, Someone]:
    """陈静 coordinates, 孙丽 works here, 周凯 is a volunteer."""
    chen = world.known("陈静", Role.COORDINATOR)
    return chen, world.known("孙丽", Role.WORKER), world.known("周凯", Role.VOLUNTEER)


# --- 调解: only those she was told of ---------------------------------------------------------


@pytest.mark.row("O18")
def test_a_quarrel_is_seen_by_those_named_and_by_nobody_else(world: World) -> None:
    chen, sun, zhou = staff(world)
    wang = has_told(world)
    assert "谁看得到  陈静" in wang.card
    assert "跟楼上为漏水" in chen.card
    assert sun.new == ""
    world.restart()
    assert sun.say("清单") == "都看过了，现在没有等着的。"
    for words in ("通过1123-01", "看原话1123-01", "看电话1123-01", "派单1123-01"):
        assert sun.say(words) == "这张单只给点了名的人看。\n有事找协调员。", words
    assert "这些只给" in sun.say("看照片1123-01")
    sun.say("问一句1123-01")
    assert "这张单只给点了名的人看" in sun.say("为什么吵")
    sun.say("取消")
    assert "跟楼上为漏水" in chen.say("看原话1123-01")
    chen.press("通过")
    assert zhou.new == ""
    assert "放开接单" not in chen.labels
    assert zhou.say("接单").startswith("现在没有等人去的单。")
    assert zhou.say("接1123-01") == "这张单只请点名的人，谢谢您。\n还有别的，写“接单”就能看。"
    for words in ("放开1123-01", "派给队1123-01", "发群1123-01"):
        assert chen.say(words) == "这张单不放开，只请点名的人。\n按“派单”请一位。", words
    assert the_order(world).state is OrderState.APPROVED


def test_at_the_door_nobody_hears_of_a_quarrel(small_world: World) -> None:
    _chen, sun, _zhou = staff(small_world)
    has_told(small_world)
    with small_world.db.session() as session:
        quarrel = session.scalars(select(Order)).one()
        days = quarrel.starts_at - timedelta(days=1), quarrel.starts_at + timedelta(days=1)
        door = Place(quarrel.building, quarrel.unit, quarrel.room or "")
        assert same_at_door(session, quarrel.community_id, door, quarrel.kind, days) is None
        worker = session.scalars(select(Person).filter_by(display_name="孙丽")).one()
        with pytest.raises(Refused, match="只给点了名的人看"):
            add_words(session, quarrel, worker, "门口说的", small_world.now)
    assert "1123-01" not in sun.new


@pytest.mark.row("O18")
def test_a_mediator_is_asked_by_name_and_learns_the_door_with_the_yes(world: World) -> None:
    chen, sun, zhou = staff(world)
    _wang = has_told(world)
    chen.press("通过")
    assert chen.say("请周凯1123-01").startswith("问了周凯")
    world.restart()
    assert "地点  接了再告诉您" in zhou.card
    assert "漏水" not in zhou.card
    zhou.press("接单")
    assert "6号楼2单元302" in zhou.card or "站" in zhou.card
    assert "周凯" not in sun.new


def test_one_of_them_lets_a_colleague_see_and_she_hears_it(world: World) -> None:
    chen, sun, zhou = staff(world)
    wang = has_told(world)
    assert chen.press("让同事看") == "让哪位同事也看？写名字。\n对方会知道又多了谁。"
    world.restart()
    assert chen.say("上一步").startswith("这是第一步了。\n让哪位同事也看？")
    assert chen.say("取消").startswith("好，这件先不办了。")
    assert sun.new == ""
    chen.press("让同事看")
    assert chen.say("周凯").startswith("这位不是社区的工作人员。")
    assert chen.say("孙丽") == "好，孙丽也看得到 1123-01 了。"
    assert "孙丽也看得到了" in wang.new
    assert "谁看得到  陈静、孙丽" in wang.card
    assert "跟楼上为漏水" in sun.say("看原话1123-01")
    assert zhou.new == ""
    with world.db.reading() as session:
        assert len(session.scalars(select(OrderKeeper)).all()) == 2


def test_when_those_named_have_gone_the_coordinators_of_today_see_it(world: World) -> None:
    chen, sun, _zhou = staff(world)
    has_told(world)
    admin = world.known("郑岩", Role.ADMIN)
    assert "只给点了名的人" in admin.say("看原话1123-01")
    with world.db.session() as session:
        who = session.scalars(select(Person).filter_by(display_name="陈静")).one()
        role = session.scalars(select(Membership).filter_by(person_id=who.id)).one()
        role.until = world.now
    assert "跟楼上为漏水" in admin.say("看原话1123-01")
    assert "社区的人来定" in chen.say("看原话1123-01")
    assert "只给点了名的人" in sun.say("看原话1123-01")


# --- 隐患: a photo and a place ------------------------------------------------------------------


@pytest.mark.row("O18")
def test_of_a_hazard_a_photo_is_asked_and_neither_door_nor_phone(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    wang = world.someone("王秀英")
    asked = wang.say(COVER)
    assert asked.startswith("先绕开走，别碰。")
    assert "拍张照片发来，去的人好找。" in asked
    world.restart()
    assert "拍张照片发来" in wang.say("上一步")
    card = send(wang, media_of(world, wang))
    assert "地点  2号楼" in card
    assert "社区派人去看，看了告诉您。" in card
    assert "电话" not in card
    assert wang.press("发出").startswith("发出去了，单号 1123-01。")
    assert "看照片" in sun.labels
    order = the_order(world)
    assert (order.kind, order.building, order.phone) == ("public_hazard", "2", None)
    with world.db.reading() as session:
        assert session.scalars(select(Media)).one().order_id == order.id


def test_without_a_photo_and_without_a_place_two_questions_are_asked(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    asked = wang.say("楼道里堆的全是纸壳子，电动车还飞线充电，吓人得很，谁管管")
    assert "在什么地方？写几个字就行。" in asked
    assert "拍张照片发来" in wang.say("3号楼2单元楼道")
    card = wang.say("没有，堆在一楼楼梯底下")
    assert "堆在一楼楼梯底下" in card
    wang.say("取消")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order)).all() == []


def test_her_own_door_is_not_where_the_hazard_is(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("想找人教我用手机挂号，3号楼2单元501，周六下午，13900000123")
    wang.press("发出")
    assert "在什么地方" in wang.say("路灯杆子歪了，快倒了")
    assert "拍张照片发来" in wang.say("东门外")
    card = wang.press("没有照片")
    assert "地点  东门外" in card
    assert "501" not in card


def test_a_hallway_without_a_building_is_that_of_her_own_stairs(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    wang.say("想找人教我用手机挂号，3号楼2单元501，周六下午，13900000123")
    wang.press("发出")
    assert "拍张照片发来" in wang.say("楼道灯坏了，黑得很")
    card = wang.press("没有照片")
    assert "地点  3号楼2单元" in card
    assert "501" not in card
