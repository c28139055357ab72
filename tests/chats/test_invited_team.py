"""派给队: the members who can are asked, the leader is told, the first to say yes go.

Scripts: team_call, claim, decline, dispatch.
"""

import pytest
from sqlalchemy import select

from models.assignment import Assignment, AssignmentState
from models.order import OrderState
from models.person import Person
from models.team import TeamMember, team_named
from tests.finding import approved, nothing_private, order_of, parts, volunteer
from tests.transcript import MONDAY, Someone, World

A = AssignmentState


def a_team(world: World, leader: str, *members: str) -> list[Someone]:
    """朝阳之声 with its leader and members."""
    everybody = [volunteer(world, name) for name in (leader, *members)]
    with world.db.session() as session:
        team = team_named(session, world.community_id, "朝阳之声")
        for name in (leader, *members):
            person = session.scalars(select(Person).filter_by(display_name=name)).one()
            session.add(
                TeamMember(
                    community_id=world.community_id,
                    team_id=team.id,
                    person_id=person.id,
                    joined_at=world.now,
                )
            )
            if name == leader:
                team.leader_id = person.id
    return everybody


@pytest.mark.row("V6")
def test_members_are_asked_and_the_leader_is_told(world: World) -> None:
    leader, he, ma = a_team(world, "赵队长", "何静", "马立国")
    outsider = volunteer(world, "吴芳")
    sun, li = approved(world)
    assert sun.press("派给队") == "派给哪个队？\n1 朝阳之声"
    world.restart()
    assert sun.say("1") == "问了朝阳之声的 3 位，等到今天下午1点。\n队长那边也说了一声。"
    told = leader.new
    assert "朝阳之声来了一张单：代办跑腿，\n明天（24号 周二）下午2点到6点。问了队里 3 位，" in told
    for each in (leader, he, ma):
        nothing_private(each.card)
        assert "今天下午1点前回就行" in each.card
    assert "接单" not in outsider.labels
    assert "这张单先问了别人" in outsider.say("接1123-01") or "先问了别人" in str(outsider.messages)
    outsider.say("不用")
    assert he.press("接单").startswith("接好了")
    he.press("再说")
    assert "有人来了：何静" in li.new
    with world.db.reading() as session:
        rows = session.scalars(select(Assignment).where(Assignment.team_id.is_not(None))).all()
        assert len(rows) == 3


def test_a_team_that_does_not_answer_is_told_of_once(small_world: World) -> None:
    a_team(small_world, "赵队长", "何静")
    sun, _li = approved(small_world)
    sun.press("派给队")
    sun.say("朝阳之声")
    small_world.at(MONDAY.replace(hour=13, minute=1))
    assert sun.new.count("没回话") == 1
    assert set(parts(small_world).values()) == {A.EXPIRED}
    assert "派单" in sun.labels


def test_back_cancel_and_strangers_change_nothing(small_world: World) -> None:
    leader, *_rest = a_team(small_world, "赵队长", "何静")
    sun, _li = approved(small_world)
    assert "要社区的人来定" in leader.say("派给队1123-01")
    sun.press("派给队")
    assert "这里可以回：朝阳之声" in sun.say("别的队")
    assert sun.say("上一步").startswith("这是第一步了。")
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert parts(small_world) == {}
    assert order_of(small_world).state is OrderState.APPROVED


def test_a_team_of_people_who_cannot_is_not_asked(small_world: World) -> None:
    leader, he = a_team(small_world, "赵队长", "何静")
    sun, _li = approved(small_world)
    sun.press("请赵队长")
    leader.press("不方便")
    sun.press("派单")
    sun.press("请何静")
    he.press("不方便")
    sun.say("派给队1123-01")
    assert "这个队现在没有能去的人。" in sun.say("1")
