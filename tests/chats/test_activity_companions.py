"""带人一起: whoever comes with somebody takes a place, has a name if they like, and goes with them.

Scripts: bring_along, join_role, sign_up, not_attending, roster.
"""

import pytest
from sqlalchemy import select

from models.activity import ActivityRole
from models.companion import Companion
from models.person import Person
from tests.activities import EVE, SATURDAY, at, published
from tests.finding import volunteer
from tests.transcript import World


def left(world: World) -> list[int]:
    """Places left, by task."""
    with world.db.reading() as session:
        return list(session.scalars(select(ActivityRole.places_left).order_by(ActivityRole.id)))


def names(world: World) -> list[tuple[str, bool]]:
    """Who comes along, and whether they are minors."""
    with world.db.reading() as session:
        rows = session.scalars(select(Companion).order_by(Companion.id))
        return [(each.name, each.is_minor) for each in rows]


@pytest.mark.row("A19")
def test_he_brings_two_and_each_takes_a_place(world: World) -> None:
    sun = published(world, "擦窗4人")
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    zhou.say("报名1205-01")
    assert "带人一起" in zhou.labels
    assert zhou.press("带人一起").startswith(
        "带几位？您自己不算。\n不带了，写“0”。\n1 1 位\n2 2 位"
    )
    assert zhou.say("很多").startswith("写一个数就行，比如“2”。")
    assert zhou.say("9").startswith("一次最多带 4 位。")
    assert zhou.say("4").startswith("里面有没满18岁的吗？")
    assert zhou.say("上一步").startswith("回到")
    world.restart()
    assert zhou.say("2").startswith("里面有没满18岁的吗？\n1 都满了\n2 有，我家的\n")
    assert zhou.press("都满了").startswith("怎么称呼？用顿号隔开，给领队看。\n不写也行。\n1 不写")
    assert zhou.say("周明、周红、周亮").startswith("您说带 2 位，名字多了。")
    assert zhou.say("周明").startswith("好，带 2 位，位子留好了。")
    assert "您报了擦窗，带 2 位。" in zhou.card
    assert left(world) == [1]
    assert "1 周凯 擦窗（带 2 位：周明）" in sun.say("名单1205-01")
    assert he.say("报名1205-01").startswith("给您留好了，擦窗。")
    assert he.say("带人一起1205-01").startswith("位子满了，带不了人。\n请他们自己报名，排上候补。")
    at(world, EVE.replace(hour=18))
    assert "报了 4 位，都问了明天来不来。" in sun.new
    assert "周明" not in sun.new + he.new


def test_who_gives_the_place_back_frees_those_of_all_who_came_along(world: World) -> None:
    published(world, "擦窗3人")
    zhou, he, wu = (volunteer(world, name) for name in ("周凯", "何静", "吴芳"))
    zhou.say("报名1205-01")
    zhou.say("带人一起1205-01")
    zhou.say("两位")
    zhou.press("都满了")
    zhou.press("不写")
    assert names(world) == [("", False), ("", False)]
    assert he.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 1。")
    assert wu.say("报名1205-01").startswith("谢谢您，擦窗满了，您排第 2。")
    # fewer: one place is free for who waits; who waits comes before anybody brought along
    zhou.say("带人一起1205-01")
    zhou.say("1")
    zhou.press("都满了")
    zhou.press("不写")
    assert "空出一个位子：擦窗  1205-01" in he.new
    assert wu.new == ""
    zhou.say("带人一起1205-01")
    zhou.say("2")
    zhou.press("都满了")
    assert zhou.press("不写").startswith("位子不够，最多能带 1 位。\n别的人请自己报名，排上候补。")
    zhou.say("取消")
    world.restart()
    assert zhou.say("来不了1205-01").startswith("好，谢谢您早说。")
    assert names(world) == []
    assert "空出一个位子：擦窗  1205-01" in wu.new
    assert left(world) == [1]
    assert zhou.say("带人一起1205-01").startswith("您自己先报上，再带人。")


