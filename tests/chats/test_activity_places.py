"""Places of an activity: the queue moves by itself, one tap frees a place, silence is a risk.

Scripts: small_tasks, join_role, sign_up, take_place, attend, not_attending, roster, see_activity.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.membership import Role
from models.minors import GUARDIAN
from models.person import ActsFor, Person
from models.sign_up import SignUpState
from tests.activities import EVE, SATURDAY, activity_of, at, published, states
from tests.finding import posted, volunteer
from tests.transcript import MONDAY, Someone, World

S = SignUpState


def full(world: World) -> tuple[Someone, Someone, Someone, Someone, Someone]:
    """Two places, two who wait: 吴芳 first, then 李强."""
    sun = published(world, "擦窗2人")
    zhou, he, wu, li = (volunteer(world, name) for name in ("周凯", "何静", "吴芳", "李强"))
    for each in (zhou, he):
        assert each.say("报名1205-01").startswith("给您留好了，擦窗。")
    assert wu.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 1。\n有空位就问您。")
    assert li.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 2。")
    return sun, zhou, he, wu, li


def test_a_place_given_back_is_offered_to_who_waits_longest(world: World) -> None:
    _sun, zhou, _he, wu, li = full(world)
    assert wu.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 1。")
    at(world, EVE.replace(hour=10))
    said = zhou.say("来不了1205-01")
    assert said.startswith("好，谢谢您早说。\n下回的日子定了再问您。")
    world.restart()
    offered = wu.new
    assert offered.startswith(
        "空出一个位子：擦窗  1205-01\n暖冬\n明天（5号 周六）上午9点到11点半\n"
    )
    assert "葵园广场\n今天中午12点前回我就行。" in offered
    assert li.new == ""
    # the place is kept: nobody else gets it meanwhile
    assert zhou.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 3。")
    assert wu.press("我来").startswith(
        "给您留好了，擦窗。\n明天（5号 周六）上午9点到11点半，葵园广场。"
    )
    assert states(world) == {
        "周凯": S.WAITLIST, "何静": S.APPLIED, "吴芳": S.CONFIRMED, "李强": S.WAITLIST,
    }  # fmt: skip
    assert wu.say("我来1205-01").startswith("这个位子现在没在等您。")


def test_who_does_not_answer_in_time_lets_the_next_one_be_asked(world: World) -> None:
    _sun, zhou, _he, wu, li = full(world)
    at(world, EVE.replace(hour=10))
    zhou.say("来不了1205-01")
    _ = wu.new
    at(world, EVE.replace(hour=12))
    assert "位子先问下一位了。\n还想来，再报一次就行。" in wu.new
    assert "空出一个位子：擦窗  1205-01" in li.new
    assert wu.say("我来1205-01").startswith("这个位子现在没在等您。")
    assert li.press("来不了").startswith("好，不排了。下回再来。")
    assert "擦窗还要 1 位" in wu.say("活动")
    assert wu.press("擦窗").startswith("给您留好了，擦窗。")


def test_nobodys_time_to_answer_runs_while_they_sleep(world: World) -> None:
    _sun, zhou, _he, wu, _li = full(world)
    at(world, MONDAY.replace(hour=20, minute=30))
    zhou.say("来不了1205-01")
    assert "明天（24号 周二）上午10点前回我就行。" in wu.new
    at(world, MONDAY.replace(hour=23))
    assert states(world)["吴芳"] is S.WAITLIST
    at(world, MONDAY + timedelta(days=1))
    assert wu.press("我来").startswith("给您留好了，擦窗。")


def test_silence_by_eight_is_a_risk_and_the_next_one_is_asked(world: World) -> None:
    sun, zhou, he, wu, li = full(world)
    at(world, EVE.replace(hour=18))
    zhou.press("来")
    _ = sun.new, wu.new
    at(world, EVE.replace(hour=20))
    assert "还没回话的 1 位：\n何静。\n有候补的，接着问了。" in sun.new
    assert "空出一个位子：擦窗" in wu.new
    assert li.new == ""
    assert "2 何静 擦窗，还没回话" in sun.say("名单1205-01")
    assert "候补 2 位。" in sun.say("名单1205-01")
    # both say yes after all: both come, and nobody is turned away
    assert he.press("来") == "好，到时候见。"
    assert wu.press("我来").startswith("给您留好了，擦窗。")
    assert "1205-01 暖冬，3 位：" in sun.say("名单1205-01")
    assert he.say("来不了").startswith("好，谢谢您早说。")
    assert li.new == ""  # two come, as many as there are places


@pytest.mark.row("A26")
def test_small_tasks_are_short_and_need_no_training(small_world: World) -> None:
    sun = published(
        small_world, words="做活动 读报，12月5日上午9点到10点，葵园站，读报1人，当心：慢走"
    )
    sun.say("做活动 义诊，12月6日上午9点到10点，葵园站，量血压2人（医护），当心：消毒")
    sun.press("发出")
    zhou = volunteer(small_world, "周凯")
    said = zhou.say("小活")
    assert said.startswith("一小时以内、来了就会的 1 个：")
    assert "读报  1205-01" in said
    assert "义诊" not in said
    assert "想按远近排？" in said


def test_what_overlaps_is_named(world: World) -> None:
    sun = published(world)
    sun.say("做活动 读报，12月5日上午11点到12点，葵园站，读报1人，当心：慢走")
    sun.press("发出")
    zhou = volunteer(world, "周凯")
    zhou.say("擦窗1205-01")
    refused = zhou.say("报名1205-02")
    assert refused == "这个时间您报了“暖冬”。\n来不了那个，写“来不了1205-01”，\n再来报这个。"
    zhou.say("来不了1205-01")
    assert zhou.say("报名1205-02").startswith("给您留好了，读报。")


def test_an_order_in_hand_stands_in_the_way_too(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = volunteer(small_world, "周凯")
    posted(small_world, "想找人取个快递送到站里，3号楼2单元501，12月5日上午10点，13900000123")
    sun.press("通过")
    sun.press("放开接单")
    assert zhou.press("接单").startswith("接好了")
    published(small_world)
    assert zhou.say("擦窗1205-01") == (
        "这个时间您接了单 1123-01。\n去不了那张，写“退单1123-01”，\n再来报这个。"
    )


def test_an_activity_stands_in_the_way_of_an_order(small_world: World) -> None:
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    zhou.say("擦窗1205-01")
    posted(small_world, "想找人取个快递送到站里，3号楼2单元501，12月5日上午10点，13900000123")
    sun.press("通过")
    sun.press("放开接单")
    refused = zhou.press("接单")
    assert refused == "这个时间您报了“暖冬”。\n来不了那个，写“来不了1205-01”，\n再来接单。"
    zhou.say("来不了1205-01")
    assert zhou.press("接单").startswith("接好了")


def test_age_guardian_and_skill_are_looked_at(small_world: World) -> None:
    words = "做活动 义诊，12月5日上午9点到11点，葵园站，{tasks}，满16岁，当心：消毒"
    published(small_world, "量血压2人（医护）、登记2人", words)
    zhou, xiao = volunteer(small_world, "周凯"), volunteer(small_world, "小明")
    assert "这一项要有医护的证。\n带证给社区看一眼，就能报。" in zhou.say("量血压1205-01")
    with small_world.db.session() as session:
        child = session.scalars(select(Person).filter_by(display_name="小明")).one()
        child.is_adult, child.birth_year = False, 2012
    assert "这个活动要满 16 岁。" in xiao.say("登记1205-01")
    with small_world.db.session() as session:
        session.get_one(Person, child.id).birth_year = 2009
    assert "没满 18 岁，要家里大人先同意。" in xiao.say("登记1205-01")
    with small_world.db.session() as session:
        parent = session.scalars(select(Person).filter_by(display_name="周凯")).one()
        session.add(
            ActsFor(
                community_id=child.community_id,
                person_id=parent.id,
                for_person_id=child.id,
                scope=GUARDIAN,
                agreed_by="guardian",
                agreed_at=small_world.now,
            )
        )
    assert xiao.say("登记1205-01").startswith("给您留好了，登记。")


def test_a_stranger_signs_up_first_and_comes_back_to_the_same_place(small_world: World) -> None:
    published(small_world)
    new = small_world.someone("老周")
    new.say("活动")
    asked = new.press("擦窗")
    assert asked.startswith("谢谢您愿意帮忙。\n写上称呼和手机号")
    new.say("老周 13900000456")
    said = new.press("登记")
    assert "登记好了，老周，欢迎您。\n给您留好了，擦窗。" in said
    assert activity_of(small_world).number == "1205-01"


def test_leaving_at_one_tap_needs_no_reason_and_is_counted_nowhere(small_world: World) -> None:
    published(small_world)
    zhou = volunteer(small_world, "周凯")
    zhou.say("擦窗1205-01")
    assert zhou.press("来不了").startswith("好，谢谢您早说。")
    assert zhou.say("来不了1205-01").startswith("好，没关系。这次不再问您。")
    assert zhou.say("擦窗1205-01").startswith("给您留好了，擦窗。")
    at(small_world, SATURDAY + timedelta(hours=3))
    assert "报不了名了" in zhou.say("修小家电1205-01")


def test_words_about_no_activity_at_all_say_where_to_look(small_world: World) -> None:
    he = volunteer(small_world, "何静")
    assert he.say("报名") == "现在没有这样的活动。\n看有哪些，写“活动”。"
