"""Health or hardship has a yes of its own, and is told to nobody but who was named.

Scripts: post_need, care, need_to_know, claim.
"""

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.care import Care, marks_of
from models.consent import Consent, Purpose
from models.group_chat import GroupPurpose
from models.membership import Role
from tests.asking import orders, served, the_order
from tests.groups import placed
from tests.transcript import Someone, World

NEED = "我下不了床，想理发，3号楼2单元501，下周三上午，13900000123"
QUESTION = "有一件单独问您：\n“下不了床”\n先告诉来的人，行吗？不说也来。\n1 可以说\n2 不说"


def sends(world: World, answer: str, words: str = NEED) -> Someone:
    """张德福 asks, and answers the question about his health."""
    zhang = world.someone("张德福")
    zhang.say(words)
    zhang.press(answer)
    assert zhang.press("发出").startswith("发出去了")
    return zhang


def is_claimed(world: World) -> Someone:
    """孙丽 opens it and 周凯 takes it; they will ring about the hour."""
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    sun.say("通过1123-01")
    sun.say("放开接单1123-01")
    zhou.press("接单")
    zhou.press("再说")
    return zhou


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_it_is_asked_apart_just_before_the_card(world: World, restarts: bool) -> None:
    zhang = world.someone("张德福")
    assert zhang.say(NEED).endswith(QUESTION)
    if restarts:
        world.restart()
    assert "这里可以回：可以说、不说。" in zhang.say("啥")
    card = zhang.press("可以说")
    assert card.startswith("我念一遍")
    assert zhang.say("上一步").endswith(QUESTION)
    zhang.press("不说")
    assert zhang.press("发出").startswith("发出去了")
    assert not the_order(world).may_tell_health
    with world.db.reading() as session:
        given = session.scalars(select(Consent.purpose)).all()
        assert given == [Purpose.REGISTER]
    assert marks_of(served(world)) == ()


def test_who_says_nothing_of_it_is_asked_nothing(small_world: World) -> None:
    li = small_world.someone("李婶")
    assert li.say("想理发，3号楼2单元501，下周三上午，13900000123").startswith("我念一遍")
    assert li.say("取消").startswith("好，这件先不办了。")


def test_a_no_leaves_nothing_that_whoever_comes_could_read(small_world: World) -> None:
    sends(small_world, "不说")
    zhou = is_claimed(small_world)
    assert "要知道的" not in zhou.labels
    assert "这些只给社区和去的人看" in zhou.say("要知道的1123-01")
    assert all("下不了床" not in each.text for each in zhou.messages)
    assert "下不了床" not in zhou.card


def test_a_yes_is_read_only_by_who_goes_and_asks_and_each_look_is_kept(world: World) -> None:
    sends(world, "可以说")
    zhou = is_claimed(world)
    ma = world.known("马立国", Role.VOLUNTEER)
    assert "下不了床" not in zhou.card
    world.restart()
    told = zhou.press("要知道的")
    assert told == "心里有数就行，别跟别人说。\n“下不了床”\n下不了床"
    assert "这些只给社区和去的人看" in ma.say("要知道的1123-01")
    with world.db.reading() as session:
        looks = session.scalars(select(Audit).filter_by(action="shown_care")).all()
        assert [each.subject for each in looks] == [the_order(world).subject]
        assert Purpose.HEALTH in session.scalars(select(Consent.purpose)).all()


def test_once_it_is_over_nobody_reads_it_any_more(small_world: World) -> None:
    zhang = sends(small_world, "可以说")
    zhou = is_claimed(small_world)
    zhang.say("取消这单1123-01")
    zhang.press("取消这单")
    assert "这些只给社区和去的人看" in zhou.say("要知道的1123-01")


def test_hardship_is_asked_apart_too(small_world: World) -> None:
    li = small_world.someone("李婶")
    assert "“低保、交不起" in li.say("我吃低保，交不起暖气费，3号楼2单元501，后天上午，13900000123")
    li.press("不说")
    li.press("发出")
    assert the_order(small_world).sensitive == "hardship"


@pytest.mark.row("O13")
def test_a_worker_marks_her_and_she_comes_first(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    for name, door in (("李婶", 501), ("王婶", 502)):
        someone = world.known(name, Role.RESIDENT)
        someone.say(f"想理发，3号楼2单元{door}，12月9日上午，13900000123")
        someone.press("发出")
    first, second = orders(world)
    assert (first.urgency, second.urgency) == ("U3", "U3")
    asked = sun.say("关照1123-02")
    assert asked == "关照：还没有\n要加哪样？去掉就写“去掉…”。\n1 一个人住\n2 腿脚不便\n3 不改"
    world.restart()
    assert "可以写：一个人住、" in sun.say("她人很好")
    assert sun.say("一个人住，耳背").startswith("记上了，只有社区看得到。")
    assert orders(world)[1].urgency == "U2"
    listed = sun.say("清单")
    assert listed.index("1123-02") < listed.index("1123-01")
    assert "关照  有，按“关照”看（先办）" in listed
    assert "一个人住" not in listed
    assert sun.say("关照1123-02").startswith("关照：一个人住、听不清\n")
    assert sun.press("不改") == "好，没改。"
    sun.say("关照1123-02")
    assert sun.say("取消").startswith("好，这件先不办了。")
    sun.say("关照1123-02")
    sun.say("去掉一个人住")
    assert sun.say("关照1123-02").startswith("关照：听不清\n")
    with world.db.reading() as session:
        kept = session.scalars(select(Audit.action).order_by(Audit.id)).all()
        assert kept.count("set_care") == 2
        assert kept.count("shown_care") == 5


def test_her_words_suggest_what_to_mark(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    li = small_world.someone("李婶")
    li.say("我一个人住，眼睛不好，想理发，3号楼2单元501，下周三上午，13900000123")
    li.press("不说")
    li.press("发出")
    assert "1 一个人住\n2 看不清" in sun.press("关照")
    sun.press("一个人住")
    assert marks_of(served(small_world)) == (Care.LIVES_ALONE,)


def test_nobody_but_staff_marks_anybody(small_world: World) -> None:
    zhang = sends(small_world, "可以说")
    zhou = is_claimed(small_world)
    for someone in (zhang, zhou, small_world.someone("过路人")):
        answer = someone.say("关照1123-01")
        assert "要社区的人来定" in answer or "我还不认识您" in answer
        assert "下不了床" not in answer
    zhou.say("要知道的1123-01")
    assert "一个人住" not in zhou.new


def test_that_she_lives_alone_is_nothing_for_whoever_comes(small_world: World) -> None:
    sends(small_world, "可以说", f"我一个人住，{NEED}")
    zhou = is_claimed(small_world)
    sun = small_world.someone("孙丽")
    sun.say("关照1123-01")
    sun.press("一个人住")
    assert "一个人住" not in zhou.press("要知道的")


def test_marks_and_health_never_reach_the_pool_or_a_group(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    group = placed(small_world, "3号楼群", GroupPurpose.BUILDING, "3")
    sends(small_world, "可以说")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("关照1123-01")
    sun.say("一个人住")
    sun.say("通过1123-01")
    sun.say("放开接单1123-01")
    pool = "\n".join([zhou.card, zhou.say("接单"), group.text])
    assert "上门理发" in group.text
    for word in ("下不了床", "一个人住", "关照", "要知道", "先办"):
        assert word not in pool
