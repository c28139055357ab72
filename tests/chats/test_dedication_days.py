"""奉献日 over two months on a moving clock: the rule, the invitation, the day, and the next one.

Scripts: my_calendar, dedication_rule, stop_rule, theme, holidays, change_activity, take_place.
"""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.activity import ActivityState
from models.activity_timers import EVE
from models.membership import Role
from models.sign_up import SignUpState
from models.timer import Timer, TimerState
from tests.activities import activity_of, at, states
from tests.broadcasting import send_out
from tests.finding import volunteer
from tests.transcript import ZONE, Someone, World

S = SignUpState
NOTICE = (
    "一、元旦：1月1日（周五）放假1天，与周末连休。"
    "二、春节：2月5日（周五）至11日（周四）放假调休，共7天。"
    "1月30日（周六）、2月20日（周六）上班。"
)


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """That hour of the winter of these chats."""
    return datetime(2026 + (month < 11), month, day, hour, minute, tzinfo=ZONE)


def ruled(world: World) -> tuple[Someone, Someone]:
    """孙丽 sets the third Saturday of each month, led by 马立国."""
    sun = world.known("孙丽", Role.COORDINATOR)
    ma = volunteer(world, "马立国")
    assert sun.say("主题 12月 暖冬") == "好，12月做“暖冬”。"
    kinds = "1 奉献日\n2 学雷锋日\n3 3·18活动周\n4 国际志愿者日\n5 重阳"
    assert sun.say("奉献日规则") == f"定哪种日子？\n{kinds}"
    assert sun.press("奉献日") == "每月哪天？写一句，\n像“每月第一个周六”。"
    assert sun.say("每个星期").startswith("哪一天没看懂。\n像“每月第一个周六”“每月5号”。")
    assert kinds in sun.say("上一步")
    world.restart()
    sun.press("奉献日")
    sun.say("每月第三个周六")
    assert sun.press("顺到休息日") == "在哪里集合？"
    shown = sun.say("葵园广场")
    assert "哪几天  12月19日 周六、2027年1月16日 周六、2027年2月20日 周六" in shown
    assert "几点  上午9点到上午11点半\n地点  葵园广场" in shown
    sun.press("改名额")
    sun.say("擦窗2人")
    sun.press("改领队")
    assert "领队  马立国" in sun.say("马立国")
    assert sun.press("定") == "定好了。\n三个月里的 3 次排好了。"
    return sun, ma


@pytest.mark.row("A2", "A6", "A1")
def test_two_months_of_dedication_days(world: World) -> None:
    sun, ma = ruled(world)
    zhou, he, wu, li = (volunteer(world, name) for name in ("周凯", "何静", "吴芳", "李强"))
    decreed(sun)
    invited(world, ma, zhou, he, wu, li)
    changed_the_day_before(world, ma, zhou, he, wu)
    held(world, ma, zhou, wu)
    results(world, zhou, wu, he)
    next_month(world, sun, zhou, wu)
    hours_of_two_years(world, sun, ma, wu)
    around_spring_festival(world, sun, zhou)


def decreed(sun: Someone) -> None:
    """The State Council's notice moves the day of February, which nobody has signed up for."""
    assert sun.say("假期").startswith("把放假通知贴来")
    shown = sun.say(NOTICE)
    assert "放假  2027年1月1日 周五、2027年2月5日 周五到2027年2月11日 周四" in shown
    assert "上班  2027年1月30日 周六、2027年2月20日 周六" in shown
    assert sun.press("记上") == "记上了，10 天。\n0220-01 奉献日挪到2027年2月21日 周日。"
    assert "2027年2月21日 周日" in sun.say("看活动0220-01")


def invited(world: World, ma: Someone, *volunteers: Someone) -> None:
    """A week before, at ten; one tap; the third waits."""
    zhou, he, wu, li = volunteers
    at(world, on(12, 12, 9, 59))
    send_out(world)
    assert zhou.new == ""
    at(world, on(12, 12, 10))
    send_out(world)
    assert zhou.new == (
        "奉献日，这个月做“暖冬”  1219-01\n12月19日 周六上午9点到11点半\n葵园广场\n"
        "擦窗，共要 2 位\n当心：擦窗只擦里面，不登高\n想来，按一下；来不了，不用回。\n"
        "不想收：写“少收通知”。\n可以写：“擦窗1219-01”  “来不了1219-01”"
    )
    assert "您领队，报了 0 位。\n今天起请大家来。" in ma.new
    assert zhou.press("擦窗").startswith("给您留好了，擦窗。\n领队马立国，上午9点在葵园广场。")
    world.restart()
    assert he.press("擦窗").startswith("给您留好了，擦窗。")
    assert wu.press("擦窗").startswith("谢谢您，擦窗满了，您排第 1。\n有空位就问您。")
    assert li.press("来不了").startswith("好，没关系。这次不再问您。")


