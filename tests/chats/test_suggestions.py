"""建言献策: a suggestion is routed, answered, and reported back to whoever gave it (O19).

Scripts: give_suggestion, suggestions, answer_suggestion, route_suggestion, report_suggestion.
"""

import pytest
from sqlalchemy import select

from models.membership import Membership, Role
from models.order import Order
from models.person import Person
from models.suggestion import Suggestion
from tests.transcript import Someone, World

WORDS = "3号楼门口台阶陡，能不能装个扶手"


def people(world: World) -> tuple[Someone, Someone, Someone]:
    """孙丽 and 赵倩 work here, 王秀英 lives here."""
    sun, zhao = world.known("孙丽", Role.WORKER), world.known("赵倩", Role.WORKER)
    return sun, zhao, world.known("王秀英", Role.RESIDENT)


def hands_in(wang: Someone, how: str = "写上我") -> str:
    """She gives it, in one sentence."""
    wang.say(f"建议：{WORDS}")
    wang.press(how)
    return wang.press("交上去")


@pytest.mark.row("O19")
def test_a_suggestion_is_routed_answered_and_its_result_told(world: World) -> None:
    sun, zhao, wang = people(world)
    assert wang.say("提建议").startswith("您有什么建议？写一句就行。")
    asked = wang.say(WORDS)
    assert asked.startswith("让社区知道是您提的吗？")
    world.restart()
    assert "您有什么建议？" in wang.say("上一步")
    wang.say(WORDS)
    card = wang.press("写上我")
    assert f"建议  {WORDS}\n谁提的  王秀英\n" in card
    assert "社区这周四（26号）晚上6点前回您，办了什么也告诉您。" in card
    assert sun.new == ""
    assert wang.press("交上去") == "交上去了。这周四（26号）晚上6点前回您。"
    assert "谁提的  王秀英" in sun.card
    sun.press("转给同事")
    world.restart()
    assert sun.say("赵倩") == "好，转给赵倩了。"
    assert wang.new == f"您提的“{WORDS}”，转给赵倩了。\n这周四（26号）晚上6点前回您。"
    assert zhao.press("回这条") == "怎么回？对方会原样看到，\n也看到是您回的。"
    assert zhao.say("上一步").endswith("也看到是您回的。")
    assert zhao.say("下周一请师傅来量") == "好，回话转到了。"
    assert wang.new == f"您提的“{WORDS}”，赵倩回话了：\n“下周一请师傅来量”"
    world.wait(days=9)
    zhao.press("告诉结果")
    assert zhao.say("扶手装好了") == "好，结果告诉对方了。"
    assert wang.new == f"您提的“{WORDS}”，有结果了：\n“扶手装好了”\n谢谢您想着大家。"
    assert wang.say("我的").endswith(f"建议“{WORDS}”：\n有结果了，“扶手装好了”")
    with world.db.reading() as session:
        assert session.scalars(select(Order)).all() == []


@pytest.mark.row("O19")
def test_without_a_name_nobody_who_answers_learns_whose_it_is(world: World) -> None:
    sun, _zhao, wang = people(world)
    chen = world.known("陈静", Role.ADMIN)
    hands_in(wang, "不留名")
    assert wang.say("我的").endswith(f"建议“{WORDS}”：\n等回话")
    for each in (sun, chen):
        assert "谁提的  没留名，回的话我们转到" in each.card
        assert "王秀英" not in each.card
        assert "王秀英" not in each.say("建议清单")
    sun.press("回这条")
    sun.say("收到了")
    assert "孙丽回话了：\n“收到了”" in wang.new
    assert all("王秀英" not in str(each) for each in (*sun.messages, *chen.messages))


@pytest.mark.parametrize("words", ["回这条", "转给同事", "告诉结果"])
def test_only_those_who_may_answer_do(small_world: World, words: str) -> None:
    sun, _zhao, wang = people(small_world)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    hands_in(wang)
    assert zhou.new == ""
    assert zhou.say("建议清单") == "没有等您回的建议和问题。"
    for each in (zhou, wang):
        assert each.say(words).startswith("没看出是哪一条。")
    token = sun.button("回这条")
    assert zhou.send({"kind": "press", "token": token}).startswith("这张卡过了时间")


def test_the_word_alone_means_the_only_one(small_world: World) -> None:
    sun, _zhao, wang = people(small_world)
    hands_in(wang)
    assert "等着回的 1 条，写“建议清单”看。" in sun.say("清单")
    assert sun.say("建议清单").startswith("等着回的 1 条：")
    assert sun.say("回这条").startswith("怎么回？")
    sun.say("好主意")
    assert "好主意" in wang.new
    assert sun.say("回这条").startswith("没看出是哪一条。")
    assert sun.say("转给同事").startswith("没看出是哪一条。")


def test_nothing_is_handed_in_without_her_yes(small_world: World) -> None:
    sun, _zhao, wang = people(small_world)
    wang.say(f"建议：{WORDS}")
    wang.say("不留名")
    assert wang.say("取消").startswith("好，这件先不办了。")
    assert sun.new == ""
    with small_world.db.reading() as session:
        assert session.scalars(select(Suggestion)).all() == []


def test_it_is_given_to_colleagues_only_and_not_to_who_gave_it(small_world: World) -> None:
    sun, zhao, _wang = people(small_world)
    small_world.known("周凯", Role.VOLUNTEER)
    zhao.say(f"建议：{WORDS}")
    zhao.press("写上我")
    zhao.press("交上去")
    assert zhao.say("建议清单") == "没有等您回的建议和问题。"
    sun.press("转给同事")
    assert sun.say("周凯").startswith("只能转给社区的工作人员。")
    assert sun.say("赵倩").startswith("还是没看懂")


@pytest.mark.row("O19")
def test_when_nobody_answers_by_the_hour_she_is_told_first(world: World) -> None:
    sun, _zhao, wang = people(world)
    hands_in(wang)
    _ = wang.new, sun.new
    world.wait(days=3, hours=10)
    assert "说好回您还没回，是我们慢了。" in wang.new
    assert "到了答应回话的时间，还没回。" in sun.new


def test_a_complaint_that_goes_to_the_community_is_answered_too(small_world: World) -> None:
    sun, _zhao, wang = people(small_world)
    wang.say("说好昨天来，等了一下午没人影，也没个电话")
    assert wang.press("转给社区").startswith("转给社区了，您的原话都在。\n这周四（26号）")
    assert "等了一下午没人影" in sun.card
    sun.press("回这条")
    sun.say("对不起，下午给您打电话")
    assert "“对不起，下午给您打电话”" in wang.new


def test_whoever_works_here_no_more_reads_none(small_world: World) -> None:
    sun, zhao, wang = people(small_world)
    hands_in(wang)
    zhao.say("建议清单")
    zhao.press("转给同事")
    zhao.say("孙丽")
    assert WORDS in sun.say("建议清单")
    with small_world.db.session() as session:
        person = session.scalars(select(Person).filter_by(display_name="孙丽")).one()
        for held in session.scalars(select(Membership).filter_by(person_id=person.id)):
            held.until = small_world.now
    assert WORDS not in sun.say("建议清单")
    assert WORDS in zhao.say("建议清单")
