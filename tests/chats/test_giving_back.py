"""退单: one tap, no scolding; a replacement first, the news second (chats.md 9).

Scripts: give_back, ask_first, claim, arrival, another_time.
"""

from datetime import timedelta

from models.assignment import AssignmentState
from models.order import OrderState
from tests.finding import nothing_private, opened, order_of, parts, volunteer
from tests.transcript import MONDAY, Someone, World

A = AssignmentState


def given_back(world: World, *others: str) -> tuple[Someone, Someone, list[Someone]]:
    """周凯 goes at three; 何静 asked to be asked first; on Monday at 19:20 周凯 gives it back."""
    zhou = volunteer(world, "周凯", building="3")
    he = volunteer(world, "何静")
    _sun, li = opened(world)
    token = he.button("接单")
    zhou.press("接单")
    zhou.say("3点")
    he.send({"kind": "press", "token": token})
    he.say("1")
    rest = [volunteer(world, name) for name in others]
    assert "有人来了：周凯" in li.new
    world.at(MONDAY.replace(hour=19, minute=20))
    _ = (zhou.new, he.new, li.new)
    assert zhou.press("退单").startswith("好。是哪种情况？")
    world.restart()
    assert zhou.say("身体不适") == "已经退了，没关系。\n居民那边我来说，您不用打电话。"
    return zhou, li, [he, *rest]


def test_his_details_vanish_and_who_asked_first_is_offered_it_alone(world: World) -> None:
    zhou, li, (he, wu) = given_back(world, "吴芳")
    nothing_private(zhou.card)
    assert "今天晚上8点前回我就行。" in he.new
    assert "接单" not in wu.labels
    assert "先问了别人" in wu.say("接1123-01")
    wu.say("不用")
    assert he.press("我来").startswith("接好了")
    assert he.say("3点").startswith("好，下午3点")
    told = li.new
    assert told.startswith("来的人换了：何静。\n明天（24号 周二）下午3点到。\n进门先问暗号，")
    assert told.endswith("号码还是 4826，\n人到了念给他们听。")
    world.at(MONDAY.replace(hour=20, minute=31))
    assert li.new == ""


def test_the_next_group_is_asked_when_nobody_answers_and_she_hears_once(world: World) -> None:
    _zhou, li, (_he, wu) = given_back(world, "吴芳")
    world.at(MONDAY.replace(hour=20, minute=1))
    assert parts(world)["何静"] is A.EXPIRED
    world.wait(minutes=1)
    assert "接单" in wu.labels
    assert li.new == ""
    world.at(MONDAY.replace(hour=20, minute=31))
    told = li.new
    assert "明天（24号 周二）下午2点到6点来的人来不了了，\n还没找到别人，对不起。" in told
    assert [label for label in li.labels if label in ("换个时间", "让社区打给我", "不用了")] != []
    world.restart()
    assert wu.press("接单").startswith("接好了")
    assert wu.press("下午3点").startswith("好，下午3点")
    assert "来的人换了：吴芳。" in li.new


def test_keeping_it_after_all_and_cancelling_change_nothing(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    opened(small_world)
    zhou.press("接单")
    zhou.press("再说")
    zhou.press("退单")
    assert zhou.say("取消").startswith("好，这件先不办了。")
    zhou.press("退单")
    assert zhou.press("不退了") == "好，这张单还是您的。"
    assert parts(small_world) == {"周凯": A.ACCEPTED}


def test_no_count_of_it_is_kept_where_anybody_reads(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    sun, li = opened(small_world)
    zhou.press("接单")
    zhou.press("再说")
    zhou.press("退单")
    zhou.say("1")
    li.say("再取一个快递送到站里，3号楼2单元501，周四下午")
    li.say("行")
    shown = sun.press("通过")
    assert "周凯  还没填档案" in shown or "周凯  " in shown
    assert "退" not in shown


def test_after_three_days_of_downtime_nothing_stale_is_said(world: World) -> None:
    _zhou, li, (he, _wu) = given_back(world, "吴芳")
    _ = he.new
    world.at(MONDAY + timedelta(days=3))
    assert order_of(world).state is OrderState.EXPIRED
    told = li.new
    assert told.count("没找到人，对不起。") == 1
    assert "接着找" not in told
    assert "还来吗" not in he.new