def changed_the_day_before(
    world: World, ma: Someone, zhou: Someone, he: Someone, wu: Someone
) -> None:
    """Old, new and why in one message; who cannot come frees a place for who waits."""
    at(world, on(12, 18, 10, 20))
    assert ma.say("改活动1219-01").startswith("“奉献日”要改什么？\n1 地点\n2 时间")
    ma.press("地点")
    ma.say("葵园站二楼")
    assert ma.say("明天有雨").startswith("改“奉献日”\n原来  葵园广场\n改成  葵园站二楼\n")
    world.restart()
    assert ma.press("改").startswith("改好了，3 位会收到原来的、\n现在的和原因。")
    told = (
        "奉献日有变动  1219-01\n换地方了：不在葵园广场，\n改到葵园站二楼。\n为什么：明天有雨\n"
        "时间不变，明天（19号 周六）上午9点到11点半。\n不方便了，按一下就行。\n"
    )
    assert told in zhou.new
    assert told in he.new
    assert zhou.press("来") == "好，到时候见。"
    assert he.say("来不了").startswith("好，谢谢您早说。\n下回的日子定了再问您。")
    assert "空出一个位子：擦窗  1219-01" in wu.new
    assert wu.press("我来").startswith("给您留好了，擦窗。")
    at(world, on(12, 18, 18))
    assert "明天还来吗" not in zhou.new + wu.new  # both have said so since the morning
    assert "报了 2 位，都问了明天来不来。" in ma.new
    with world.db.reading() as session:
        moved = session.scalars(
            select(Timer).where(Timer.kind == EVE, Timer.state == TimerState.DUE)
        )
        assert sorted(each.due_at.astimezone(ZONE).date() for each in moved) == [
            date(2027, 1, 15), date(2027, 2, 20)
        ]  # fmt: skip


def held(world: World, ma: Someone, zhou: Someone, wu: Someone) -> None:
    """The leader's day."""
    at(world, on(12, 19, 8))
    assert "今天上午9点，葵园站二楼，擦窗。" in wu.new
    assert "今天您领队，2 位来。" in ma.new
    code = ma.press("签到码")[4:8]
    zhou.say("签到")
    assert zhou.say(code).startswith("签好了，上午8点")
    at(world, on(12, 19, 9, 10))
    ma.say("点名")
    assert ma.say("2") == "记上了，1 位到了。"
    at(world, on(12, 19, 11, 30))
    ma.say("结算")
    assert ma.say("41").startswith("做成了什么？")
    ma.say("给 41 户擦了窗")
    assert ma.say("上一步").startswith("回到")
    ma.say("给 41 户擦了窗")
    assert ma.press("记上") == "记好了，2 位，一共5小时。\n明天上午告诉大家。"
    assert activity_of(world, "1219-01").state is ActivityState.SETTLED


def results(world: World, zhou: Someone, wu: Someone, he: Someone) -> None:
    """The day after, to whoever was there."""
    _ = zhou.new, wu.new, he.new
    at(world, on(12, 20, 10))
    assert "来了 2 位，\n给 41 户擦了窗。\n服务了 41 人次。\n您的2小时30分记上了" in zhou.new
    assert "队长点名" in wu.new
    assert he.new == ""


def next_month(world: World, sun: Someone, zhou: Someone, wu: Someone) -> None:
    """Over the year's end: the next day comes by itself, and March is made meanwhile."""
    assert "奉献日  0320-01\n2027年3月20日 周六上午9点到11点半\n排好了" in sun.new
    at(world, on(1, 9, 10))
    world.restart()
    send_out(world)
    assert "奉献日  0116-01" not in zhou.new.splitlines()[:1]
    assert wu.press("擦窗").startswith("给您留好了，擦窗。")
    assert states(world)["吴芳"] in (S.APPLIED, S.ATTENDED)


def hours_of_two_years(world: World, sun: Someone, ma: Someone, wu: Someone) -> None:
    """January's day is held like the last; a year's hours are those of its own days."""
    at(world, on(1, 15, 18))
    assert "明天还来吗？  0116-01" in wu.new
    assert wu.press("来") == "好，到时候见。"
    at(world, on(1, 16, 9))
    ma.say("点名0116-01")
    assert ma.say("全来了").startswith("记上了，1 位到了。")
    world.restart()
    at(world, on(1, 16, 11, 30))
    ma.say("结算0116-01")
    ma.say("12")
    ma.say("给 12 户擦了窗")
    assert ma.press("记上") == "记好了，1 位，一共2小时30分。\n明天上午告诉大家。"
    assert "服务 12 人次" in sun.say("活动数字")
    at(world, on(1, 17, 10))
    assert "来了 1 位，\n给 12 户擦了窗。\n服务了 12 人次。\n您的2小时30分记上了" in wu.new
    assert wu.say("时长").startswith("一共 5小时，今年 2小时30分。\n队长点名 5小时\n")
    assert wu.say("党员60小时进度").startswith("今年 2小时30分，目标 60小时，\n还差 57小时30分。")


