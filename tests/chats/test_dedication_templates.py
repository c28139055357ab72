"""Days that come by a template of their own: 3·5, the week of March, 12·5, 重阳 by the moon.

Scripts: dedication_rule, make_activity.
"""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity
from models.activity_rule import ActivityRule
from models.community import Community
from models.dedication_days import make_days
from models.membership import Role
from tests.broadcasting import send_out
from tests.chats.test_dedication_days import on
from tests.finding import volunteer
from tests.transcript import ZONE, World


@pytest.mark.row("A3")
def test_the_week_of_march_comes_by_itself_and_gathers_what_is_held_in_it(
    small_world: World,
) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("奉献日规则")
    assert sun.press("3·18活动周").startswith("碰上放假或者上班，怎么办？")
    sun.press("照常办")
    assert "哪几天  2027年3月15日 周一" in sun.say("葵园广场")
    assert sun.press("定") == "定好了。\n三个月里的 0 次排好了。"
    small_world.at(on(12, 16, 9))
    assert "3·18活动周  0315-01\n2027年3月15日 周一上午9点到11点半\n排好了" in sun.new
    sun.say("做活动 护绿，3月17日下午2点到4点，小公园，浇水6人，当心：工具轻拿轻放")
    sun.press("发出")
    sun.say("做活动 读报，3月22日下午2点到4点，葵园站，读报2人，当心：慢走")
    sun.press("发出")
    zhou = volunteer(small_world, "周凯")
    assert zhou.say("活动 3月").startswith("3月有 3 场：")
    zhou.say("浇水0317-01")
    small_world.at(on(3, 17, 14))
    sun.say("点名0317-01")
    sun.say("全来了")
    small_world.at(on(3, 17, 17))
    sun.say("结算0317-01")
    sun.say("12")
    sun.say("浇了两片绿地")
    sun.press("记上")
    assert "3·18 活动周 2 场，办了 1 场，\n服务 12 人次。" in sun.say("活动数字")


@pytest.mark.row("A10")
def test_the_fifth_of_december_is_made_by_its_own_template_and_counted(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(small_world, "周凯")
    sun.say("奉献日规则")
    assert sun.press("国际志愿者日").startswith("碰上放假或者上班，怎么办？")
    sun.press("照常办")
    assert "哪几天  12月5日 周六、2027年12月5日 周日" in sun.say("葵园广场")
    small_world.restart()
    assert sun.press("定") == "定好了。\n三个月里的 1 次排好了。"
    small_world.at(on(11, 28, 10))
    send_out(small_world)
    assert zhou.new.startswith(
        "请您来国际志愿者日  1205-01\n12月5日 周六上午9点到11点半\n葵园广场\n"
    )
    assert zhou.press("接待").startswith("给您留好了，接待。")
    small_world.at(on(12, 5, 9))
    sun.say("点名1205-01")
    sun.say("全来了")
    small_world.at(on(12, 5, 12))
    sun.say("结算1205-01")
    sun.say("41")
    sun.say("给 41 户擦了窗")
    sun.press("记上")
    assert "国际志愿者日 1 场，办了 1 场，\n服务 41 人次。" in sun.say("活动数字")
    small_world.at(on(12, 6, 10))
    assert "给 41 户擦了窗。\n服务了 41 人次。\n您的2小时30分记上了，队长点名。" in zhou.new
    assert "一共 2小时30分" in zhou.say("时长")


def test_the_fifth_of_march_is_planned_three_months_ahead_and_calls_people_a_week_before(
    small_world: World,
) -> None:
    sun, zhou = small_world.known("孙丽", Role.COORDINATOR), volunteer(small_world, "周凯")
    sun.say("奉献日规则")
    assert sun.press("学雷锋日").startswith("碰上放假或者上班，怎么办？")
    assert "这是第一步" not in sun.say("上一步")
    sun.press("学雷锋日")
    sun.press("照常办")
    shown = sun.say("葵园广场")
    assert "哪几天  2027年3月5日 周五" in shown
    assert "名额  摆摊服务 12 位、引导 6 位" in shown
    assert "当心  剪刀和电线当心，看好孩子" in shown
    sun.press("定")
    small_world.at(on(12, 3, 9))
    assert "学雷锋日  0305-01" not in sun.new
    small_world.restart()
    small_world.at(on(12, 6, 9))
    assert "学雷锋日  0305-01\n2027年3月5日 周五上午9点到11点半\n排好了" in sun.new
    small_world.at(on(2, 26, 10))
    send_out(small_world)
    assert "请您来学雷锋日  0305-01\n3月5日 周五上午9点到11点半\n葵园广场" in zhou.new
    assert zhou.press("引导").startswith("给您留好了，引导。")
    small_world.at(on(3, 4, 18))
    assert "明天还来吗？  0305-01" in zhou.new


def test_the_double_ninth_goes_by_the_moon(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("奉献日规则")
    assert sun.press("重阳").startswith("碰上放假或者上班，怎么办？")
    sun.press("照常办")
    shown = sun.say("葵园站二楼")
    assert "哪几天  2027年10月8日 周五" in shown
    assert "名额  陪伴 12 位、包饺子 8 位" in shown
    small_world.restart()
    assert sun.press("定") == "定好了。\n三个月里的 0 次排好了。"
    with small_world.db.session() as session:
        rule = session.scalars(select(ActivityRule)).one()
        made = make_days_until(session, small_world, date(2027, 10, 31))
        assert (rule.kind, [each.rule_day for each in made]) == ("lunar", [date(2027, 10, 8)])


def make_days_until(session: Session, world: World, last: date) -> list[Activity]:
    """What the daily timer makes in the three months before that day."""
    community = session.get_one(Community, world.community_id)
    moment = datetime.combine(last - timedelta(days=60), time(9), ZONE)
    return make_days(session, community, lambda: "key", moment).published


@pytest.mark.row("A10")
def test_what_was_kept_for_a_day_is_a_template_for_any_other(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("奉献日规则")
    sun.press("国际志愿者日")
    sun.press("照常办")
    sun.say("葵园广场")
    sun.press("定")
    assert sun.say("做活动") == "照哪个办？\n1 国际志愿者日\n2 新写一个"
    assert sun.press("国际志愿者日").startswith("哪天，几点到几点？")
    shown = sun.say("12月12日")
    assert "活动  国际志愿者日\n时间  12月12日 周六上午9点到11点半\n地点  葵园广场" in shown
    assert "名额  接待 6 位、服务 14 位" in shown
    assert sun.press("发出").startswith("发出去了，编号 1212-01。")
