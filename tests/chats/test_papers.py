"""帮办代办: an errand at an office, its papers, who allowed it, and a receipt each way (O5).

Scripts: post_need, take_papers, return_papers, papers_right, papers_wrong.
"""

import pytest
from sqlalchemy import select

from models.hand_over import HandOver
from models.membership import Role
from models.order_event import OrderEvent
from tests.asking import the_order
from tests.finding import volunteer
from tests.transcript import Someone, World

WORDS = "想请人帮我去街道代办老年证，3号楼2单元501，明天上午，13900000123"


def asks(world: World, papers: str = "身份证复印件、两张照片") -> Someone:
    """王秀英 asks for it, up to the card."""
    wang = world.known("王秀英", Role.RESIDENT)
    assert "要交给去的人哪些材料？" in wang.say(WORDS)
    wang.say(papers)
    return wang


def taken(world: World) -> tuple[Someone, Someone, Someone]:
    """周凯 has taken it; the hour has come."""
    sun, zhou = world.known("孙丽", Role.WORKER), volunteer(world, "周凯")
    wang = asks(world)
    wang.press("发出")
    sun.press("通过")
    sun.press("放开接单")
    assert "身份证" not in zhou.card
    zhou.press("接单")
    zhou.say("再说")
    return sun, zhou, wang


