"""Days that come by a template of their own: the week of March, the fifth of December.

Scripts: dedication_rule.
"""

import pytest

from models.membership import Role
from tests.broadcasting import send_out
from tests.chats.test_dedication_days import on
from tests.finding import volunteer
from tests.transcript import World


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
