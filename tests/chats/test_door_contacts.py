"""楼门: who looks after which door, and which doors nobody looks after.

Scripts: door_contacts.
"""

import pytest
from sqlalchemy import select, update

from models.address import Building, door_contact, known_door
from models.audit import Audit
from models.membership import Membership, Role
from models.person import Person
from tests.asking import the_order
from tests.chats.test_doorstep import written
from tests.transcript import MONDAY, Someone, World


def an_estate(world: World) -> Someone:
    """Buildings 3 and 6 with two and three doors; 赵倩 works here, 刘凤英 helps."""
    with world.db.session() as session:
        for number, units in (("3", 2), ("6", 3)):
            building = Building(community_id=world.community_id, number=number)
            session.add(building)
            session.flush()
            for unit in range(1, units + 1):
                known_door(session, building, str(unit))
    world.known("刘凤英", Role.VOLUNTEER)
    return world.known("赵倩", Role.WORKER)


def who(world: World, building: str, unit: str) -> str:
    with world.db.reading() as session:
        found = door_contact(session, world.community_id, building, unit)
        return found.display_name if found else ""


@pytest.mark.row("V16")
def test_a_worker_gives_a_door_and_everybody_concerned_hears_it(world: World) -> None:
    zhao = an_estate(world)
    asked = zhao.say("楼门 3号楼2单元 刘凤英")
    assert asked == "3号楼2单元，刘凤英看这个门。\n对吗？\n1 对\n2 不对"
    world.restart()
    assert zhao.press("对") == "记好了：3号楼2单元，刘凤英。\n跟本人也说了一声。"
    assert world.someone("刘凤英").new == (
        "社区请您看3号楼2单元这个门。\n门里的邻居有事，您可以替他写。\n不方便，写“找社区”说一声。"
    )
    assert who(world, "3", "2") == "刘凤英"
    with world.db.reading() as session:
        row = session.scalars(select(Audit).filter_by(action="door_contact_given")).one()
        assert row.detail.startswith("person:")


@pytest.mark.row("V16")
def test_the_list_says_which_doors_nobody_looks_after(world: World) -> None:
    zhao = an_estate(world)
    zhao.say("楼门 3号楼2单元 刘凤英")
    zhao.press("对")
    assert zhao.say("楼门") == (
        "5 个楼门，1 个有联系人。\n3号楼：2单元刘凤英；缺 1 单元\n6号楼：缺 1、2、3 单元"
    )


@pytest.mark.row("V16")
def test_the_card_of_an_order_names_who_looks_after_its_door(small_world: World) -> None:
    zhao = an_estate(small_world)
    zhao.say("楼门 6号楼3门 刘凤英")
    zhao.press("对")
    assert zhao is written(small_world)
    zhao.press("完了")
    assert "楼门  这个门的联系人：刘凤英" in zhao.card
    volunteer = small_world.someone("刘凤英")
    zhao.press("通过")
    zhao.press("放开接单")
    assert "联系人" not in volunteer.card


def test_a_door_changes_hands_and_is_given_up(small_world: World) -> None:
    zhao = an_estate(small_world)
    small_world.known("王芳", Role.VOLUNTEER)
    zhao.say("楼门 3号楼2单元 刘凤英")
    zhao.press("对")
    asked = zhao.say("楼门 3号楼2单元 王芳")
    assert "现在是刘凤英，换成这位。\n对吗？" in asked
    zhao.press("对")
    assert "3号楼2单元不用您看了。" in small_world.someone("刘凤英").new
    shown = zhao.say("楼门 3号楼2单元")
    assert shown == "3号楼2单元现在是王芳。\n换人就写姓名。\n1 不当了"
    small_world.restart()
    assert zhao.press("不当了") == "3号楼2单元现在没有联系人了。"
    assert who(small_world, "3", "2") == ""
    assert "谢谢您照应" in small_world.someone("王芳").new


