"""Losing the race: thanked at once, and asked first if a place opens (chats.md 8).

Scripts: claim, ask_first, open_tasks, decline.
"""

from sqlalchemy import select

from models.assignment import Assignment, AssignmentState
from tests.finding import opened, parts, volunteer
from tests.transcript import Someone, World

A = AssignmentState
LOST = (
    "谢谢您。这张单刚接满，就差一小会儿。\n要是有人来不了，先问您，好吗？\n"
    "1 好\n2 不用\n3 看看别的单"
)


def lost(world: World) -> tuple[Someone, Someone]:
    """周凯 has it; 何静 pressed forty seconds later."""
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    opened(world)
    token = he.button("接单")
    zhou.press("接单")
    zhou.press("再说")
    world.wait(seconds=40)
    assert he.send({"kind": "press", "token": token}) == LOST
    return zhou, he


def test_the_loser_is_asked_first_when_a_place_opens(world: World) -> None:
    zhou, he = lost(world)
    world.restart()
    assert he.say("1") == "好，明天（24号 周二）下午2点前有变动就先问您。"
    zhou.press("退单")
    zhou.say("1")
    asked = he.new
    assert asked.startswith(
        "您说过先问您的代办跑腿，空出一个位子：\n明天（24号 周二）下午2点到6点，3号楼。"
    )
    assert "前回我就行。" in asked
    assert he.press("我来").startswith("接好了")
    assert parts(world) == {"周凯": A.WITHDRAWN, "何静": A.ACCEPTED}


def test_not_being_asked_first_leaves_no_row(small_world: World) -> None:
    _zhou, he = lost(small_world)
    assert he.say("上一步").startswith("这是第一步了。")
    assert he.say("不用").startswith("好。还有别的")
    with small_world.db.reading() as session:
        mine = session.scalars(select(Assignment).where(Assignment.asks_first.is_(True))).all()
        assert mine == []


def test_other_orders_are_shown_at_a_press(small_world: World) -> None:
    _zhou, he = lost(small_world)
    assert he.say("3") == "现在没有等人去的单。\n有了就告诉您。"


def test_cancelling_the_question_changes_nothing(small_world: World) -> None:
    _zhou, he = lost(small_world)
    assert he.say("取消").startswith("好，这件先不办了。")
    assert parts(small_world)["何静"] is not A.ACCEPTED


def test_what_was_open_before_goes_on_after_the_answer(world: World) -> None:
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    opened(world)
    he.say("家里窗户关不上，5号楼1单元302")
    token = he.button("接单")
    zhou.press("接单")
    assert he.send({"kind": "press", "token": token}) == LOST
    went_on = he.say("1")
    assert went_on.startswith("好，明天（24号 周二）下午2点前有变动就先问您。\n接着刚才的：")
    assert "什么时候来方便？" in went_on


def test_who_is_asked_first_may_say_no_and_is_asked_no_more(world: World) -> None:
    zhou, he = lost(world)
    he.say("1")
    zhou.press("退单")
    zhou.say("1")
    assert he.press("来不了") == "好，没关系。这张单不再问您。"
    world.wait(hours=1)
    assert "空出一个位子" not in he.new
