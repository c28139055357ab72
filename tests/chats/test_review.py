"""审单: a worker looks; 通过, 问一句, 婉拒 and what she reads of it.

Scripts: approve, ask_back, answer_back, reject, worklist.
"""

import pytest
from sqlalchemy import select

from models.membership import Role
from models.order import Order, OrderState
from tests.transcript import Someone, World


def an_order(world: World) -> Someone:
    """李婶 has sent an order that waits for a look."""
    li = world.known("李婶", Role.RESIDENT)
    li.say("想找人教我用手机挂号，3号楼2单元501，周六下午，13900000123")
    assert li.say("行").startswith("发出去了")
    return li


def state(world: World) -> OrderState:
    """The state of the only order."""
    with world.db.reading() as session:
        return session.scalars(select(Order)).one().state


def test_four_turns_are_enough_and_a_full_first_message_needs_two(small_world: World) -> None:
    an_order(small_world)
    assert state(small_world) is OrderState.SUBMITTED


@pytest.mark.row("O1")
def test_a_question_goes_to_her_and_her_answer_comes_back(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = an_order(world)
    assert "对方会原样看到" in sun.press("问一句")
    world.restart()
    assert "对方会原样看到" in sun.say("上一步")
    assert sun.say("手机是苹果的还是安卓的").startswith("问了。")
    assert "“手机是苹果的还是安卓的”" in li.new
    asked = li.say("不知道啥牌子，孩子给买的")
    assert "这句是回社区问您的吗？" in asked
    world.restart()
    assert li.say("1").startswith("好，转给社区了。")
    assert "“不知道啥牌子，孩子给买的”" in sun.new
    assert state(world) is OrderState.SUBMITTED
    with world.db.reading() as session:
        assert session.scalars(select(Order)).one().raw_text.endswith("不知道啥牌子，孩子给买的")


def test_a_new_need_is_not_taken_for_the_answer(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    li = an_order(small_world)
    sun.press("问一句")
    sun.say("什么手机")
    li.say("家里水龙头漏水，今天能来人吗")
    card = li.press("是新的事")
    assert "水龙头漏水" in card
    li.say("取消")
    assert state(small_world) is OrderState.NEED_INFO
    assert li.press("答一句") == "您写一句，我转给社区。"
    assert li.say("华为的").startswith("好，转给社区了。")


def test_a_refusal_shows_the_workers_own_sentence(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = an_order(world)
    sun.press("婉拒")
    world.restart()
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert state(world) is OrderState.SUBMITTED
    sun.press("婉拒")
    sun.say("挂号请打医院 8000 0456，有人教")
    assert "我们办不了。\n挂号请打医院 8000 0456，有人教" in li.new
    assert "为什么  挂号请打医院 8000 0456，有人教" in li.card
    assert state(world) is OrderState.REJECTED


def test_only_staff_may_decide_and_a_doubled_press_changes_nothing(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    li = an_order(small_world)
    assert "要社区的人来定" in li.say("通过1123-01")
    stranger = small_world.someone("过路人")
    assert "要社区的人来定" in stranger.say("通过 1123-01")
    token = sun.button("通过")
    press = {"kind": "press", "token": token}
    assert "通过了" in sun.send(press)
    assert "已经往前走了" in sun.send(press)
    assert stranger.send(press).startswith("这张卡过了时间")
    assert state(small_world) is OrderState.APPROVED


def test_the_promised_hour_is_kept_or_we_say_so_first(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    li = an_order(small_world)
    small_world.wait(hours=2)
    assert li.new == ""
    small_world.wait(days=1, hours=1)
    late = li.new
    assert late.startswith("说好回您话，还没回，是我们慢了。")
    assert "前给您回话" in late
    assert "1123-01 到了答应回话的时间，还没看。" in sun.new
    small_world.wait(minutes=5)
    assert li.new == ""
    sun.press("通过")
    small_world.wait(days=3)
    assert "是我们慢了" not in li.new


def test_the_worklist_shows_what_waits(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    assert sun.say("清单") == "都看过了，现在没有等着的。"
    li = an_order(small_world)
    shown = sun.say("清单")
    assert "等着看的 1 件：" in shown
    assert "现在  待审（" in shown
    assert "要社区的人来定" in li.say("清单")