def test_a_door_without_a_name_asks_for_one(small_world: World) -> None:
    zhao = an_estate(small_world)
    assert zhao.say("楼门 3号楼1单元").startswith("3号楼1单元谁来看？写姓名就行。")
    assert zhao.say("刘凤英").startswith("3号楼1单元，刘凤英看这个门。")
    assert zhao.say("上一步").startswith("回到上一步。您刚才写的是：刘凤英")
    assert zhao.say("取消").startswith("好，这件先不办了。")
    assert who(small_world, "3", "1") == ""
    zhao.say("楼门 3号楼1单元 刘凤英")
    assert zhao.press("不对") == "好，没动。"
    assert who(small_world, "3", "1") == ""


def test_of_two_with_one_name_the_right_one_is_chosen(small_world: World) -> None:
    zhao = an_estate(small_world)
    small_world.known("刘凤英二", Role.VOLUNTEER)
    with small_world.db.session() as session:
        first, second = session.scalars(
            select(Person).where(Person.display_name.like("刘凤英%")).order_by(Person.id)
        )
        first.building, second.building, second.display_name = "3", "6", "刘凤英"
        second_id = second.id
    assert zhao.say("楼门 6号楼1单元 刘凤英") == (
        "叫刘凤英的有 2 位，是住哪里的？\n1 3号楼\n2 6号楼"
    )
    zhao.say("2")
    zhao.press("对")
    with small_world.db.reading() as session:
        found = door_contact(session, small_world.community_id, "6", "1")
        assert found is not None
        assert found.id == second_id


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("楼门 9号楼1单元 刘凤英", "没有9号楼。"),
        ("楼门 3号楼1单元 马秀珍", "没找到叫马秀珍的志愿者。"),
        ("楼门 3号楼1单元 李婶", "没找到叫李婶的志愿者。"),
        ("楼门 刘凤英", "这样写：“楼门 3号楼2单元 刘凤英”。"),
    ],
)
def test_what_cannot_be_is_answered_with_what_can(
    small_world: World, said: str, answer: str
) -> None:
    zhao = an_estate(small_world)
    small_world.known("李婶", Role.RESIDENT)
    assert zhao.say(said).startswith(answer)


def test_residents_see_no_list_and_their_broken_door_is_a_need(small_world: World) -> None:
    an_estate(small_world)
    li = small_world.known("李婶", Role.RESIDENT)
    assert "要社区的人来定" in li.say("楼门")
    assert "什么时候来方便？" in li.say("楼门 坏了关不上 3号楼2单元")
    assert who(small_world, "3", "2") == ""


@pytest.mark.row("V16")
@pytest.mark.parametrize(("door", "relation"), [("3", "door"), ("2", "neighbour")])
def test_a_door_contact_writes_for_the_neighbours_of_that_door_alone(
    small_world: World, door: str, relation: str
) -> None:
    zhao = an_estate(small_world)
    liu = small_world.someone("刘凤英")
    zhao.say("楼门 6号楼3门 刘凤英")
    zhao.press("对")
    liu.say(f"替邻居张大爷问问，想理发，6号楼{door}门102，下周三上午")
    liu.press("知道，同意")
    liu.press("没有电话")
    liu.say("13900000777 张德福")
    assert liu.press("发出").startswith("发出去了")
    order = the_order(small_world)
    assert (order.relation, order.own_yes) == (relation, "owed")
    by_door = "谁写的  楼门志愿者 刘**" in zhao.card
    assert by_door is (relation == "door")


def test_who_was_a_door_contact_writes_as_a_neighbour_again(small_world: World) -> None:
    zhao = an_estate(small_world)
    zhao.say("楼门 6号楼3门 刘凤英")
    zhao.press("对")
    with small_world.db.session() as session:
        session.execute(
            update(Membership).where(Membership.role == Role.VOLUNTEER).values(until=MONDAY)
        )
    liu = small_world.someone("刘凤英")
    liu.say("替邻居张大爷问问，想理发，6号楼3门102，下周三上午")
    liu.press("知道，同意")
    liu.press("没有电话")
    liu.say("13900000777 张德福")
    liu.press("发出")
    assert the_order(small_world).relation == "neighbour"
