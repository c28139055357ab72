"""并单: two orders that are one thing become one, and no words are lost (chats.md 6).

Scripts: merge_orders, approve, see_words.
"""

import pytest
from sqlalchemy import select

from models.membership import Role
from models.order import Order, OrderState
from tests.finding import nothing_private, volunteer
from tests.transcript import Someone, World

FIRST = "厨房灯闪，3号楼2单元501，明天上午，13900000123"
SECOND = "厨房灯不亮了，3号楼2单元501，明天上午，13900000123"


def two_orders(world: World) -> tuple[Someone, Someone, Someone]:
    """楼组长 wrote first; 王秀英 of the same household did not think that it was the same."""
    sun = world.known("孙丽", Role.COORDINATOR)
    leader = world.known("楼组长", Role.RESIDENT)
    leader.say(FIRST)
    assert leader.say("行").startswith("发出去了")
    wang = writes_another(world)
    _ = sun.new
    return sun, leader, wang


def writes_another(world: World) -> Someone:
    """王秀英 is asked whether it is the same, and says that it is not."""
    wang = world.known("王秀英", Role.RESIDENT)
    assert wang.say(SECOND).endswith("是同一件吗？\n1 是同一件\n2 不是")
    wang.press("不是")
    assert wang.say("行").startswith("发出去了")
    return wang


def states(world: World) -> dict[str, OrderState]:
    """The state of each order by its number."""
    with world.db.reading() as session:
        return {each.number: each.state for each in session.scalars(select(Order))}


@pytest.mark.row("O1")
def test_both_texts_are_kept_and_both_askers_hear_one_sentence(world: World) -> None:
    sun, leader, wang = two_orders(world)
    assert "现在  待审（13:00 前回话）" in sun.card
    assert sun.card.index("现在") < sun.card.index("像重复") < sun.card.index("时间")
    assert "像重复  1123-01（同一户，还没人接）" in sun.card
    world.restart()
    merged = sun.press("并单")
    assert merged.startswith("两张并成 1123-02，两段话都留着。\n写单子的人会各收到一句话。")
    assert "1123-02 通过吗？" in merged
    assert states(world) == {"1123-01": OrderState.CANCELLED, "1123-02": OrderState.SUBMITTED}
    with world.db.reading() as session:
        old, new = session.scalars(select(Order).order_by(Order.id)).all()
        assert old.merged_into_id == new.id
        assert (new.raw_text, old.raw_text) == (SECOND, FIRST)
    assert "您写的 1123-01 和 1123-02 是一件事，\n并在一起办，话都留着。" in leader.new
    heard = wang.new
    assert "您的 1123-02 和 1123-01 并在一起办，\n两段话都留着。" in heard
    nothing_private(heard.replace("3号楼", ""))
    assert sun.press("通过").startswith("1123-02 通过了。")
    assert "厨房灯闪" in sun.say("看原话1123-02")
    world.wait(days=4)
    assert "是我们慢了" not in leader.new


def test_the_one_that_somebody_has_taken_stays(small_world: World) -> None:
    volunteer(small_world, "周凯")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    leader = small_world.known("楼组长", Role.RESIDENT)
    leader.say(FIRST)
    leader.say("行")
    sun.press("通过")
    sun.press("放开接单")
    small_world.someone("周凯").press("接单")
    writes_another(small_world)
    assert "像重复  1123-01（同一户，有人接了）" in sun.card
    assert sun.press("并单").startswith("两张并成 1123-01")
    assert states(small_world)["1123-02"] is OrderState.CANCELLED
    assert states(small_world)["1123-01"] is OrderState.DISPATCHED


def test_only_staff_merge_and_a_doubled_press_changes_nothing(small_world: World) -> None:
    sun, leader, _wang = two_orders(small_world)
    assert "要社区的人来定" in leader.say("并单1123-02")
    press = {"kind": "press", "token": sun.button("并单")}
    sun.send(press)
    assert "并不了" in sun.send(press)
    assert "没有像是重复的单" in sun.say("并单1123-02")


def test_another_household_or_another_kind_is_no_double(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    for name, words in (
        ("甲", FIRST),
        ("乙", "厨房灯不亮，3号楼2单元502，明天上午，13900000456"),
        ("丙", "想理发，3号楼2单元501，明天上午，13900000123"),
    ):
        someone = small_world.known(name, Role.RESIDENT)
        someone.say(words)
        someone.say("行")
        assert "像重复" not in sun.card
    assert "并单" not in sun.labels


def test_who_was_helped_before_is_known_and_a_new_one_is_said_to_be_new(world: World) -> None:
    sun, _leader, wang = two_orders(world)
    assert "这户  头一回来" in sun.card
    with world.db.session() as session:
        new = session.scalars(select(Order).filter_by(number="1123-02")).one()
        new.state = OrderState.CLOSED
    wang.say("水龙头漏水，3号楼2单元501，周六上午")
    wang.say("行")
    assert "这户  来过 1 次" in sun.card
