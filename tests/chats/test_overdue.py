"""Not out half an hour after the planned end: asked, looked for; a forgotten 我走了 (chats 10).

Scripts: still_here, left_earlier, vouch, not_vouch, confirm_minutes, need_help.
"""

from datetime import timedelta

from sqlalchemy import select

from models.audit import Audit
from models.order import OrderState
from models.service_record import Evidence, RecordState
from tests.transcript import MONDAY, World
from tests.visits import both_inside, records_in, visits_in

NOON = MONDAY.replace(hour=12, minute=0) + timedelta(days=1)


def test_they_are_asked_first_and_then_a_worker_gets_both_phones(world: World) -> None:
    going = both_inside(world)
    world.at(NOON + timedelta(minutes=29))
    assert going.zhou.new == ""
    world.restart()
    world.wait(minutes=2)
    assert going.zhou.new == (
        "家里小修，您还没写“我走了”。\n还在那儿吗？\n可以写：“还在”  “忘了签退”  “需要帮忙”"
    )
    assert going.sun.new == ""
    assert going.wang.new == ""
    world.restart()
    world.wait(minutes=16)
    told = going.sun.new
    assert "1123-01：人还没出来，问了没回。" in told
    assert "志愿者  139 0000 0201（周凯）" in told
    assert "居民  139 0000 0123" in told
    assert "门牌  3号楼2单元501" in told
    with world.db.reading() as session:
        shown = session.scalars(select(Audit).filter_by(action="shown_contact")).all()
    assert [row.detail for row in shown if row.detail] == ["overdue_staff"] * 2
    world.wait(hours=3)
    assert going.sun.new == "", "once for each visit"
    assert going.zhou.press("忘了签退").startswith("是几点走的？")
    assert "几点走的" in going.zhou.say("上一步")
    assert going.zhou.say("取消").startswith("好，这件先不办了。")
    assert visits_in(world)[0].out_at is None


def test_still_there_is_enough_and_is_asked_again_later(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.at(NOON + timedelta(minutes=31))
    for each in (going.zhou, going.ma):
        assert each.press("还在") == "好，您忙着。忙完写“我走了”。"
    small_world.wait(minutes=20)
    assert going.sun.new == ""
    small_world.wait(minutes=15)
    assert "还在那儿吗？" in going.zhou.new


def test_from_the_question_help_is_one_press(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.at(NOON + timedelta(minutes=31))
    assert "我在叫" in going.zhou.press("需要帮忙")
    assert "有人要帮忙，请现在联系。" in going.sun.new


def test_a_forgotten_leaving_is_asked_and_the_other_one_vouches(world: World) -> None:
    going = both_inside(world)
    world.wait(minutes=37)
    going.ma.say("我走了")
    going.ma.say(str(going.order.code_out))
    going.ma.press("都办好了")
    world.at(NOON + timedelta(minutes=31))
    for each in (going.sun, going.ma):
        _ = each.new
    asked = going.zhou.press("忘了签退")
    assert asked == "是几点走的？比如“10点半”。\n1 和马立国一起，上午9点47分\n2 别的时间"
    world.restart()
    said = going.zhou.say("1")
    assert said.startswith("记上了，上午9点10分到上午9点47分，37分钟，\n写明是您自己报的。")
    record = records_in(world)[1]
    assert (record.minutes, record.evidence, record.state) == (
        37,
        Evidence.SELF,
        RecordState.PENDING,
    )
    assert going.order.state is OrderState.DONE
    assert "周凯忘了签退，说是上午9点47分走的。" in going.ma.new
    assert going.ma.press("是的") == "好，谢谢您作个证。"
    assert "马立国作了证，是那时走的。" in going.sun.new
    going.wang.say("办好了")
    assert records_in(world)[1].state is RecordState.PENDING, "her word is not about the hour"
    assert going.sun.press("核实时长") == "1123-01 的时长核实了。"
    assert records_in(world)[1].state is RecordState.APPROVED
    assert "37分钟，社区核实了" in going.zhou.new


def test_another_time_counts_up_to_the_planned_end(world: World) -> None:
    going = both_inside(world)
    world.at(NOON + timedelta(minutes=50))
    going.zhou.press("忘了签退")
    assert "写个钟点就行" in going.zhou.say("早就走了")
    assert going.zhou.say("上一步")
    assert going.zhou.say("取消").startswith("好，这件先不办了。")
    going.zhou.say("忘了签退")
    assert "要在到的时候以后" in going.zhou.say("下午1点半")
    said = going.zhou.say("12点40分")
    assert "上午9点10分到中午12点" in said
    assert records_in(world)[0].minutes == 169
    assert visits_in(world)[0].out_evidence is Evidence.SELF
    going.ma.say("我走了")
    going.ma.press("先走了")
    assert records_in(world)[1].evidence is Evidence.CODE


def test_nobody_answers_for_another(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.at(NOON + timedelta(minutes=31))
    token = going.zhou.button("忘了签退")
    going.ma.send({"kind": "press", "token": token})
    assert records_in(small_world) == []
    going.zhou.press("忘了签退")
    going.zhou.say("10点")
    assert "说不准" in going.ma.labels
    assert going.ma.press("说不准") == "好，没关系，社区会看的。"
    assert "要社区的人来定" in going.zhou.say("核实时长1123-01")


def test_after_a_downtime_it_is_asked_late_and_still_owed(world: World) -> None:
    going = both_inside(world)
    world.now = NOON + timedelta(hours=6)
    world.restart()
    world.wait(seconds=1)
    assert "还在那儿吗？" in going.zhou.new
    world.wait(minutes=16)
    assert "人还没出来" in going.sun.new


def test_who_forgot_for_more_than_a_day_is_led_to_say_when_it_was(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(hours=26)
    going.zhou.say("我走了")
    assert "一次不超过 24 小时。\n忘了签退，就写“忘了签退”。" in going.zhou.say("先走了")
    going.zhou.say("忘了签退")
    assert "上午9点10分到上午10点半" in going.zhou.say("10点半")
    assert records_in(small_world)[0].minutes == 79