@pytest.mark.row("O5")
def test_the_card_says_which_papers_and_what_she_allows(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    wang = world.known("王秀英", Role.RESIDENT)
    wang.say(WORDS)
    world.restart()
    assert wang.say("身份证原件和银行卡").startswith("银行卡、密码和现金不经手。")
    card = wang.say("身份证复印件、两张照片")
    assert "材料  身份证复印件、两张照片" in card
    assert "只替您办这一件，办完就完。\n材料收了、还了，都请您点头。" in card
    assert "要交给去的人哪些材料？" in wang.press("改材料")
    assert "身份证复印件、两张照片" in wang.say("上一步")
    wang.press("发出")
    assert "材料  身份证复印件、两张照片（还没收）" in sun.card
    assert "谁同意的  本人（只办这一件）" in sun.card
    with world.db.reading() as session:
        allowed = session.scalars(select(OrderEvent).filter_by(what="allowed")).one()
        assert allowed.actor_id == the_order(world).requested_by_id


@pytest.mark.row("O5")
def test_papers_are_taken_and_given_back_and_each_time_she_says_yes(world: World) -> None:
    sun, zhou, wang = taken(world)
    _ = wang.new
    assert "单上写的：身份证复印件、两张照片" in zhou.press("收材料")
    world.restart()
    assert "收了哪些材料？" in zhou.say("上一步")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.press("收材料")
    assert zhou.press("就是这些") == "记下了，对方也收到一份。\n办完写“交还材料”。"
    assert "周凯收了您的材料：\n身份证复印件、两张照片。对吗？" in wang.new
    assert wang.press("材料对") == "好，记下了。"
    assert "周凯收着、本人点了头" in sun.card
    assert zhou.press("交还材料") == "好，交还记下了，谢谢您。"
    assert "周凯交还了材料" in wang.new
    world.restart()
    assert wang.say("材料对") == "好，记下了。"
    assert "交还了、本人点了头" in sun.card
    assert "交还了" in wang.card
    assert zhou.say("交还材料1123-01").startswith("您手上没有这张单的材料。")


@pytest.mark.row("O5")
def test_what_is_not_right_is_the_stations_to_ask(world: World) -> None:
    sun, zhou, wang = taken(world)
    zhou.press("收材料")
    zhou.say("身份证复印件")
    assert wang.press("材料不对").startswith("知道了，社区问清楚")
    assert "1123-01 的材料，居民说不对：\n周凯收走的“身份证复印件”。\n请打电话问一下。" in sun.new
    assert "本人说不对" in sun.card


def test_whoever_leaves_with_them_is_reminded_and_staff_know(small_world: World) -> None:
    sun, zhou, wang = taken(small_world)
    zhou.press("收材料")
    zhou.press("就是这些")
    wang.press("材料对")
    small_world.at(small_world.now.replace(day=24, hour=9))
    zhou.say("我到了")
    zhou.say(the_order(small_world).code)
    small_world.wait(minutes=40)
    _ = sun.new
    zhou.say("我走了")
    said = zhou.press("先走了")
    assert "材料还在您手上：身份证复印件、两张照片。" in said
    assert "1123-01 的材料还在周凯手上" in sun.new


def holding(world: World) -> tuple[Someone, Someone, Someone]:
    """周凯 has her papers, and she has said so."""
    sun, zhou, wang = taken(world)
    zhou.press("收材料")
    zhou.press("就是这些")
    wang.press("材料对")
    _ = sun.new, zhou.new, wang.new
    return sun, zhou, wang


@pytest.mark.row("O5")
def test_whoever_gives_the_order_back_is_asked_for_the_papers(world: World) -> None:
    sun, zhou, wang = holding(world)
    zhou.say("退单")
    said = zhou.press("身体不适")
    assert "材料还在您手上：身份证复印件、两张照片。\n请还给对方或交到站里，" in said
    assert "1123-01 的材料还在周凯手上：\n身份证复印件、两张照片。" in sun.new
    world.restart()
    assert zhou.say("交还材料1123-01") == "好，交还记下了，谢谢您。"
    assert "周凯交还了材料" in wang.new
    assert zhou.say("交还材料1123-01").startswith("您手上没有这张单的材料。")


@pytest.mark.row("O5")
def test_of_a_cancelled_order_a_keeper_writes_that_they_are_back(world: World) -> None:
    sun, zhou, wang = holding(world)
    wang.say("取消这单1123-01")
    wang.press("取消这单")
    told = zhou.new
    assert "不用去了" in told
    assert "材料还在您手上：身份证复印件、两张照片。" in told
    assert "的材料还在周凯手上" in sun.new
    ma = volunteer(world, "马立国")
    assert ma.say("材料还了1123-01").startswith("您手上没有这张单的材料。")
    assert wang.say("材料还了1123-01").startswith("您手上没有这张单的材料。")
    world.restart()
    assert sun.press("材料还了") == "好，交还记下了，谢谢您。"
    assert "孙丽交还了材料" in wang.new
    assert wang.press("材料对") == "好，记下了。"
    with world.db.reading() as session:
        rows = session.scalars(select(HandOver).order_by(HandOver.id)).all()
        assert [(each.way, each.is_right) for each in rows] == [("taken", True), ("returned", True)]


def test_who_did_not_come_is_asked_for_them_too(small_world: World) -> None:
    sun, zhou, wang = holding(small_world)
    small_world.at(small_world.now.replace(day=24, hour=18))
    _ = sun.new, zhou.new
    wang.say("人没来1123-01")
    assert "材料还在您手上：身份证复印件、两张照片。" in zhou.new
    assert "的材料还在周凯手上" in sun.new
    assert zhou.say("papers back 1123-01") == "好，交还记下了，谢谢您。"


def test_nothing_is_said_of_papers_that_are_back(small_world: World) -> None:
    sun, zhou, _wang = holding(small_world)
    zhou.press("交还材料")
    _ = sun.new
    zhou.say("退单")
    assert "材料还在" not in zhou.press("身体不适")
    assert "材料还在" not in sun.new


def test_only_who_goes_takes_and_only_her_side_answers(small_world: World) -> None:
    _sun, zhou, wang = taken(small_world)
    ma = volunteer(small_world, "马立国")
    assert ma.say("收材料1123-01") == "这张单不在您手上，收不了材料。"
    assert ma.say("交还材料1123-01").startswith("您手上没有这张单的材料。")
    zhou.press("收材料")
    zhou.press("就是这些")
    assert ma.say("材料对").startswith("没看出是哪一笔材料。")
    wang.press("材料对")
    with small_world.db.reading() as session:
        assert session.scalars(select(HandOver)).one().is_right


def test_a_parcel_asks_for_no_papers(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    card = wang.say("帮我取个快递，3号楼2单元501，明天上午，13900000123")
    assert "我念一遍" in card
    assert "材料" not in card
    wang.press("发出")
    assert the_order(small_world).papers is None


def test_the_words_alone_mean_the_only_papers_there_are(small_world: World) -> None:
    _chen, zhou, _wang = taken(small_world)
    assert zhou.say("交还材料").startswith("没看出是哪张单的材料。")
    assert zhou.say("收材料").startswith("收了哪些材料？")
    assert zhou.press("就是这些") == "记下了，对方也收到一份。\n办完写“交还材料”。"
    assert zhou.say("收材料").startswith("没看出是哪张单的材料。")
    assert zhou.say("交还材料") == "好，交还记下了，谢谢您。"
    li = small_world.someone("李婶")
    assert li.say("交还材料").startswith("没看出是哪张单的材料。")


def test_papers_that_she_names_at_once_are_not_asked_for(small_world: World) -> None:
    wang = small_world.known("王秀英", Role.RESIDENT)
    said = wang.say(
        "帮我去街道盖个章，明天上午，带户口本复印件和身份证，3号楼2单元501，13900000123"
    )
    assert "取件码" not in said
    assert "材料  户口本复印件、身份证" in said
    assert "要交给去的人哪些材料？" in wang.press("改材料")
    assert "材料  户口本复印件、身份证" in wang.say("上一步")
