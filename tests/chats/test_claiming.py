"""接单: one tap, no one else gets it, no reason is owed for a no (chats.md 7-9).

Scripts: claim, decline, give_back, open_tasks, signup.
"""

import pytest
from sqlalchemy import func, select

from models.assignment import Assignment, AssignmentState
from models.membership import Role, grant
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person
from tests.transcript import Someone, World


def an_open_order(world: World) -> Someone:
    """李婶's order is open for claiming; 孙丽 opened it."""
    sun = world.known("孙丽", Role.WORKER)
    li = world.known("李婶", Role.RESIDENT)
    li.say("想请人帮我取个快递，3号楼2单元501，明天下午")
    li.say("13900000123")
    li.say("行")
    sun.press("通过")
    sun.press("放开接单")
    return li


def test_the_loser_is_thanked_and_told_what_else(world: World) -> None:
    he, zhou = world.known("何静", Role.VOLUNTEER), world.known("周凯", Role.VOLUNTEER)
    an_open_order(world)
    press = {"kind": "press", "token": he.button("接单")}
    assert zhou.press("接单").startswith("接好了")
    assert "接单" not in he.labels
    lost = he.send(press)
    assert lost.startswith("谢谢您。这张单刚接满，就差一小会儿。")
    with world.db.reading() as session:
        lost_rows = select(func.count()).where(OrderEvent.what == "claim_lost")
        assert session.scalar(lost_rows) == 1
        taken = select(func.count()).where(Assignment.state == AssignmentState.ACCEPTED)
        assert session.scalar(taken) == 1


def test_a_card_in_the_middle_of_another_chat_does_not_steal_its_question(world: World) -> None:
    zhou = world.known("周凯", Role.VOLUNTEER)
    zhou.say("家里窗户关不上，5号楼1单元302")
    an_open_order(world)
    assert "接单" in zhou.labels
    answered = zhou.press("接单")
    assert answered.startswith("接好了")
    assert "几点到？" in answered
    answered = zhou.say("下午3点")
    assert answered.startswith("好，下午3点，我跟对方说。")
    assert "接着刚才的：" in answered
    assert "什么时候来方便？" in answered
    world.restart()
    assert "电话" in zhou.say("1")


@pytest.mark.row("V1")
def test_a_stranger_signs_up_on_the_way_to_a_claim(world: World) -> None:
    an_open_order(world)
    lin = world.someone("林芳")
    asked = lin.say("接1123-01")
    assert asked == "谢谢您愿意帮忙。\n写上称呼和手机号，\n比如“老周 13900000456”。"
    assert "手机号" in lin.say("林芳")
    world.restart()
    assert lin.say("上一步").startswith("回到上一步。您刚才写的是：林芳")
    lin.say("林小芳")
    card = lin.say("139 0000 0777")
    assert "称呼  林小芳" in card
    assert "电话  139 0000 0777" in card
    claimed = lin.press("登记")
    assert claimed.startswith("登记好了，林小芳，欢迎您。\n接好了")
    with world.db.reading() as session:
        assert session.scalars(select(Assignment)).one().state is AssignmentState.ACCEPTED


def test_no_needs_no_reason_and_is_not_asked_again(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    an_open_order(small_world)
    assert zhou.press("不方便") == "好，没关系。这张单不再问您。"
    assert "现在没有等人去的单" in zhou.say("接单")


def test_giving_back_frees_the_place_for_the_next(world: World) -> None:
    zhou = world.known("周凯", Role.VOLUNTEER)
    he = world.known("何静", Role.VOLUNTEER)
    li = an_open_order(world)
    zhou.press("接单")
    zhou.press("再说")
    assert "是哪种情况" in zhou.press("退单")
    world.restart()
    assert zhou.press("不退了") == "好，这张单还是您的。"
    zhou.press("退单")
    assert zhou.press("身体不适").startswith("已经退了，没关系。")
    assert "501" not in zhou.card
    assert he.press("接单").startswith("接好了")
    assert "何静" in li.card
    assert "周凯" not in li.card


def test_nobody_claims_their_own_order(small_world: World) -> None:
    li = an_open_order(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        person_id = order.requested_by_id
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    with small_world.db.session() as session:
        grant(session, session.get_one(Person, person_id), Role.VOLUNTEER, small_world.now)
    assert "这是您自己的单" in li.say("接1123-01")
    assert zhou.say("接112301").startswith("接好了")


def test_tasks_can_be_looked_up_and_a_wrong_number_is_answered(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    an_open_order(small_world)
    assert zhou.say("我来帮忙").startswith("现在有 1 件等人去：")
    assert "找不到了" in zhou.say("接9999-99")


def test_what_a_claim_would_refuse_is_not_offered(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    li = world.known("李婶", Role.RESIDENT)
    li.say("孩子功课想请人辅导，3号楼2单元501，明天下午，13900000123")
    assert li.say("行").startswith("发出去了")
    sun.press("通过")
    sun.press("放开接单")
    sun.say("核实 何静 孩子 到明年6月30日")
    world.restart()
    assert zhou.say("接单") == "现在没有等人去的单。\n有了就告诉您。"
    assert "核实" in zhou.say("接单1123-01")
    assert he.say("接单").startswith("现在有 1 件等人去：")
    assert he.press("接单").startswith("接好了")