def test_a_minor_comes_with_their_own_guardian_and_a_skill_with_whoever_has_it(
    small_world: World,
) -> None:
    published(small_world, "擦窗4人")
    zhou = volunteer(small_world, "周凯")
    zhou.say("报名1205-01")
    zhou.say("带人一起1205-01")
    zhou.say("1")
    said = zhou.press("有，别人家的")
    assert said.startswith("没满 18 岁的，要自己家里大人带。\n请家里大人来报名。")
    assert names(small_world) == []
    zhou.press("有，我家的")
    assert zhou.say("小明").endswith("没满18岁的，您一直带在身边。")
    assert names(small_world) == [("小明", True)]
    sun = small_world.someone("孙丽")
    assert "1 周凯 擦窗（带 1 位：小明，有没满18岁的）" in sun.say("名单1205-01")
    at(small_world, SATURDAY.replace(hour=8, minute=0))
    assert "今天您领队，2 位来。\n有没满18岁的，跟着家里大人。" in sun.new
    zhou.say("带人一起1205-01")
    assert zhou.say("不带了") == "好，您自己来。"
    assert names(small_world) == []
    with small_world.db.session() as session:
        young = session.scalars(select(Person).filter_by(display_name="周凯")).one()
        young.is_adult, young.birth_year = False, 2012
    assert zhou.say("带人一起1205-01").startswith("没满 18 岁不能带人。\n请家里大人来报。")


def test_where_an_age_is_asked_for_minors_sign_up_themselves(small_world: World) -> None:
    words = "做活动 义诊，12月5日上午9点到11点，葵园站，{tasks}，满16岁，当心：消毒"
    published(small_world, "量血压2人（医护）、登记3人", words)
    zhou = volunteer(small_world, "周凯")
    zhou.say("登记1205-01")
    zhou.say("带人一起1205-01")
    zhou.say("1")
    zhou.press("有，我家的")
    assert zhou.press("不写").startswith("这个活动要满 16 岁。\n没满18岁的，请他们自己报名。")
    assert names(small_world) == []
    he = volunteer(small_world, "何静")
    assert he.say("带人一起1205-01").startswith("您自己先报上，再带人。")


@pytest.mark.row("A19")
def test_names_are_gone_once_the_day_is_settled_and_stay_a_number(small_world: World) -> None:
    sun = published(small_world, "擦窗4人")
    zhou = volunteer(small_world, "周凯")
    zhou.say("报名1205-01")
    zhou.say("带人一起1205-01")
    zhou.say("2")
    zhou.press("都满了")
    zhou.say("周明")
    at(small_world, SATURDAY.replace(hour=8, minute=0))
    assert "今天您领队，3 位来。" in sun.new
    at(small_world, SATURDAY)
    sun.say("点名")
    sun.say("全来了")
    at(small_world, SATURDAY.replace(hour=12))
    sun.say("结算")
    sun.say("9")
    assert "来了  共 1 位\n跟来  2 位，时长不记\n" in sun.say("擦了窗")
    assert sun.press("改跟来") == "跟着来的有几位？写个数就行。"
    assert sun.say("3").startswith("名单上跟来的只有 2 位。\n多来的，写“加人”登记一下。")
    assert "跟来  1 位，时长不记\n" in sun.say("1")
    small_world.restart()
    assert sun.press("记上").startswith("记好了，1 位，")
    assert names(small_world) == [("", False)]
    assert "志愿者 1 人次，跟着来的 1 人次，\n服务 9 人次，共2小时30分。" in sun.say("活动数字")
    at(small_world, SATURDAY.replace(day=6, hour=10))
    assert (
        "来了 2 位，\n擦了窗。\n服务了 9 人次。\n您的2小时30分记上了，队长点名。\n"
        "跟您来的 1 位也算在里面；\n时长各人登记了才记。"
    ) in zhou.new
