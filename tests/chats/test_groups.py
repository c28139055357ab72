"""Groups: staff say whose they are; calls go out where they fit, and change in place.

Scripts: adopt_group, groups.
"""

import pytest
from sqlalchemy import select, update

from models.group_chat import GroupPurpose
from models.membership import Role
from models.order import Order
from models.team import Team
from tests.groups import CLAIMED, added, an_order, called, placed, taken
from tests.transcript import MONDAY, Paper, World

P = GroupPurpose
SECRETS = ("李婶", "501", "2单元", "139", "0123", "手机挂号", "周凯", "何静", "孙丽", "4826")


def test_staff_say_whose_group_it_is_before_anything_is_said_there(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    zhou = world.known("周凯", Role.VOLUNTEER)
    group = added(world, "3号楼邻居")
    assert sun.new.startswith("我被加进了群“3号楼邻居”。\n这是哪儿的群？")
    assert zhou.new == ""
    token = sun.button("说说是哪儿")
    assert "现在是：还没说。" in sun.press("说说是哪儿")
    world.restart()
    assert group.messages == []
    assert sun.say("3号楼") == "好，群“3号楼邻居”记下了：\n3号楼。有单子就在那里说。"
    assert (group.row().purpose, group.row().building) == (P.BUILDING, "3")
    assert group.text == (
        "大家好，这里是葵园社区邻里。\n有人要帮忙，我在这里说一声。\n接单按按钮，细节只私下说。"
    )
    sun.send({"kind": "press", "token": token})
    sun.press("全社区")
    assert group.row().purpose is P.COMMUNITY
    assert len(group.messages) == 1


def test_a_group_that_nobody_placed_or_that_is_silent_hears_nothing(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    nobody, silent = added(small_world, "外头的群"), placed(small_world, "静的", P.SILENT)
    elsewhere = placed(small_world, "5号楼", P.BUILDING, "5")
    gone = placed(small_world, "走了的", P.COMMUNITY)
    gone.leave()
    an_order(small_world)
    sun.press("通过")
    said = sun.press("放开接单")
    assert said.startswith("1123-01 放开了，先问了 0 位。")
    assert "群" not in said
    assert [each.messages for each in (nobody, silent, elsewhere, gone)] == [[], [], [], []]


def test_whose_group_it_is_may_be_a_team_everybody_or_nobody_for_now(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    with small_world.db.session() as session:
        session.add(Team(community_id=small_world.community_id, name="红马甲队"))
    one, two = added(small_world, "红马甲"), added(small_world, "手工")
    sun.say("群")
    sun.press("说说是哪儿")
    sun.press("志愿队")
    assert "手工队" in sun.say("手工队")
    sun.say("群")
    first = sun.messages[-2].buttons[0].token
    sun.send({"kind": "press", "token": first})
    sun.press("志愿队")
    sun.press("红马甲队")
    with small_world.db.reading() as session:
        teams = {team.id: team.name for team in session.scalars(select(Team))}
    assert [teams[each.row().team_id or 0] for each in (one, two)] == ["红马甲队", "手工队"]
    shown = sun.say("群")
    assert "群“手工”：手工队" in shown
    sun.press("换个用处")
    assert sun.press("先不用") == "好，那个群里我不出声。\n想用了，写“群”。"
    assert two.row().purpose is P.SILENT
    sun.say("群")
    sun.press("说说是哪儿")
    sun.press("一栋楼")
    assert "没有变化" not in sun.say("12")
    assert two.row().building == "12"


def test_only_staff_of_the_community_place_a_group(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    assert "还没有群" in sun.say("群")
    assert "要社区的人来定" in zhou.say("群")
    assert "我还不认识您" in small_world.someone("过路人").say("群")
    group = added(small_world, "3号楼邻居")
    press = {"kind": "press", "token": sun.button("说说是哪儿")}
    assert "没有变化" in zhou.send(press)
    group.leave()
    assert sun.send(press).startswith("我已经不在那个群里了。")


def test_many_groups_are_found_by_their_names(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    for n in range(1, 8):
        placed(small_world, f"{n}号楼邻居", P.BUILDING, str(n))
    assert sun.say("群").startswith("一共 7 个群。要看哪个？")
    assert "没有叫这个的群。" in sun.say("广场舞")
    assert sun.say("5号楼").startswith("群“5号楼邻居”：5号楼")
    assert len(sun.messages[-1].buttons) == 1


@pytest.mark.row("V5")
def test_a_call_in_the_group_is_taken_by_a_press_and_the_rest_is_private(world: World) -> None:
    zhou = world.known("周凯", Role.VOLUNTEER)
    group, li = called(world)
    assert group.text == (
        "有件事等人帮忙：\n"
        "代办跑腿  单号 1123-01\n"
        "时间  11月24日 周二下午2点到6点\n"
        "地点  3号楼\n"
        "多久  大约40分钟\n"
        "当心  不代管钱和密码，小票当面交清；取件码只看，办完删掉\n"
        "还要  1 位\n"
        "想去就按“接单”，细节只私下说。\n"
        "可以写：“接单1123-01”"
    )
    token = group.button()
    assert group.press(zhou) == CLAIMED
    assert "这单归您了" in group.private
    assert "3号楼2单元501" in zhou.card
    assert "139 0000 0123" in zhou.card
    assert "周凯" in li.card
    assert group.text == "代办跑腿  单号 1123-01\n有人去了，谢谢。"
    world.restart()
    assert group.press(zhou, token) == "这张单您已经接了，细节在私聊里。"
    assert group.private == ""
    assert taken(world) == 1


def test_one_card_in_each_group_follows_the_order(world: World) -> None:
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    group, li = called(world, people=2)
    everybody = placed(world, "全葵园", P.COMMUNITY)
    token = group.button()
    assert "还要  2 位" in group.text
    assert group.press(zhou) == CLAIMED
    assert "还要  1 位" in group.text
    assert group.press(he) == CLAIMED
    assert "有人去了，谢谢。" in group.text
    zhou.press("退单")
    zhou.press("身体不适")
    assert "还要  1 位" in group.text
    assert group.button() == token
    assert "还要  1 位" in everybody.text
    li.say("我的")
    li.press("取消这单")
    li.press("取消这单")
    for each in (group, everybody):
        assert each.text == "代办跑腿  单号 1123-01\n现在不用人去了，谢谢。"
    assert group.press(he, token) == "这张单现在不用人去了，谢谢您。"
    assert not any(secret in group.text + everybody.text for secret in SECRETS)


def test_what_only_somebody_checked_should_know_is_not_called_out(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    group = placed(small_world, "全葵园", P.COMMUNITY)
    for kind in ("psych_support", "child_escort", "welfare_check"):
        an_order(small_world)
        with small_world.db.session() as session:
            session.execute(update(Order).values(kind=kind))
        sun.press("通过")
        assert "群里" not in sun.press("放开接单")
    assert group.messages == []


def test_at_night_a_group_is_left_alone_and_what_is_over_by_morning_is_never_said(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group = placed(small_world, "全葵园", P.COMMUNITY)
    monkeypatch.setattr(Paper, "rings", True)
    an_order(small_world)
    an_order(small_world)
    small_world.at(MONDAY.replace(hour=22))
    for number in ("1123-01", "1123-02"):
        sun.say(f"通过{number}")
        sun.say(f"放开{number}")
    assert zhou.say("接1123-01").startswith("接好了")
    small_world.wait(hours=9)
    assert group.messages == []
    small_world.wait(hours=2)
    assert "1123-01" not in group.text
    assert "1123-02" in group.text
    assert group.labels == ["接单"]
