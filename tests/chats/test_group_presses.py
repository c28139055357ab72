"""A press in a group gets one line, whoever presses; what is private goes to the private chat.

Scripts: claim_here, claim, signup.
"""

from sqlalchemy import func, select, update

from handlers.desk import LinliDesk
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.engine.state import State
from handlers.engine.turn import Turn
from models.community import Community
from models.contact import Contact
from models.lore import Lore
from models.membership import Role, grant
from models.order_event import OrderEvent
from models.person import Person
from tests.groups import CLAIMED, Group, called, taken
from tests.transcript import World

SIGN_UP = "先点我的头像，跟我说一声，登记一下就能接。"


def test_whoever_is_late_is_thanked_and_it_is_written_down(world: World) -> None:
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    group, li = called(world)
    token = group.button()
    group.press(zhou)
    assert group.press(he, token) == "刚被别人接走了，谢谢您。"
    assert group.private == ""
    with world.db.reading() as session:
        lost = select(func.count()).where(OrderEvent.what == "claim_lost")
        assert session.scalar(lost) == 1
    world.wait(days=1, hours=4)
    zhou.press("我到了")
    zhou.say(li.card.partition("念给来的人听  ")[2][:4])
    assert group.press(he, token) == "这张单已经有人办了，谢谢您。"
    assert taken(world) == 1


def test_a_call_whose_time_is_over_takes_nobody(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group, _li = called(small_world)
    token = group.button()
    small_world.wait(days=2)
    assert group.press(zhou, token) == "这张单现在不用人去了，谢谢您。"
    assert taken(small_world) == 0


def test_the_asker_and_staff_get_a_line_of_their_own(small_world: World) -> None:
    group, li = called(small_world)
    sun = small_world.someone("孙丽")
    assert group.press(li) == "这是您自己的单，等人来接就好。"
    assert group.press(sun) == "您还没登记志愿者，先私聊我写“登记”。"
    assert taken(small_world) == 0


def test_a_stranger_is_led_to_the_private_chat_and_nothing_is_sent_there(world: World) -> None:
    group, _li = called(world)
    lin = world.someone("林芳")
    assert group.press(lin) == SIGN_UP
    assert lin.messages == []
    assert taken(world) == 0


def test_a_volunteer_who_blocked_us_is_told_why_it_cannot_be(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group, _li = called(small_world)
    with small_world.db.session() as session:
        blocked = update(Contact).where(Contact.address == "周凯")
        session.execute(blocked.values(stopped_at=small_world.now))
    assert group.press(zhou) == "我的私信发不到您那儿，先点头像打开私聊。"
    assert taken(small_world) == 0
    zhou.say("我的")
    assert group.press(zhou) == CLAIMED


def test_a_volunteer_of_another_community_is_told_so(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group, _li = called(small_world)
    with small_world.db.session() as session:
        other = Community(name="荷塘社区")
        session.add(other)
        session.flush()
        person = session.scalars(select(Person).filter_by(display_name="周凯")).one()
        person.community_id = other.id
        grant(session, person, Role.VOLUNTEER, small_world.now)
    assert group.press(zhou) == "您登记在别的社区，这张单接不了。"
    assert taken(small_world) == 0


def test_a_press_in_a_group_that_is_silent_or_left_changes_nothing(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group, _li = called(small_world)
    token = group.button()
    sun.say("群")
    sun.press("换个用处")
    sun.press("先不用")
    assert group.text == "代办跑腿  单号 1123-01\n这个群先不接单了。"
    assert group.press(zhou, token) == "这个群先不接单了，想接就私聊我。"
    sun.say("群")
    sun.press("说说是哪儿")
    sun.press("全社区")
    assert group.press(zhou, "no-such-token") == "这条过了时间，按了没有变化。"
    group.leave()
    assert group.press(zhou, token) == "这个群先不接单了，想接就私聊我。"
    assert taken(small_world) == 0


def test_a_press_in_a_group_does_not_touch_the_open_question(world: World) -> None:
    zhou = world.known("周凯", Role.VOLUNTEER)
    group, _li = called(world)
    zhou.say("家里窗户关不上，5号楼1单元302")
    assert group.press(zhou) == CLAIMED
    assert group.private.startswith("代办跑腿，这单归您了")
    assert "接着刚才的" not in group.private
    world.restart()
    assert "电话" in zhou.say("1")


def test_a_stranger_signs_up_in_private_and_has_the_order_they_pressed_for(world: World) -> None:
    group, li = called(world)
    lin = world.someone("林芳")
    token = group.button()
    assert group.press(lin) == SIGN_UP
    assert opened(world, group, "林芳") == f"g_{token}"
    asked = lin.send({"kind": "start", "data": {"code": f"g_{token}"}})
    assert asked.endswith("比如“老周 13900000456”。")
    lin.say("林芳")
    lin.say("13900000777")
    world.restart()
    assert "接好了，谢谢您。" in lin.say("登记")
    assert "3号楼2单元501" in lin.card
    assert "林芳" in li.card
    assert "有人去了，谢谢。" in group.text


def test_a_link_of_another_button_or_of_none_only_greets(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    called(small_world)
    own = zhou.button("接单")
    for token in (own, "nothing", ""):
        start = {"kind": "start", "data": {"code": f"g_{token}"}}
        assert zhou.send(start).startswith("您好，这里是葵园社区邻里。")
    assert taken(small_world) == 0


def opened(world: World, group: Group, address: str) -> str:
    """What /start would bring along from a press by that contact."""
    with world.db.patient.begin() as connection:
        found = select(Contact.id).where(Contact.address == address)
        contact_id = connection.execute(found).scalar_one()
        hearer = Hearer(
            connection,
            contact_id,
            world.community_id,
            None,
            "zh",
            "paper",
            world.around.token,
            Lore(),
            world.now,
        )
        data = {"group": group.address}
        said = Said("press", world.now, 0, token=group.button(), data=data)
        return Turn(LinliDesk(), hearer, State(), said, world.around.code).take().opens
