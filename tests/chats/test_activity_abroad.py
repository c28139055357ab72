"""Activities on Telegram: nothing before the yes, then one press each; three days of downtime.

Scripts: activities, join_role, attend, not_attending.
"""

from datetime import timedelta

from models.activity import ActivityState
from models.sign_up import SignUpState
from tests.activities import EVE, SATURDAY, activity_of, at, published, states
from tests.broadcasting import send_out
from tests.finding import volunteer
from tests.transcript import World

S = SignUpState


def test_on_a_foreign_platform_it_is_one_press_after_the_yes(far: World) -> None:
    sun = published(far, "擦窗1人")
    zhou = volunteer(far, "周凯")
    stranger = far.someone("新来的")
    assert "存到国外" in stranger.say("活动")
    assert stranger.new == ""
    sun.say("请大家来1205-01")
    sun.press("请")
    send_out(far)
    assert "请您来暖冬  1205-01" in zhou.new
    assert "请您来暖冬" not in stranger.new
    assert "暖冬  1205-01" in stranger.press("可以")
    assert zhou.press("擦窗").startswith("给您留好了，擦窗。")
    assert "您报了擦窗。" in zhou.card
    far.restart()
    at(far, EVE.replace(hour=18))
    assert zhou.press("来") == "好，到时候见。"
    assert zhou.press("来不了").startswith("好，谢谢您早说。")
    assert "擦窗还要 1 位" in zhou.card


def test_after_three_days_away_what_is_over_is_not_asked_about(world: World) -> None:
    sun = published(world, "擦窗2人")
    zhou = volunteer(world, "周凯")
    zhou.say("报名1205-01")
    _ = sun.new
    # away from the evening before until the third day after
    world.restart()
    at(world, SATURDAY + timedelta(days=3, hours=1))
    assert "还来吗" not in zhou.new
    assert activity_of(world).state is ActivityState.ENDED
    late = sun.new
    assert late.count("到点了，辛苦了。") == 1
    assert "还没回话" not in late
    assert states(world) == {"周凯": S.APPLIED}


def test_back_on_the_morning_of_the_day_one_word_is_enough(small_world: World) -> None:
    sun = published(small_world, "擦窗2人")
    zhou = volunteer(small_world, "周凯")
    zhou.say("报名1205-01")
    _ = zhou.new, sun.new
    at(small_world, SATURDAY.replace(hour=8, minute=30))
    heard = zhou.new
    assert "今天上午9点" in heard
    assert "还来吗" not in heard
    assert "还没回话" not in sun.new
    assert states(small_world) == {"周凯": S.APPLIED}


def test_an_unsettled_activity_is_remembered_two_working_days_later(small_world: World) -> None:
    sun = published(small_world, "擦窗2人")
    volunteer(small_world, "周凯").say("报名1205-01")
    at(small_world, SATURDAY + timedelta(hours=3))
    _ = sun.new
    at(small_world, SATURDAY + timedelta(days=2, hours=1))
    assert "还没结算" not in sun.new
    at(small_world, SATURDAY + timedelta(days=3, hours=1))
    assert "还没结算，大家的时长等着记。" in sun.new


def test_a_week_before_whoever_signed_up_long_ago_hears_of_it(small_world: World) -> None:
    sun = published(small_world, "擦窗2人")
    zhou, he = volunteer(small_world, "周凯"), volunteer(small_world, "何静")
    zhou.say("报名1205-01")
    week = SATURDAY - timedelta(days=7)
    at(small_world, week.replace(hour=8))
    he.say("报名1205-01")
    _ = he.new, sun.new
    at(small_world, week.replace(hour=10))
    assert "葵园广场\n您报了擦窗。\n不方便了，按一下就行。" in zhou.new
    assert he.new == ""  # signed up two hours ago
    assert "您领队，报了 2 位。\n可以写：" in sun.new
    assert zhou.press("来不了").startswith("好，谢谢您早说。")
