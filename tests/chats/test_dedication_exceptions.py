"""One day of the monthly rule is not held, or is held on another day; the others stay.

Scripts: rule_exception.
"""

import pytest

from models.activity import ActivityState
from tests.activities import activity_of
from tests.chats.test_dedication_days import on, ruled
from tests.finding import volunteer
from tests.transcript import World


@pytest.mark.row("A2")
def test_one_day_of_a_rule_is_left_out_or_is_another_one(world: World) -> None:
    sun, _ma = ruled(world)
    zhou = volunteer(world, "周凯")
    zhou.say("报名1219-01")
    assert zhou.say("奉献日 1月16日 不办").startswith("日历要协调员来定。")
    assert sun.say("奉献日 1月17日 不办").startswith("那天不是奉献日。")
    shown = sun.say("奉献日 1月16日 改到1月23日")
    assert "原来  2027年1月16日 周六\n改成  2027年1月23日 周六" in shown
    world.restart()
    assert sun.say("上一步").startswith("这是第一步了。")
    assert sun.press("定") == "好，定了。"
    assert "时间  2027年1月23日 周六上午9点到11点半" in sun.say("看活动0116-01")
    assert "改成  这次不办" in sun.say("2月20日的奉献日不办")
    assert sun.press("先不发") == "好，照旧。"
    sun.say("2月20日的奉献日不办")
    sun.press("定")
    assert activity_of(world, "0220-01").state is ActivityState.CANCELLED
    sun.say("奉献日 12月19日 不办")
    assert sun.press("定").endswith(
        "1219-01 有人报名了，先没动。\n要改，写“改活动1219-01”，\n不办，写“取消活动1219-01”。"
    )
    assert activity_of(world, "1219-01").state is ActivityState.RECRUITING
    world.at(on(1, 21, 9))
    assert activity_of(world, "0220-01").state is ActivityState.CANCELLED
    assert "奉献日：1月23日 周六、3月20日 周六、" in sun.say("奉献日规则")
