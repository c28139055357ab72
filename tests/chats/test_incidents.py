"""需要帮忙 is heard at once and seen by nobody else; 出了点事 is read by coordinators alone.

Scripts: need_help, take_help, report_incident, incidents, look_incident, settle_incident.
"""

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.incident import Incident
from models.membership import Role
from tests.transcript import Paper, World
from tests.visits import both_inside, two_going, volunteer


def incidents_in(world: World) -> list[Incident]:
    """All reports."""
    with world.db.reading() as session:
        return list(session.scalars(select(Incident).order_by(Incident.id)))


def test_a_volunteer_who_feels_unsafe_is_heard_and_the_other_side_sees_nothing(
    world: World,
) -> None:
    going = both_inside(world)
    wei = world.known("赵倩", Role.WORKER)
    hers = [content.to_json() for content in going.wang.messages]
    said = going.zhou.press("需要帮忙")
    assert said == "社区值班的人我在叫。\n能走开就先走开，手机拿好。\n有危险，打 110。"
    for staff in (going.sun, wei):
        told = staff.new
        assert told.startswith("有人要帮忙，请现在联系。")
        assert "谁按的  周凯" in told
        assert "门牌  3号楼2单元501" in told
        assert "电话  139 0000 0201（周凯）" in told
        assert "居民  139 0000 0123" in told
    assert going.ma.new == ""
    assert [content.to_json() for content in going.wang.messages] == hers
    world.restart()
    assert going.sun.press("我来联系").startswith("好，您来联系。")
    assert wei.press("我来联系") == "已经有同事在联系了，谢谢。"
    with world.db.reading() as session:
        taken = session.scalars(select(Audit).filter_by(action="help_taken")).all()
        shown = session.scalars(select(Audit).filter_by(action="shown_contact")).all()
    assert len(taken) == 1
    assert len([row for row in shown if row.detail == "help"]) == 2


def test_at_night_a_cry_for_help_rings_all_the_same(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = both_inside(small_world)
    monkeypatch.setattr(Paper, "rings", True)
    small_world.at(small_world.now.replace(hour=23))
    for each in (going.sun, going.zhou):
        _ = each.new
    going.wang.press("需要帮忙")
    assert "有人要帮忙，请现在联系。" in going.sun.new
    assert going.zhou.new == ""


def test_the_word_alone_is_enough_for_both_sides(small_world: World) -> None:
    going = two_going(small_world)
    assert "我在叫" in going.ma.say("需要帮忙")
    assert "我在叫" in going.wang.say("需要帮忙")
    nobody = small_world.someone("过路人")
    assert "我在叫" not in nobody.say("需要帮忙"), "a stranger asks for help of another kind"


def test_what_happened_is_read_by_a_coordinator_and_by_nobody_else(world: World) -> None:
    going = both_inside(world)
    worker, auditor = world.known("赵倩", Role.WORKER), world.known("审核", Role.AUDITOR)
    assert "只有协调员看得到" in going.zhou.press("出了点事")
    assert "先不办了" in going.zhou.say("取消")
    going.zhou.press("出了点事")
    going.zhou.press("不安全")
    world.restart()
    assert going.zhou.say("上一步").startswith("回到上一步")
    going.zhou.press("不安全")
    assert going.zhou.say("里屋有人一直骂人").startswith("记下了，只有协调员看得到。")
    told = going.sun.new
    assert "1123-01 有人说出了点事。" in told
    assert "骂人" not in told
    for other in (worker, auditor, going.wang, going.ma):
        assert other.new == ""
    incident = incidents_in(world)[0]
    for other in (worker, auditor, going.wang, going.ma):
        assert "要社区的人来定" in other.say("事件")
    assert incident.state == "open"
    look = going.sun.say("事件")
    assert "1123-01 · 觉得不安全 · 今天上午9点10分\n还没看" in look or "还没看" in look
    assert "骂人" not in look
    read = going.sun.press("看这件事")
    assert "周凯说的：“里屋有人一直骂人”" in read
    assert incidents_in(world)[0].state == "seen"
    assert "怎么处理的" in going.sun.press("了结")
    assert going.sun.say("上门谈过了，以后三个人去") == "好，了结了。"
    assert going.sun.say("事件") == "现在没有要看的事。"
    with world.db.reading() as session:
        actions = session.scalars(select(Audit.action).order_by(Audit.id)).all()
    assert [each for each in actions if each.startswith("incident")] == [
        "incident_read",
        "incident_settled",
    ]


def test_a_workers_own_press_of_a_coordinators_button_is_refused(small_world: World) -> None:
    going = both_inside(small_world)
    worker = small_world.known("赵倩", Role.WORKER)
    going.wang.press("出了点事")
    going.wang.press("别的事")
    going.wang.press("不写了")
    token = going.sun.button("看这件事")
    assert "骂" not in worker.send({"kind": "press", "token": token})
    assert incidents_in(small_world)[0].state == "open"


def test_a_report_can_be_left_and_taken_back(small_world: World) -> None:
    going = both_inside(small_world)
    going.zhou.press("出了点事")
    assert going.zhou.press("不说了").startswith("好，不记。")
    going.zhou.press("出了点事")
    assert "先不办了" in going.zhou.say("取消")
    going.zhou.press("出了点事")
    assert "120" in going.zhou.press("有人受伤")
    assert "几个字" in going.zhou.say("……")
    going.zhou.press("不写了")
    assert [(row.kind, row.text) for row in incidents_in(small_world)] == [("hurt", None)]


def test_until_it_is_looked_at_nobody_new_goes_there(world: World) -> None:
    going = both_inside(world)
    going.zhou.press("出了点事")
    going.zhou.press("不安全")
    going.zhou.press("不写了")
    going.wang.say("帮我取个快递，3号楼2单元501，明天下午，13900000123")
    going.wang.say("行")
    going.sun.press("通过")
    going.sun.press("放开接单")
    he = volunteer(world, "何静")
    refused = he.say("接1124-01")
    assert refused == "这张单社区还要再看一眼。\n看好了再请人去，谢谢您。"
    going.sun.say("事件")
    going.sun.press("看这件事")
    assert he.say("接1124-01").startswith("接好了")


@pytest.mark.parametrize("looked_at", [False, True])
def test_a_volunteer_whom_a_resident_reported_waits_until_it_is_looked_at(
    small_world: World, looked_at: bool
) -> None:
    going = both_inside(small_world)
    going.wang.press("出了点事")
    going.wang.press("别的事")
    going.wang.say("拿我存折看")
    if looked_at:
        going.sun.press("看这件事")
    chen = small_world.known("陈爷爷", Role.RESIDENT)
    chen.say("帮我取个快递，9号楼2单元301，明天下午，13900000456")
    chen.say("行")
    going.sun.press("通过")
    going.sun.press("放开接单")
    claimed = going.zhou.say("接1124-01")
    assert claimed.startswith("接好了") is looked_at
    assert "存折" not in claimed
