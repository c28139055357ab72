"""改一项: name, phone and door are changed at once; an objection to hours goes to the staff.

Scripts: correct, export.
"""

from sqlalchemy import select

from models.membership import Role
from models.order import Order
from models.person import Person
from models.rights_request import RightsRequest
from models.vault import vault_of
from tests.chats.test_privacy import an_asker
from tests.transcript import World


def li_of(world: World) -> Person:
    with world.db.reading() as session:
        person = session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        session.expunge(person)
        return person


def wishes(world: World) -> list[tuple[str, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(RightsRequest).order_by(RightsRequest.id)).all()
        return [(each.kind, each.state) for each in rows]


def test_a_name_is_changed_after_one_question(world: World) -> None:
    li = an_asker(world)
    assert li.say("改一项") == "想改哪一项？\n1 称呼\n2 电话\n3 门牌\n4 时长"
    world.restart()
    assert li.say("1") == "以后怎么称呼您？"
    assert "怎么称呼，写几个字就行" in li.say("123")
    assert "想改哪一项" in li.say("上一步")
    li.say("称呼")
    assert li.say("李老师") == "好，李老师。"
    assert li_of(world).display_name == "李老师"
    assert wishes(world) == [("correct", "done")]


def test_a_phone_is_changed_in_open_orders_too(small_world: World) -> None:
    li = an_asker(small_world)
    li.say("改一项")
    li.say("电话")
    assert "还差 1 位" in li.say("1390000045")
    assert li.say("13900000456") == "好，改成 139 0000 0456。\n没办完的单子，也照新的来。"
    person = li_of(small_world)
    assert person.phone == "13900000456"
    assert person.phone_index == vault_of(small_world.db.write).index("13900000456")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order.phone)).all() == ["13900000456"]


def test_a_door_needs_its_room(small_world: World) -> None:
    li = an_asker(small_world)
    li.say("改一项")
    li.say("门牌")
    assert "还差门牌号" in li.say("5号楼")
    assert li.say("5号楼1单元302").startswith("好，改成5号楼1单元302。")
    assert li_of(small_world).door == ("5", "1", "302")


def test_an_objection_to_hours_goes_to_the_staff_and_comes_back(world: World) -> None:
    li = an_asker(world)
    sun, zhou = world.known("孙丽", Role.WORKER), world.known("周凯", Role.VOLUNTEER)
    li.say("改一项")
    li.say("4")
    said = li.say("周二去了两小时，只记了一小时")
    assert said.startswith("转给社区了，最晚11月30日 周一给您回话。")
    assert "李*说时长不对：\n“周二去了两小时，只记了一小时”" in sun.new
    assert zhou.new == ""
    token = sun.button("不改时长")
    sun.press("不改时长")
    assert sun.say("那张单是别人去的") == "好，告诉对方了。"
    assert "社区看过，没有改：\n“那张单是别人去的”" in li.new
    assert "已经有人回了" in sun.send({"kind": "press", "token": token})
    assert "按了没有变化" in zhou.send({"kind": "press", "token": token})
    assert wishes(world) == [], "the answer stands in the book of objections"


def test_calling_it_off_changes_nothing(small_world: World) -> None:
    li = an_asker(small_world)
    li.say("改一项")
    li.say("2")
    li.say("取消")
    assert li_of(small_world).phone == "13900000123"
    assert wishes(small_world) == []


def test_a_stranger_has_nothing_to_correct_and_no_copy_to_get(small_world: World) -> None:
    stranger = small_world.someone("过路人")
    for words in ("改一项", "要一份记录", "谁看过", "退出"):
        assert "我还不认识您" in stranger.say(words)
