"""Roles given, limited and ended in chat; nobody raises themselves.

Scripts: give_role, end_role, leave_role, roles.
"""

from datetime import datetime

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.contact import Contact
from models.membership import Membership, Role, roles_of
from models.person import Person
from models.web import WebSession
from tests.chats.test_claiming import an_open_order
from tests.transcript import ZONE, Someone, World


def held(world: World, name: str) -> set[Role]:
    with world.db.reading() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        return set(roles_of(session, person, world.now))


def audited(world: World) -> list[str]:
    with world.db.reading() as session:
        rows = select(Audit.action, Audit.detail).order_by(Audit.id)
        return [f"{action} {detail}".strip() for action, detail in session.execute(rows)]


def browser_of(world: World, someone: Someone) -> None:
    """They have a page open."""
    with world.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=someone.address)).one()
        session.add(
            WebSession(
                community_id=world.community_id,
                token_hash=someone.address,
                contact_id=contact.id,
                created_at=world.now,
            )
        )


def shut_out(world: World, someone: Someone) -> bool:
    with world.db.reading() as session:
        rows = select(WebSession.revoked_at).filter_by(token_hash=someone.address)
        return session.scalars(rows).one() is not None


def test_a_coordinator_gives_a_role_for_a_time_and_it_ends_by_itself(world: World) -> None:
    chen = world.known("陈静", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.RESIDENT)
    card = chen.say("给 赵倩 工作人员 到12月31日")
    assert "给谁  赵倩 没留电话" in card
    assert "身份  社区工作人员" in card
    assert "到哪天  12月31日 周四" in card
    world.restart()
    assert chen.say("1").startswith("好，赵倩现在是社区工作人员了。")
    assert zhao.new == "您现在是社区工作人员了，到12月31日 周四。\n能做什么，写“帮助”看。"
    assert held(world, "赵倩") == {Role.RESIDENT, Role.WORKER}
    assert zhao.say("清单") == "都看过了，现在没有等着的。"
    browser_of(world, zhao)
    world.at(datetime(2026, 12, 31, 23, 59, tzinfo=ZONE))
    assert not shut_out(world, zhao)
    world.at(datetime(2027, 1, 1, 0, 0, 5, tzinfo=ZONE))
    assert shut_out(world, zhao)
    assert zhao.new.startswith("您不再是社区工作人员了")
    assert zhao.say("清单").startswith("这件事要社区的人来定。")
    world.wait(minutes=5)
    assert zhao.new == ""
    assert audited(world) == ["gave_role worker 2027-01-01", "role_ran_out worker"]


def test_it_is_asked_for_what_the_sentence_does_not_say(small_world: World) -> None:
    chen = small_world.known("陈静", Role.ADMIN)
    small_world.known("周凯", Role.VOLUNTEER)
    assert chen.say("给身份") == "给谁？写名字就行。"
    assert chen.say("周开").startswith("没找到这个人。")
    assert "什么身份？" in chen.say("周凯")
    assert "回到上一步。您刚才写的是：周凯" in chen.say("上一步")
    chen.say("周凯")
    assert chen.say("队长").startswith("到哪一天为止？")
    assert "哪一天没看懂。" in chen.say("好久好久")
    assert "前面写的都在" in chen.say("昨天")
    chen.press("不限")
    assert chen.say("取消").startswith("好，这件先不办了。")
    assert held(small_world, "周凯") == {Role.VOLUNTEER}


def test_a_day_that_is_over_is_not_taken(small_world: World) -> None:
    chen = small_world.known("陈静", Role.ADMIN)
    small_world.known("周凯", Role.VOLUNTEER)
    assert chen.say("给 周凯 队长 到2026年11月22日").startswith("到哪一天为止？")
    assert "到哪天  12月31日 周四" in chen.say("年底")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER, Role.WORKER, Role.AUDITOR])
def test_nobody_who_may_not_gives_anything_and_the_try_is_kept(world: World, role: Role) -> None:
    world.known("陈静", Role.COORDINATOR)
    mallory = world.known("马六", role)
    for words in ("给 马六 管理员", "给马六协调员到12月31日", "给身份", "收回 陈静 协调员", "身份"):
        assert mallory.say(words) == "给身份要协调员来定。\n有事写“找社区”。"
    assert held(world, "马六") == {role}
    assert held(world, "陈静") == {Role.COORDINATOR}
    assert audited(world) == ["tried_to_give_role"] * 5