def around_spring_festival(world: World, sun: Someone, zhou: Someone) -> None:
    """20 February is a Saturday people work on: they are asked to come the day after."""
    at(world, on(2, 14, 10))
    send_out(world)
    assert "2月21日 周日上午9点到11点半" in zhou.new
    sun.say("停规则")
    assert sun.press("不停了") == "好，照旧。"
    sun.say("停规则")
    assert sun.press("奉献日").startswith("好，奉献日往后不再自己排。")


@pytest.mark.row("A2")
def test_a_date_goes_to_the_next_working_day_over_new_year_and_spring_festival(
    small_world: World,
) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    decreed_first(sun)
    sun.say("奉献日规则")
    sun.press("奉献日")
    sun.say("每月5号")
    assert sun.press("顺到工作日") == "在哪里集合？"
    days = "12月7日 周一、2027年1月5日 周二、2027年2月12日 周五"
    assert f"哪几天  {days}" in sun.say("葵园广场")
    assert sun.press("定") == "定好了。\n三个月里的 3 次排好了。"
    zhou = volunteer(small_world, "周凯")
    assert "2027年2月12日 周五" in zhou.say("看活动0212-01")
    small_world.at(on(2, 5, 10))
    send_out(small_world)
    assert "0212-01\n2月12日 周五上午9点到11点半" in zhou.new
    assert "时间  3月5日 周五上午9点到11点半" in sun.say("看活动0305-01")


def decreed_first(sun: Someone) -> None:
    """Before any day was made."""
    sun.say("假期")
    sun.say(NOTICE)
    assert sun.press("记上") == "记上了，10 天。"


def test_only_planners_set_rules_themes_and_days_off(small_world: World) -> None:
    zhao = small_world.known("赵倩", Role.WORKER)
    zhou = volunteer(small_world, "周凯")
    for someone in (zhao, zhou):
        for words in ("奉献日规则", "主题 12月 暖冬", "假期", "停规则"):
            assert "日历要协调员来定。" in someone.say(words)
    assert "办活动要社区的人来发。" in zhou.say("做活动")


def test_next_years_days_off_are_missed_from_november(small_world: World) -> None:
    sun, _ma = ruled(small_world)
    small_world.at(on(11, 30, 9))
    assert "2027 年的放假安排还没记。\n通知出来了，写“假期”记上，\n奉献日才排得准。" in sun.new
    small_world.at(on(12, 1, 9))
    assert "放假安排" not in sun.new
    sun.say("假期")
    sun.say(NOTICE)
    sun.press("记上")
    small_world.at(on(12, 7, 9))
    assert "放假安排" not in sun.new
    assert "2月30日" in sun.say("假期") or sun.say("2月30日休").startswith("有一天日历上没有。")


def test_another_rule_takes_the_place_of_the_old_days(small_world: World) -> None:
    sun, _ma = ruled(small_world)
    volunteer(small_world, "周凯").say("报名1219-01")
    said = sun.say("奉献日规则")
    assert said.startswith("奉献日：12月19日 周六、2027年1月16日 周六、2027年2月20日 周六")
    sun.press("奉献日")
    assert sun.say("2月30日").startswith("碰上放假或者上班，怎么办？")
    assert "日历上没有这样的日子。" in sun.press("照常办")
    assert "哪几天  12月5日 周六、2027年1月2日 周六、2027年2月6日 周六" in sun.say("每月第一个周六")
    assert sun.press("定") == "定好了。\n三个月里的 3 次排好了。\n1219-01 有人报名了，照旧办。"
    assert activity_of(small_world, "1219-01").state is ActivityState.RECRUITING
    assert activity_of(small_world, "0116-01").state is ActivityState.CANCELLED
    assert activity_of(small_world, "0102-01").place == "葵园广场"


def test_a_day_that_lacks_a_leader_waits_as_a_draft_until_somebody_sends_it(world: World) -> None:
    sun, ma = ruled(world)
    zhou = volunteer(world, "周凯")
    ma.say("不当了")
    ma.press("志愿者")
    assert sun.new.count("没有领队了，请换一位。") == 3
    world.at(on(12, 21, 9))
    assert "2027年3月20日 周六上午9点到11点半\n排好了，还差领队或者“当心”，\n补上再发。" in sun.new
    assert "0320-01" not in zhou.say("活动")
    assert "找不到了" in zhou.say("看活动0320-01")
    assert "每个活动要有一位领队。" in sun.say("发活动0320-01")
    sun.say("改活动0320-01")
    sun.press("领队")
    sun.say("周凯")
    world.restart()
    assert sun.press("改").startswith("改好了。")
    assert sun.say("发活动0320-01").startswith("发出去了，编号 0320-01。")
    assert "请您领队：奉献日  0320-01" in zhou.new
