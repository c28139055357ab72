"""First words that are no request: an offer, a question, a complaint, thanks, small talk.

Scripts: other_words, post_need, mine, open_tasks.
"""

import pytest

from models.membership import Role
from tests.transcript import World


def test_an_offer_leads_to_the_open_list(world: World) -> None:
    he = world.someone("何静")
    said = he.say("我是退休护士，会打针量血压，周末有空，想给社区老人做点事")
    assert said.startswith("谢谢您愿意帮忙。\n看看现在缺人的事吗？")
    assert he.labels == ["看看", "我要人帮忙", "不用了"]
    world.restart()
    assert "要帮什么忙" not in he.press("看看")


def test_a_question_is_passed_on_with_her_words_and_a_phone_to_ring(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    li = small_world.known("李婶", Role.RESIDENT)
    said = li.say("老年证到哪儿办，要带啥材料")
    assert said.startswith("这一句我答不准，社区的人能答。\n请人回您，好吗？")
    assert "8000 0123" in li.say("1")
    assert "有人问：“老年证到哪儿办，要带啥材料”\n李婶" in sun.new


def test_a_complaint_and_thanks_reach_the_community_only_after_a_yes(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    li = small_world.known("李婶", Role.RESIDENT)
    words = "说好昨天来，等了一下午没人影，也没个电话"
    assert li.say(words).startswith("您说的我看到了。\n转给社区的人，好吗？")
    assert sun.new == ""
    assert li.press("转给社区").startswith("转给社区了，您的原话都在。")
    assert f"一条意见\n原话  {words}" in sun.new
    assert li.say("灯修好了，屋里亮堂堂的，替我谢谢那两个小伙子").startswith("谢谢您告诉我们。")
    assert li.press("不用了") == "好。有事再写一句就行。"
    assert sun.new == ""


def test_whoever_is_misread_loses_nothing(small_world: World) -> None:
    li = small_world.someone("李建国")
    li.say("老年证到哪儿办，要带啥材料，3号楼2单元501")
    said = li.press("我要人帮忙")
    assert "时候来方便" in said or "哪一类" in said
    zhao = small_world.someone("赵叔")
    zhao.say("这里量血压要钱吗")
    assert "明天（24号 周二）上午" in zhao.say("水龙头漏水，7号楼1单元1308")


@pytest.mark.parametrize("text", ["你真聪明", "哈哈哈", "今天天气真好"])
def test_small_talk_makes_no_order(small_world: World, text: str) -> None:
    said = small_world.someone("林小姐").say(text)
    assert said == "现在没有办到一半的事。\n有事要帮忙，直接写一句话。"


@pytest.mark.parametrize("text", ["刚才那单不用来了", "人咋还没来", "能不能改到后天上午"])
def test_words_about_a_running_order_show_what_runs(small_world: World, text: str) -> None:
    assert small_world.known("李婶", Role.RESIDENT).say(text).startswith("您现在没有办着的事。")


def test_money_that_is_offered_is_declined_kindly(small_world: World) -> None:
    said = small_world.someone("李建国").say("来两个人把冰箱抬下楼，周六上午，管饭，给钱也行")
    assert "不收钱，什么时候都不收。" in said


def test_grief_that_asks_for_somebody_gets_the_number_and_the_order(small_world: World) -> None:
    lin = small_world.someone("林姐")
    said = lin.say("孩子他爸走了以后我老睡不着，心里堵得慌，想找个人说说话")
    assert "12356" in said
    assert "什么时候" in said