def test_a_coordinator_raises_neither_herself_nor_others_to_her_height(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    small_world.known("赵倩", Role.WORKER)
    assert chen.say("给 赵倩 协调员").startswith("这个身份不归您给。")
    assert chen.say("给 赵倩 管理员").startswith("这个身份不归您给。")
    chen.say("给 陈静 工作人员 到12月31日")
    assert chen.press("给").startswith("自己的身份，自己不能给。")
    assert held(small_world, "陈静") == {Role.COORDINATOR}


def test_a_name_borrowed_from_somebody_else_is_told_apart_by_the_phone(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    small_world.known("赵倩", Role.RESIDENT)
    small_world.known("马六", Role.RESIDENT)
    with small_world.db.session() as session:
        for name, phone in (("赵倩", "13900000123"), ("马六", "13900000999")):
            person = session.scalars(select(Person).filter_by(display_name=name)).one()
            person.phone, person.display_name = phone, "赵倩"
    asked = chen.say("给 赵倩 工作人员 到12月31日")
    assert asked == "有几位叫这个，是哪一位？\n1 赵倩 尾号0123\n2 赵倩 尾号0999"
    assert "给谁  赵倩 139****0999" in chen.say("2")


def test_an_ended_worker_finds_every_door_shut(world: World) -> None:
    chen = world.known("陈静", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    li.say("想找人教我用手机挂号，3号楼2单元501，明天下午")
    li.say("13900000123")
    li.say("行")
    assert "通过" in zhao.labels
    browser_of(world, zhao)
    assert chen.say("收回 赵倩 工作人员").startswith("赵倩 没留电话\n不再是社区工作人员，对吗？")
    world.restart()
    assert chen.press("收回") == "收回了，现在起就不算了。"
    assert shut_out(world, zhao)
    assert zhao.press("通过").startswith("这件事要社区的人来定。")
    assert zhao.say("清单").startswith("这件事要社区的人来定。")
    assert zhao.say("核实资质 李婶 水电维修").startswith("这件事要社区的人来定。")
    assert audited(world) == ["ended_role worker"]
    assert chen.say("收回 赵倩 工作人员").startswith("赵倩 没留电话")
    assert chen.press("收回").startswith("现在没有这个身份。")


def test_the_last_one_who_can_give_roles_stays(world: World) -> None:
    chen = world.known("陈静", Role.COORDINATOR)
    assert chen.say("不当了").startswith("哪个身份不当了？")
    assert chen.say("上一步").startswith("这是第一步了。")
    assert chen.press("协调员") == "只剩这一位了，先请别人接手。"
    gao = world.known("高明", Role.ADMIN)
    gao.say("收回 陈静 协调员")
    assert gao.press("收回") == "只剩这一位了，先请别人接手。"
    gao.say("给 陈静 协调员 到12月31日")
    assert gao.press("给") == "只剩这一位了，先请别人接手。"
    world.known("孙丽", Role.COORDINATOR)
    chen.say("不当了")
    assert chen.press("接着当") == "好，照旧。"
    chen.say("不当了")
    assert chen.press("协调员") == "好，放下了。谢谢您做过的事。"
    assert held(world, "陈静") == set()


def test_a_volunteer_who_stops_leaves_no_order_waiting_for_them(world: World) -> None:
    an_open_order(world)
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("接单")
    assert zhou.press("接单").startswith("接好了")
    zhou.say("不当了")
    assert zhou.press("志愿者").startswith("好，放下了。")
    he = world.known("何静", Role.VOLUNTEER)
    assert he.say("接单").startswith("现在有 1 件等人去：")
    assert "手机号" in zhou.say("接单")


def test_a_volunteer_whose_time_runs_out_gives_back_what_they_had_in_hand(world: World) -> None:
    gao = world.known("高明", Role.ADMIN)
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    gao.say("给 周凯 志愿者 到11月23日")
    assert gao.say("1").startswith("好，周凯现在是志愿者了。")
    li = an_open_order(world)
    zhou.press("接单")
    zhou.press("再说")
    assert he.say("接单").startswith("现在没有等人去的单。")
    for each in (li, he, zhou):
        _ = each.new
    world.restart()
    world.at(world.now.replace(day=24, hour=0, minute=1))
    world.at(world.now.replace(day=24, hour=8, minute=1))
    assert "您不再是志愿者了，谢谢您做过的事。" in zhou.new
    assert "501" not in zhou.card
    assert "周凯去不了了，在找别人。" in world.someone("孙丽").new
    assert "接单" in he.labels, "a replacement is asked first"
    assert li.new == "", "she hears with the result"
    assert he.press("接单").startswith("接好了")


def test_who_has_which_role_is_for_those_who_give_them(small_world: World) -> None:
    gao = small_world.known("高明", Role.ADMIN)
    chen = small_world.known("陈静", Role.COORDINATOR)
    small_world.known("赵倩", Role.WORKER)
    gao.say("给 赵倩 审核员 到12月31日")
    gao.press("给")
    assert chen.say("身份").splitlines()[:4] == [
        "管理员 高明",
        "审核员 赵倩，到12月31日 周四",
        "协调员 陈静",
        "社区工作人员 赵倩",
    ]
    with small_world.db.reading() as session:
        assert session.scalars(select(Membership.until)).all().count(None) == 3
