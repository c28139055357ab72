"""One true story: from 王秀英's first words to the minutes in 周凯's book (chats.md 1, 6-11).

Scripts: post_need, call_me, approve, open_order, claim, arrival, check_in, check_out, leave_code,
rate_done, my_hours.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.consent import Consent, Purpose
from models.membership import Role
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.service_record import RecordState, ServiceRecord
from tests.transcript import World

Tell = Callable[[], None]


def tell_it(world: World, between: Tell) -> None:  # noqa: PLR0915 - a story is told in one go
    """The whole story; `between` happens between any two steps."""
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    wang = world.someone("王秀英")

    said = wang.say("我家厨房灯不亮了我住3号楼2单元501找个人看看行不")
    assert "您先别自己爬高" in said
    assert said.endswith(
        "什么时候来方便？\n1 明天（24号 周二）上午\n2 明天（24号 周二）下午\n3 别的时间"
    )
    between()
    assert wang.say("１").endswith(
        "留个电话吧，来之前给您打一个。\n电话和门牌，只给来的人和社区看。"
    )
    between()
    card = wang.say("13900000123")
    assert "时间  11月24日 周二上午8点到12点" in card
    assert "地点  3号楼2单元501" in card
    assert "电话  139 0000 0123" in card
    between()
    sent = wang.say("1")
    assert sent.startswith("发出去了，单号 1123-01。\n今天下午1点前给您回话。")
    assert "来的人怎么称呼您？" in sent
    between()
    assert wang.say("叫我王老师").startswith("好，王老师。")
    between()

    assert "原话  我家厨房灯不亮了" in sun.new
    assert sun.press("通过").startswith("1123-01 通过了。")
    between()
    assert sun.press("放开接单").startswith("1123-01 放开了，先问了 2 位。")
    between()

    pool = zhou.card
    assert "地点  3号楼" in pool
    assert "501" not in pool
    assert "13900000123" not in pool.replace(" ", "")
    claimed = zhou.press("接单")
    assert claimed.startswith("接好了，谢谢您。")
    asked = "几点到？明天（24号 周二）上午8点到12点都行。\n"
    assert asked + "1 上午8点半\n2 上午9点\n3 上午10点\n4 再说" in claimed
    assert "门牌  3号楼2单元501（王老师）" in zhou.card
    between()
    assert zhou.say("9点") == "好，上午9点，我跟对方说。"
    between()
    assert "约的是上午9点到，您跟他们一起。" in ma.press("接单")
    between()
    told = wang.new
    assert "有人来了：周凯、马立国，志愿者，戴工作牌。" in told
    assert "进门先问暗号，他们答“海棠”，\n对了再开门。" in told
    assert "到了把 4826 念给他们听。" in told
    assert "志愿者不收钱、不收礼，\n不拿钥匙、不碰银行卡。" in told
    assert "4826" in wang.card
    assert "暗号  海棠" in zhou.card
    assert "不拿钥匙、不碰银行卡" in zhou.card
    assert "4826" not in zhou.card

    world.wait(days=1)
    between()
    assert "请居民念 4 位号码" in zhou.say("我到了")
    between()
    assert "还能试 4 次" in zhou.say("4862")
    between()
    assert zhou.say("4826").startswith("签好了，上午9点10分。")
    between()
    assert "请居民念 4 位号码" in ma.press("我到了")
    assert ma.say("４８２６").startswith("签好了，上午9点10分。")
    between()
    world.wait(minutes=45)
    assert "念走的时候的" in zhou.press("我走了")
    between()
    assert "办好了，就把 4827 念给他们听。" in wang.new
    assert "4827" in wang.card
    assert "上午9点10分到上午9点55分，45分钟。" in zhou.say("4827")
    between()
    assert zhou.say("灯换好了，不闪了") == "好，记上了。谢谢您。"
    between()
    ma.say("走了")
    between()
    assert "居民说一声，就算核实了" in ma.press("先走了")
    between()
    assert wang.new.endswith(
        "周凯、马立国说忙完了。\n事办好了吗？\n可以写：“办好了”  “没办好”  “人没来”"
    )
    assert wang.press("办好了") == "好，谢谢您告诉我们。我跟他们说。"
    between()
    assert "居民说办好了。\n45分钟记上了" in zhou.new
    assert zhou.say("时长").startswith("一共 45分钟，今年 45分钟。\n现场号码 45分钟\n离一星")


def check_the_end(world: World) -> None:
    """One order, closed; two entries of 45 minutes, approved by her."""
    with world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        records = session.scalars(select(ServiceRecord)).all()
        consents = session.scalars(select(Consent)).all()
        assert order.state is OrderState.CLOSED
        assert [(each.minutes, each.state) for each in records] == [(45, RecordState.APPROVED)] * 2
        assert {each.approved_by_id for each in records} == {order.requested_by_id}
        assert [each.purpose for each in consents] == [Purpose.REGISTER]
        events = session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)).all()
        assert events == [
            *("submitted", "approved", "dispatched", "accepted", "accepted", "claimed"),
            *("told_who", "in_service", "said_done", "result", "said_done", "done", "rated"),
            "closed",
        ]


@pytest.mark.row("O1", "O3", "O4", "H1")
def test_a_residents_words_become_a_volunteers_minutes(world: World) -> None:
    tell_it(world, lambda: None)
    check_the_end(world)


def test_the_story_survives_a_restart_between_any_two_steps(world: World) -> None:
    tell_it(world, world.restart)
    check_the_end(world)
