"""Whose need it is: her own, a parent's, a neighbour's, a partner's (chats.md 4).

Scripts: post_need.
"""

from sqlalchemy import select

from models.address import Building, Door
from models.membership import Role
from models.person import Person
from tests.asking import orders, the_order
from tests.transcript import World


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
