"""What minutes need to count: time on the spot, a result, her word; and some are asked again.

Scripts: check_in, check_out, leave_code, say_result, confirm_minutes, refuse_minutes, recheck.
"""

from itertools import count

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.call_log import CallLog
from models.order_event import OrderEvent
from models.service_record import RecordState
from tests.transcript import Someone, World
from tests.visits import Going, both_inside, records_in, two_going, volunteer

#: a number that ends in 0 draws the visit
DRAWN = 5000


def states(world: World) -> list[RecordState]:
    """The state of each entry of the hours book, the first one first."""
    return [each.state for each in records_in(world)]


def leaves(going: Going, who: Someone, result: str = "") -> str:
    """我走了 with her second code; what came of it where that is asked."""
    who.say("我走了")
    said = who.say(str(going.order.code_out))
    return who.say(result) if result else said


def calls(world: World) -> list[tuple[str, str, str | None]]:
    """What was written down of calls."""
    with world.db.reading() as session:
        rows = session.scalars(select(CallLog).order_by(CallLog.id))
        return [(each.purpose, each.outcome, each.note) for each in rows]


@pytest.mark.row("V12")
def test_neither_a_picture_nor_a_signature_makes_minutes_count(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    for each in (going.zhou, going.ma):
        each.say("我到了")
    taken = going.zhou.send({"kind": "photo", "text": "", "media": []})
    assert "号码是 4 位数字，请居民念给您听。" in taken
    for each in (going.zhou, going.ma):
        each.say(going.order.code)
    world.restart()
    _ = going.sun.new

    world.wait(minutes=2)
    said = leaves(going, going.zhou)
    assert said == (
        "签好了，上午9点10分到上午9点12分，2分钟。\n谢谢您，居民也说好了。\n"
        "比说好的短，社区看一眼就算核实了。\n"
        "办成了什么？写一句，给社区看。\n1 都办好了\n2 还差一点\n3 没办成"
    )
    assert "1123-01：周凯待了2分钟，\n比说好的短。看过再定算不算。" in going.sun.new
    assert "这是第一步了" in going.zhou.say("上一步")
    assert going.zhou.say("取消").startswith("好，这件先不办了。")

    world.wait(minutes=40)
    said = leaves(going, going.ma)
    assert "42分钟。\n谢谢您，居民也说好了。\n办成了什么？" in said
    assert states(world) == [RecordState.PENDING] * 2, "nobody has said what was done"
    world.restart()
    assert going.ma.say("厨房的灯换好了") == "好，记上了。谢谢您。"
    assert states(world) == [RecordState.PENDING, RecordState.APPROVED]
    assert "办成了  厨房的灯换好了" in going.sun.card
    assert "已经记着了" in going.zhou.say("办成了什么1123-01")

    going.wang.press("办好了")
    assert states(world)[0] is RecordState.PENDING, "her word is not about the length"
    assert "2分钟等社区看一眼就算核实。" in going.zhou.new
    assert "42分钟记上了" in going.ma.new
    world.restart()
    assert "写一句为什么" in going.sun.say("不算1123-01")
    assert going.sun.say("没待够，下回多坐一会儿").startswith("1123-01 的时长不算")
    assert states(world) == [RecordState.REJECTED, RecordState.APPROVED]
    told = going.zhou.new
    assert "“没待够，下回多坐一会儿”\n不对的话，写“记错了”。" in told
    assert "还没有记录" in going.zhou.say("时长")


def test_a_short_visit_that_a_worker_has_looked_at_counts(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=3)
    leaves(going, going.zhou, "保险丝松了，一拧就好")
    assert going.sun.press("核实时长") == "1123-01 的时长核实了。"
    assert states(small_world) == [RecordState.APPROVED]
    assert "3分钟，社区核实了。谢谢您。" in going.zhou.new


def test_her_own_word_is_a_result_too(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=40)
    for each in (going.zhou, going.ma):
        leaves(going, each)
    assert states(small_world) == [RecordState.PENDING] * 2
    going.wang.press("办好了")
    assert states(small_world) == [RecordState.APPROVED] * 2


def test_something_else_may_be_asked_for_while_the_result_is_open(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=40)
    leaves(going, going.zhou)
    assert "搬" in going.zhou.say("想找人帮我搬个柜子，5号楼1单元302，后天下午")
    with small_world.db.reading() as session:
        assert session.scalars(select(OrderEvent).filter_by(what="result")).all() == []


def test_what_was_done_is_said_by_those_who_went_and_not_counts_decided_by_them(
    small_world: World,
) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=40)
    leaves(going, going.zhou)
    going.zhou.say("取消")
    he = volunteer(small_world, "何静")
    for someone in (he, going.wang, going.sun):
        assert "要去过的人来说" in someone.say("办成了什么1123-01")
    for someone in (he, going.wang, going.zhou):
        assert "要社区的人来定" in someone.say("不算1123-01")
    assert states(small_world) == [RecordState.PENDING]
    assert "办成了什么" in going.zhou.labels
    assert going.zhou.press("办成了什么").startswith("办成了什么？")
    assert going.zhou.press("都办好了") == "好，记上了。谢谢您。"
    assert states(small_world) == [RecordState.APPROVED]


