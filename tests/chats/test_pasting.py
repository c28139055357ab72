"""接龙 and messages of a group, pasted back: each line shown, unsure ones asked, nothing twice.

Scripts: paste_list, paste_needs.
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.activity import Activity
from models.audit import Audit
from models.contact import Contact
from models.membership import Role
from models.order import Order, OrderState
from models.pasted_line import PastedLine
from models.person import Person
from models.sign_up import SignUp, SignUpState
from tests.activities import SATURDAY, at, published, states
from tests.transcript import Someone, World
from tests.windows import gives_phone

HEAD = "#接龙\n暖冬 1205-01 葵园广场\n例 张三 电话\n\n"
LIST = HEAD + "1. 何静\n2. 李四 138 0000 0123 两个人\n3. 我也去"


def one_task(world: World) -> Someone:
    """孙丽 has published 暖冬 with one task and room for six."""
    return published(world, "擦窗6人")


def rows(world: World, table: type) -> int:
    with world.db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.row("V5")
def test_a_list_becomes_sign_ups_after_one_card(world: World) -> None:
    he = world.known("何静", Role.VOLUNTEER)
    gives_phone(world, "何静", "13900000456", "3")
    sun = one_task(world)
    asked = sun.say(LIST)
    assert asked == "第 3 行“我也去”没看出是谁。\n写名字就行。\n1 这行不记"
    assert rows(world, SignUp) == 0
    world.restart()
    card = sun.say("王芳")
    assert card.startswith(
        "1205-01 暖冬，擦窗\n1  何静（像是3号楼那位）\n"
        "2  李四 2 个人（新的，138****0123）\n3  王芳（新的，没留电话）\n"
    )
    assert rows(world, SignUp) == 0
    said = sun.press("记上")
    assert said.startswith("记上了 4 位，排队 0 位。")
    assert "社区照群里的接龙，替您报上了：" in he.new
    assert states(world) == {
        "何静": SignUpState.APPLIED,
        "李四": SignUpState.APPLIED,
        "李四+1": SignUpState.APPLIED,
        "王芳": SignUpState.APPLIED,
    }


def test_who_entered_it_and_nothing_more_is_kept(world: World) -> None:
    sun = one_task(world)
    sun.say(HEAD + "1. 李四 138 0000 0123")
    sun.press("记上")
    with world.db.reading() as session:
        li = session.scalars(select(Person).filter_by(display_name="李四")).one()
        sun_id = session.scalars(select(Person.id).filter_by(display_name="孙丽")).one()
        assert li.phone == "13800000123"
        assert (li.building, li.room, li.is_adult, li.legal_name) == ("", None, None, None)
        assert session.scalar(select(Contact).filter_by(person_id=li.id)) is None
        assert session.scalars(select(SignUp.added_by_id)).one() == sun_id
        deed = session.scalars(select(Audit).filter_by(action="entered_from_group")).one()
        assert (deed.actor_id, deed.subject) == (sun_id, "activity:1")
        assert deed.detail == f"person:{li.id}"
        line = session.scalars(select(PastedLine)).one()
        assert "李四" not in line.fingerprint


def test_a_longer_list_enters_only_what_is_new(world: World) -> None:
    sun = one_task(world)
    sun.say(HEAD + "1. 李四 138 0000 0123 两个人\n2. 王芳\n3. 王芳")
    sun.press("记上")
    again = sun.say(HEAD + "1. 李四 13800000123 两个人\n2. 王芳\n3. 王芳")
    assert again == "这份名单都记过了，没有新的。"
    card = sun.say(HEAD + "1. 李四 两个人\n2. 王芳\n3. 王芳\n4. 赵六 139 0000 0777")
    assert card.startswith("1205-01 暖冬，擦窗\n4  赵六（新的，139****0777）\n记过的  3 行，没动\n")
    assert sun.press("记上").startswith("记上了 1 位，排队 0 位。")
    assert rows(world, SignUp) == 5


def test_whoever_is_missing_is_shown_and_stays(world: World) -> None:
    sun = one_task(world)
    sun.say(HEAD + "1. 李四\n2. 王芳")
    sun.press("记上")
    said = sun.say(HEAD + "1. 王芳")
    assert said == ("这份名单都记过了，没有新的。\n这次没看到：李四。\n也许不来了，没替他们取消。")
    assert "没看到  李四（以前有，也许不来了，没动）" in sun.say(HEAD + "1. 王芳\n2. 赵六")
    assert states(world)["李四"] is SignUpState.APPLIED


def test_of_two_of_that_name_it_asks_which(world: World) -> None:
    sun = one_task(world)
    for building in ("3", "6"):
        with world.db.session() as session:
            of = {"community_id": world.community_id, "created_at": world.now}
            session.add(Person(display_name="刘敏", building=building, **of))
    asked = sun.say(HEAD + "1. 刘敏\n2. 赵六")
    assert asked == (
        "第 1 行“刘敏”：\n叫刘敏的有 2 位，是哪位？\n"
        "1 3号楼 没留电话\n2 6号楼 没留电话\n3 另一位\n4 这行不记"
    )
    card = sun.say("2")
    assert "1  刘敏（像是6号楼那位）\n2  赵六（新的，没留电话）" in card


def test_a_number_says_who_it_is_and_a_name_beside_another_number_does_not(world: World) -> None:
    gives_phone(world, "何静", "13900000456", "3")
    sun = one_task(world)
    card = sun.say(HEAD + "1. 静静 139 0000 0456\n2. 何静 139 0000 0999")
    assert "1  静静（电话是何静的）\n2  何静（新的，139****0999）" in card


def test_who_said_no_themselves_is_not_entered(world: World) -> None:
    he = world.known("何静", Role.VOLUNTEER)
    sun = one_task(world)
    he.say("报名1205-01")
    he.say("来不了1205-01")
    sun.say(HEAD + "1. 何静\n2. 赵六")
    said = sun.press("记上")
    assert "记上了 1 位，排队 0 位。\n没记上的：\n1 何静：本人说过来不了" in said
    assert states(world)["何静"] is SignUpState.CANCELLED


def test_when_it_is_full_they_wait_in_their_order(world: World) -> None:
    sun = published(world, "擦窗2人")
    sun.say(HEAD + "1. 李四\n2. 王芳\n3. 赵六")
    assert sun.press("记上").startswith("记上了 2 位，排队 1 位。")
    assert states(world)["赵六"] is SignUpState.WAITLIST


def test_of_several_tasks_it_asks_once_and_a_line_is_left_out(world: World) -> None:
    sun = published(world)
    assert sun.say(HEAD + "1. 李四\n2. +1").startswith("“暖冬”，没写做哪样的，报哪样？")
    assert sun.press("擦窗").startswith("第 2 行“+1”没看出是谁。")
    assert "2  +1（不记）" in sun.press("这行不记")
    sun.press("记上")
    assert list(states(world)) == ["李四"]


def test_said_no_to_the_card_nothing_is_kept(world: World) -> None:
    sun = one_task(world)
    sun.say(HEAD + "1. 李四")
    assert sun.press("先不发") == "好，先不记。名单没动。"
    assert rows(world, PastedLine) == rows(world, SignUp) == 0


def test_what_a_resident_pastes_enters_nobody(world: World) -> None:
    one_task(world)
    world.known("李婶", Role.RESIDENT).say(HEAD + "1. 李四")
    assert rows(world, SignUp) == 0


def test_without_an_activity_it_asks_what_the_list_is_for(world: World) -> None:
    sun = one_task(world)
    assert sun.say("接龙\n1. 李四\n2. 王芳") == "这份接龙是报什么的？\n1 暖冬\n2 要帮忙的事"
    assert "1  李四（新的，没留电话）" in sun.press("暖冬")


MESSAGES = (
    "群消息\n张阿姨：我家灯坏了，6号楼3门102，明天下午有人能来修吗 139 0000 0456\n"
    "李叔：收到\n王奶奶：想找人陪着去医院，3号楼2单元501"
)


@pytest.mark.row("O2")
def test_messages_of_a_group_become_orders_that_wait_for_a_call(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    asked = sun.say(MESSAGES)
    assert asked.startswith("第 3 条“王奶奶：想找人陪着去医院，3号楼2单元501”：\n什么时候去？")
    world.restart()
    card = sun.say("周五上午")
    assert card.startswith("群里要帮忙的\n1  张阿姨，")
    assert "6号楼3单元102，明天（24号 周二）下午（新的，139****0456）" in card
    assert "2  李叔：收到（不像要帮忙，不记）" in card
    assert "3  王奶奶，" in card
    assert rows(world, Order) == 0
    assert sun.press("记上").startswith("记上了 2 张：1123-01、1123-02。\n打电话问过本人，再放开。")
    with world.db.reading() as session:
        orders = list(session.scalars(select(Order).order_by(Order.id)))
        assert [each.own_yes for each in orders] == ["owed"] * 2
        assert {each.state for each in orders} == {OrderState.SUBMITTED}
        assert {each.relation for each in orders} == {"station"}
    assert sun.say("通过1123-01").startswith("先打电话问本人愿不愿意。")
    assert sun.say(MESSAGES) == "这些都记过了，没有新的。"
    assert rows(world, Order) == 2


def test_a_message_can_be_left_out_and_chatter_makes_nothing(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    sun.say("群消息\n张阿姨：想理发")
    assert sun.press("这条不记") == "没看出谁要帮忙，没有记。"
    assert sun.say("群消息\n李叔：收到\n王芳：谢谢") == "没看出谁要帮忙，没有记。"
    assert rows(world, Order) == 0


def test_who_never_registered_comes_and_has_no_minutes_yet(world: World) -> None:
    sun = one_task(world)
    sun.say(HEAD + "1. 李四\n2. 王芳")
    sun.press("记上")
    at(world, SATURDAY + timedelta(minutes=5))
    assert "1 李四 擦窗\n2 王芳 擦窗" in sun.say("点名")
    assert sun.say("全来了") == "记上了，2 位到了。"
    at(world, SATURDAY + timedelta(hours=2, minutes=30))
    sun.say("人次 10")
    sun.press("结算")
    sun.say("擦了 4 户的窗。")
    said = sun.press("记上")
    assert "名单上 1 号没记：\n还没登记志愿者\n名单上 2 号没记：\n还没登记志愿者" in said


def test_the_leader_of_an_activity_pastes_its_list_and_no_other(world: World) -> None:
    one_task(world)
    ma, he = world.known("马立国", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    with world.db.session() as session:
        leader = session.scalars(select(Person).filter_by(display_name="马立国")).one()
        session.scalars(select(Activity)).one().leader_id = leader.id
    assert "1  李四（新的，没留电话）" in ma.say(HEAD + "1. 李四")
    assert ma.press("记上").startswith("记上了 1 位，排队 0 位。")
    he.say(HEAD + "1. 王芳")
    assert list(states(world)) == ["李四"]
