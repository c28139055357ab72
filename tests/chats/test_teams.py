"""队伍: joining with the leader's yes, leaving, leading, hours of the team (row V6).

Scripts: teams, join_team, accept_member, leave_team, team_members, make_team, lead_team.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.membership import Role, roles_of
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from models.team import Team, TeamMember
from tests.transcript import Someone, World


def a_team(world: World) -> tuple[Someone, Someone]:
    """陈静 makes a team that 马立国 leads."""
    chen = world.known("陈静", Role.COORDINATOR)
    ma = world.known("马立国", Role.VOLUNTEER)
    assert chen.say("队伍").startswith("还没有队伍。\n要建一支新队伍？")
    chen.press("建一支队")
    assert chen.say("红马甲队") == "谁当队长？写名字就行。"
    assert chen.say("马立国") == "建好了：红马甲队，队长马立国。"
    assert ma.new.startswith("您现在是红马甲队的队长了。")
    return chen, ma


def served(world: World, name: str, minutes: int) -> None:
    """So many minutes in the hours book, a day from now."""
    with world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        start = (world.now + timedelta(days=1)).astimezone(UTC)
        session.add(
            ServiceRecord(
                community_id=world.community_id,
                person_id=person.id,
                subject="order:1",
                served_on=datetime(2026, 11, 24, tzinfo=UTC).date(),
                started_at=start,
                ended_at=start + timedelta(minutes=minutes),
                minutes=minutes,
                evidence=Evidence.CODE,
                state=RecordState.APPROVED,
                recorder_id=person.id,
                created_at=start,
            )
        )


def members(world: World) -> list[str]:
    with world.db.reading() as session:
        rows = select(Person.display_name).join(TeamMember, TeamMember.person_id == Person.id)
        return list(session.scalars(rows.where(TeamMember.left_at.is_(None)).order_by(Person.id)))


@pytest.mark.row("V6")
def test_who_wants_to_join_asks_the_leader(world: World) -> None:
    _chen, ma = a_team(world)
    zhou = world.known("周凯", Role.VOLUNTEER)
    assert zhou.say("队伍").startswith("红马甲队\n队长：马立国，1 人")
    assert zhou.press("想加入") == "跟队长说了，队长点头就算进队。"
    assert members(world) == ["马立国"]
    world.restart()
    assert ma.new.startswith("周凯想进红马甲队。\n不方便，不用回。")
    yes = {"kind": "press", "token": ma.button("同意进队")}
    assert ma.send(yes) == "好，周*进队了。"
    assert zhou.new == "您进红马甲队了，欢迎。"
    assert ma.send(yes) == "已经在这支队里了。"
    assert members(world) == ["马立国", "周凯"]
    with world.db.reading() as session:
        leader = session.scalars(select(Person).filter_by(display_name="马立国")).one()
        assert Role.TEAM_LEADER in roles_of(session, leader, world.now)


def test_the_words_of_the_buttons_mean_the_only_one(world: World) -> None:
    _chen, ma = a_team(world)
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    assert "没看出是哪一位想进队。" in ma.say("同意进队")
    assert zhou.say("想加入") == "跟队长说了，队长点头就算进队。"
    assert ma.say("同意进队") == "好，周*进队了。"
    assert ma.say("看队员").startswith("红马甲队，今年：\n马")
    he.say("想加入")
    assert "进队要队长点头" not in ma.say("同意进队")
    assert members(world) == ["马立国", "周凯", "何静"]
    assert "没看出" in zhou.say("同意进队")
    assert zhou.say("看队员").startswith("红马甲队\n队长：马立国"), "no names for who does not lead"


@pytest.mark.row("V6")
def test_the_leader_sees_masked_names_and_the_hours_of_the_team_add_up(world: World) -> None:
    _chen, ma = a_team(world)
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("队伍")
    zhou.press("想加入")
    ma.press("同意进队")
    served(world, "周凯", 45)
    served(world, "马立国", 30)
    assert "一共服务 1小时15分" in zhou.say("队伍")
    assert "看队员" not in zhou.labels
    ma.say("队伍")
    assert ma.press("看队员") == "红马甲队，今年：\n马** 30分钟\n周* 45分钟"
    other = world.known("林芳", Role.VOLUNTEER)
    stolen = {"kind": "press", "token": ma.button("看队员")}
    assert "按了没有变化" in other.send(stolen)


def test_hours_before_joining_are_not_the_teams(small_world: World) -> None:
    chen, ma = a_team(small_world)
    small_world.known("周凯", Role.VOLUNTEER)
    served(small_world, "周凯", 45)
    small_world.wait(days=3)
    zhou = small_world.someone("周凯")
    zhou.say("队伍")
    zhou.press("想加入")
    ma.press("同意进队")
    assert "一共服务" not in chen.say("队伍")


def test_leaving_is_asked_once_and_the_leader_hears_of_it(world: World) -> None:
    _chen, ma = a_team(world)
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("队伍")
    zhou.press("想加入")
    ma.press("同意进队")
    zhou.say("队伍")
    assert zhou.press("退队") == "退出红马甲队吗？\n1 退队\n2 不退"
    assert "第一步" in zhou.say("上一步")
    assert zhou.press("不退") == "好，还在队里。"
    zhou.say("队伍")
    zhou.press("退队")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.say("队伍")
    zhou.press("退队")
    world.restart()
    assert zhou.press("退队") == "退了。做过的时长都还在。"
    assert "周*退出红马甲队了。" in ma.new
    assert members(world) == ["马立国"]


def test_only_volunteers_join_and_only_coordinators_make_teams(small_world: World) -> None:
    chen, _ma = a_team(small_world)
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("队伍")
    assert li.press("想加入").startswith("先登记成志愿者，再进队。")
    assert li.say("建一支队").startswith("队伍和队长，要协调员来定。")
    worker = small_world.known("赵倩", Role.WORKER)
    assert worker.say("建一支队").startswith("队伍和队长，要协调员来定。")
    worker.say("队伍")
    assert worker.labels == ["看队员", "想加入"]
    chen.say("建一支队")
    chen.say("红马甲队")
    assert chen.say("李婶").startswith("有一支队叫这个名字了。")
    with small_world.db.reading() as session:
        assert len(session.scalars(select(Team)).all()) == 1


def test_another_leader_is_put_in_by_staff(small_world: World) -> None:
    chen, ma = a_team(small_world)
    small_world.known("周凯", Role.VOLUNTEER)
    chen.say("队伍")
    chen.press("换队长")
    assert chen.say("周凯") == "好，红马甲队的队长是周凯了。"
    assert members(small_world) == ["马立国", "周凯"]
    ma.say("队伍")
    ma.press("退队")
    assert ma.press("退队").startswith("退了。")
    zhou = small_world.someone("周凯")
    zhou.say("队伍")
    assert "看队员" in zhou.labels


def test_a_team_that_a_group_named_has_no_leader_and_asks_the_staff(small_world: World) -> None:
    chen = small_world.known("陈静", Role.COORDINATOR)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    with small_world.db.session() as session:
        session.add(Team(community_id=small_world.community_id, name="绿趣园"))
    zhou.say("队伍")
    assert zhou.press("想加入") == "跟社区说了，社区点头就算进队。"
    assert chen.press("同意进队") == "好，周*进队了。"