def drawn(world: World) -> Going:
    """Both were there for 40 minutes, and chance has drawn them."""
    going = both_inside(world)
    world.wait(minutes=40)
    leaves(going, going.zhou, "都办好了")
    going.ma.say("我走了")
    world.codes = count(DRAWN)
    going.ma.say(str(going.order.code_out))
    going.wang.press("办好了")
    for each in (going.wang, going.sun, going.zhou, going.ma):
        assert "抽" not in each.new, "nobody knows today"
    return going


@pytest.mark.row("V12")
def test_chance_has_one_visit_asked_about_again_by_a_worker(world: World) -> None:
    going = drawn(world)
    world.restart()
    world.at(world.now.replace(day=25, hour=9, minute=59))
    assert going.sun.new == ""
    world.at(world.now.replace(hour=10, minute=0))
    assert going.sun.new.startswith("1123-01 抽中了：打个电话问一声，\n人来了没有、待了多久。")
    for each in (going.zhou, going.ma, going.wang):
        assert each.new == ""
    asked = going.sun.press("抽查")
    assert asked == (
        "1123-01，王秀英，139 0000 0123\n周凯：上午9点10分到上午9点50分\n"
        "马立国：上午9点10分到上午9点50分\n问一声：人来了没有，待了这么久吗？\n"
        "1 都对\n2 不对\n3 没接"
    )
    assert going.sun.press("没接") == "记下了，没接。\n明天上午10点提醒您再打。"
    world.at(world.now.replace(day=26, hour=10, minute=1))
    assert "抽中了" in going.sun.new
    going.sun.press("抽查")
    assert "哪里不对？照原话写一句。" in going.sun.press("不对")
    assert going.sun.say("上一步").endswith("1 都对\n2 不对\n3 没接")
    going.sun.press("不对")
    world.restart()
    said = going.sun.say("就来了一位，坐了十分钟")
    assert said.startswith("记下了，1123-01 的时长先不算。\n看清楚了再定。")
    assert states(world) == [RecordState.DISPUTED] * 2
    assert calls(world) == [
        ("recheck", "no_answer", None),
        ("recheck", "no", "就来了一位，坐了十分钟"),
    ]
    for each in (going.zhou, going.ma):
        told = each.new
        assert told.endswith("社区要再看一眼，\n看好了告诉您。有要说的，写“找社区”。")
        assert "十分钟" not in told
    assert "还没有记录" in going.zhou.say("时长"), "what is doubted counts no more"
    assert going.sun.press("核实时长") == "1123-01 的时长核实了。"
    assert states(world) == [RecordState.APPROVED] * 2
    with world.db.reading() as session:
        seen = session.scalars(select(Audit.action).filter_by(subject=going.order.subject)).all()
        assert "shown_phone" in seen


def test_what_holds_is_written_down_and_asked_once(small_world: World) -> None:
    going = drawn(small_world)
    small_world.at(small_world.now.replace(day=25, hour=10, minute=0))
    going.sun.press("抽查")
    assert going.sun.press("都对") == "记下了，谢谢您打这个电话。"
    assert states(small_world) == [RecordState.APPROVED] * 2
    assert "问过了" in going.sun.say("抽查1123-01")


def test_nobody_is_asked_about_their_own_visit_or_by_who_may_not(small_world: World) -> None:
    going = drawn(small_world)
    for each in (going.zhou, going.wang):
        said = each.say("抽查1123-01")
        assert "要社区的人来定" in said
        assert "139" not in said


def test_what_was_not_drawn_is_left_in_peace(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=40)
    for each in (going.zhou, going.ma):
        leaves(going, each)
    going.wang.press("办好了")
    _ = going.sun.new
    small_world.at(small_world.now.replace(day=25, hour=10, minute=0))
    assert going.sun.new == ""


def test_a_poor_answer_is_looked_into_anyway(small_world: World) -> None:
    going = both_inside(small_world)
    small_world.wait(minutes=40)
    leaves(going, going.zhou)
    small_world.codes = count(DRAWN)
    leaves(going, going.ma)
    going.wang.press("没办好")
    going.wang.press("不写了")
    going.wang.press("说说就行")
    _ = going.sun.new
    small_world.at(small_world.now.replace(day=25, hour=10, minute=0))
    assert "抽中" not in going.sun.new
