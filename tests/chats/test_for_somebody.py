"""A daughter in Shenzhen orders for her mother, who has no chat at all (chats.md 4).

Scripts: post_need, own_yes, approve, open_order, claim, check_in, check_out, family_off, family_on.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.call_log import CallLog
from models.consent import Consent, Purpose
from models.membership import Role
from models.order import OrderState
from models.person import ActsFor
from tests.asking import (
    HERS,
    WORDS,
    asks,
    goes_and_leaves,
    has_asked,
    orders,
    rings,
    served,
    the_order,
)
from tests.transcript import World
from tests.visits import change, volunteer


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_four_questions_and_one_card(world: World, restarts: bool) -> None:
    between = world.restart if restarts else lambda: None
    sun = world.known("孙丽", Role.COORDINATOR)
    liu = world.someone("刘敏")
    card = asks(liu, between)
    assert "帮什么  陪同就医" in card
    assert "帮谁  陈桂芳" in card
    assert "时间  11月27日 周五上午8点" in card
    assert "地点  5号楼1单元201" in card
    assert "电话  139 0000 0456" in card
    assert "来 2 位，其中一位女的，不收钱。\n不代管钱和钥匙。\n有事先找她，再找您。" in card
    assert "她点头才算数。" in card
    between()
    sent = liu.press("发出")
    assert sent.startswith("发出去了，单号 1123-01。\n")
    assert "前，社区给您妈妈打电话。\n谁去、到了、走了、怎么样，\n各告诉您一声。" in sent
    order = the_order(world)
    assert (order.own_yes, order.relation, order.wants_woman) == ("owed", "family", True)
    assert served(world).legal_name == "陈桂芳"
    assert "谁写的  家里人（还没问本人）" in sun.new


def told_in_four_steps(world: World, between: Callable[[], None]) -> None:
    """Her own yes by a call, then what 刘敏 hears: who comes, arrived, left, how it was."""
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    he = volunteer(world, "何静")
    change(world, "何静", sex="f")
    liu = has_asked(world)
    code = the_order(world).code
    assert "先打电话问本人愿不愿意" in sun.press("通过")
    between()
    assert rings(sun, "没接通").startswith("记上了，没接通。")
    assert "打过 1 次，没接通" in sun.card
    between()
    assert "“复查、腿脚不好”\n可以告诉去的人吗？" in rings(sun, "同意")
    between()
    assert sun.press("可以说").startswith("记上了，本人说的都在。\n1123-01 可以看了。")
    assert "本人同意了" in sun.card
    assert sun.press("通过").startswith("1123-01 通过了。")
    sun.press("放开接单")
    between()
    for helper in (zhou, he):
        assert "陈桂芳" not in helper.card
        assert "复查" not in helper.card
        helper.press("接单")
    coming = liu.new
    assert "这些请转告本人：\n有人来了：周凯、何静，志愿者，戴工作牌。" in coming
    assert code in coming
    between()
    assert "“复查、腿脚不好”" in zhou.press("要知道的")
    goes_and_leaves(world, (zhou, he), code)
    told = liu.new
    assert "周凯到了。" in told
    assert f"周凯说忙完了。\n办好了，就把 {the_order(world).code_out} 念给他们听。" in told
    assert "周凯、何静说忙完了。\n事办好了吗？" in told
    between()
    assert liu.press("办好了").startswith("好，谢谢您告诉我们。")
    assert the_order(world).state is OrderState.CLOSED


def test_her_own_yes_by_a_call_and_four_pieces_of_news_for_her_daughter(world: World) -> None:
    told_in_four_steps(world, lambda: None)
    with world.db.reading() as session:
        mother = the_order(world).served_person_id
        calls = session.scalars(select(CallLog.outcome).order_by(CallLog.id)).all()
        assert calls == ["no_answer", "yes"]
        acts = session.scalars(select(ActsFor)).one()
        assert (acts.agreed_by, acts.for_person_id) == ("self", mother)
        hers = select(Consent).filter_by(person_id=mother)
        given = [
            (each.purpose, each.manner, each.withdrawn_at is None) for each in session.scalars(hers)
        ]
        assert sorted(given) == [
            (Purpose.HEALTH, "proxy", False),
            (Purpose.HEALTH, "spoken", True),
            (Purpose.REGISTER, "proxy", False),
            (Purpose.REGISTER, "spoken", True),
        ]
        looked = set(session.scalars(select(Audit.action)))
        assert {"shown_contact", "shown_care", "set_care"} <= looked


def test_the_same_with_a_restart_between_any_two_steps(world: World) -> None:
    told_in_four_steps(world, world.restart)


def test_she_says_no_and_nothing_happens(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    liu = has_asked(small_world)
    assert rings(sun, "不同意").startswith("记上了，1123-01 取消了。")
    assert "打电话问过了，本人说先不用。\n单子 1123-01 取消了" in liu.new
    assert the_order(small_world).state is OrderState.CANCELLED
    assert "已经往前走了" in sun.say("通过1123-01")
    with small_world.db.reading() as session:
        order = the_order(small_world)
        hers = session.scalars(select(Consent).filter_by(person_id=order.served_person_id))
        assert all(each.withdrawn_at is not None for each in hers)
        assert session.scalars(select(ActsFor)).one().ended_at is not None


def test_she_would_rather_not_have_her_health_told(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    has_asked(small_world)
    assert the_order(small_world).may_tell_health
    rings(sun, "同意", "不说")
    assert not the_order(small_world).may_tell_health
    sun.press("通过")
    sun.press("放开接单")
    zhou.press("接单")
    assert "要知道的" not in zhou.labels
    assert "这些只给社区和去的人看" in zhou.say("要知道的1123-01")


def test_only_a_worker_may_ring_and_see_the_number(small_world: World) -> None:
    liu = has_asked(small_world)
    assert "要社区的人来定" in liu.say("打过电话了1123-01")
    stranger = small_world.someone("过路人")
    assert "我还不认识您" in stranger.say("打过电话了1123-01")
    assert the_order(small_world).own_yes == "owed"


def test_a_call_can_be_gone_back_on_and_left(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    has_asked(small_world)
    sun.press("打过电话了")
    assert "可以告诉去的人吗" in sun.press("同意")
    small_world.restart()
    assert "愿意让人去吗" in sun.say("上一步")
    assert sun.say("取消").startswith("好，这件先不办了。")
    assert the_order(small_world).own_yes == "owed"


def test_back_and_cancel_and_wrong_answers_while_asking(small_world: World) -> None:
    liu = small_world.someone("刘敏")
    liu.say(WORDS)
    assert "这里可以回：知道，同意、还没说、是我自己要。" in liu.say("什么意思")
    liu.press("知道，同意")
    assert "还差 1 位" in liu.say("1390000045")
    liu.say(HERS)
    assert "她的电话是多少？" in liu.say("上一步")
    small_world.restart()
    assert "几点从家里出发" in liu.say("139 0000 0456 陈桂花 5号楼1单元202")
    liu.say("9点")
    card = liu.press("电话里问她")
    for fact in ("周五上午9点", "陈桂花", "5号楼1单元202"):
        assert fact in card
    assert liu.say("是203").startswith("改成 5号楼1单元203 了")
    assert liu.say("取消").startswith("好，这件先不办了。")
    assert orders(small_world) == []
