"""Skills, times and kinds asked one at a time after a service, never again after a no (chats 7).

Scripts: my_profile, profile_question, change_profile, rest, back_again, verify_skill, check_out.
"""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.membership import Role
from models.person import Person
from models.qualification import Qualification
from models.volunteer_profile import VolunteerProfile, open_profile
from tests.chats.test_claiming import an_open_order
from tests.transcript import Someone, World


def a_volunteer(world: World, name: str = "周凯", number: str = "38201177") -> Someone:
    someone = world.known(name, Role.VOLUNTEER)
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        open_profile(session, person, [number], world.now)
    return someone


def profile(world: World) -> VolunteerProfile:
    with world.db.reading() as session:
        return session.scalars(select(VolunteerProfile)).one()


def served(world: World, zhou: Someone) -> str:
    """One service from the claim to 我走了; what is said at its end."""
    li = an_open_order(world)
    zhou.say("接单")
    zhou.press("接单")
    world.at((world.now + timedelta(days=1)).replace(hour=15, minute=0))
    code = li.say("号码").split("号码是 ")[1][:4]
    zhou.say("我到了")
    zhou.say(code)
    world.wait(minutes=40)
    zhou.say("我走了")
    assert zhou.press("先走了").startswith("签好了，")
    return zhou.press("都办好了")


def test_one_thing_is_asked_after_a_service(world: World) -> None:
    zhou = a_volunteer(world)
    said = served(world, zhou)
    assert said.startswith("好，记上了。谢谢您。")
    assert said.endswith(
        "平时哪个时间有空？写几个也行，\n比如“周六上午，周三晚上”。\n"
        "1 周末\n2 平时白天\n3 以后再说\n4 别再问"
    )
    assert said.count("？") == 1
    world.restart()
    assert "时间没看懂。" in zhou.say("看情况")
    assert zhou.say("周六上午，周三晚上") == "记下了：周三晚上、周六上午。"
    assert profile(world).slots == ["wed_eve", "sat_am"]


def test_a_no_is_for_good_and_the_next_service_asks_something_else(small_world: World) -> None:
    zhou = a_volunteer(small_world)
    served(small_world, zhou)
    assert zhou.say("上一步").startswith("这是第一步了。")
    assert zhou.press("别再问").startswith("好，不再问这个。")
    assert profile(small_world).skipped == ["slots"]
    assert "您会点什么？" in served(small_world, zhou)
    assert zhou.press("以后再说") == "好，以后再说。"
    assert "您会点什么？" in served(small_world, zhou)
    assert zhou.say("取消").startswith("好，这件先不办了。")


def test_in_quiet_hours_nothing_is_asked(small_world: World) -> None:
    zhou = a_volunteer(small_world)
    li = an_open_order(small_world)
    zhou.say("接单")
    zhou.press("接单")
    small_world.wait(hours=30)
    code = li.say("号码").split("号码是 ")[1][:4]
    zhou.say("我到了")
    zhou.say(code)
    small_world.at(small_world.now.replace(hour=13, minute=30) + timedelta(hours=8))
    zhou.say("我走了")
    assert "就算核实了。谢谢您。\n办成了什么？" in zhou.press("先走了")
    assert zhou.press("都办好了") == "好，记上了。谢谢您。"


def test_the_profile_shows_and_changes_everything(world: World) -> None:
    zhou = a_volunteer(world)
    assert zhou.say("我的资料").startswith(
        "我的资料\n志愿者编号  38201177\n称呼  周凯\n电话  没留\n有空  还没说\n会的  还没说\n"
        "想帮  还没说"
    )
    zhou.press("改会的")
    assert zhou.say("修个东西吧").startswith("没对上。")
    world.restart()
    said = zhou.say("水电维修，理发")
    assert said == "记下了：水电小修（等看证）、理发。\n要证的，带到站里给同事看一眼就行。"
    zhou.say("我的资料")
    zhou.press("改想帮的")
    assert zhou.say("陪诊、手机教学").startswith("记下了：")
    zhou.say("我的资料")
    zhou.press("改时间")
    assert zhou.say("周末") == "记下了：周六上午、周六下午、周日上午、周日下午。"
    shown = zhou.say("我的资料")
    assert "有空  周六上午、周六下午、周日上午、周日下午" in shown
    assert "会的  水电小修（等看证）、理发" in shown
    zhou.press("改时间")
    assert zhou.press("不改") == "好，照旧。"
    zhou.say("我的资料")
    zhou.press("改时间")
    assert zhou.press("都不写了") == "好，这一项空着了。"
    assert profile(world).slots == []


def test_a_rest_begins_and_ends(world: World) -> None:
    zhou = a_volunteer(world)
    zhou.say("歇一阵")
    assert zhou.press("不歇了") == "好，照旧。"
    zhou.say("歇一阵")
    world.restart()
    assert zhou.press("一周").startswith("好，到11月30日 周一都不叫您。")
    assert profile(world).rests(world.now)
    assert "歇着  到11月30日 周一" in zhou.say("我的资料")
    assert zhou.press("我回来了").startswith("欢迎回来。")
    assert not profile(world).rests(world.now)
    assert zhou.say("我回来了").startswith("您没在歇着。")


@pytest.mark.row("V1")
def test_a_licence_is_seen_by_a_worker(world: World) -> None:
    zhou = a_volunteer(world)
    zhao = world.known("赵倩", Role.WORKER)
    card = zhao.say("核实资质 周凯 水电维修 到2027年6月")
    assert "谁的证  周凯 没留电话" in card
    assert "哪一样  水电小修" in card
    assert "有效到  2027年6月30日 周三" in card
    world.restart()
    assert zhao.press("看过了") == "记下了，周凯的水电小修核实了。"
    assert zhou.new.startswith("您的水电小修核实了")
    assert "会的  水电小修（已核实）" in zhou.say("我的资料")
    with world.db.reading() as session:
        assert session.scalars(select(Qualification.valid_until)).one() == date(2027, 6, 30)
    zhao.say("核实资质 38201177 驾照")
    assert "有效到  长期" in zhao.press("长期有效")
    assert zhao.say("取消").startswith("好，这件先不办了。")


def test_nobody_verifies_without_being_staff_nor_for_themselves(small_world: World) -> None:
    zhou = a_volunteer(small_world)
    zhao = small_world.known("赵倩", Role.WORKER)
    assert zhou.say("核实资质 周凯 水电维修").startswith("这件事要社区的人来定。")
    zhao.say("核实资质 赵倩 驾照")
    zhao.press("长期有效")
    assert zhao.press("看过了").startswith("自己的资质，要请同事来看。")
    assert "看的是哪一样证？" in zhao.say("核实资质 周凯 理发")
    assert zhao.say("理发").startswith("这一项不用看证")
    with small_world.db.reading() as session:
        assert session.scalars(select(Qualification)).all() == []


def test_who_is_no_volunteer_reads_name_and_phone(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("我的资料").startswith("称呼：李婶\n电话：没留")
