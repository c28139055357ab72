"""Stars only if she goes on; a poor answer is mended by a set hour; thanks in her words (chats 11).

Scripts: rate_stars, change_stars, thank, rate_done, rate_not_done, rate_nobody, ask_again,
ask_others, call_her, close_order.
"""

import pytest
from sqlalchemy import select

from handlers.stars import contradicts
from models.call_log import CallLog
from models.evaluation import Evaluation, Outcome
from models.membership import Role
from models.order import OrderState
from models.service_record import RecordState
from tests.transcript import World
from tests.visits import Going, both_inside, orders_of, records_in, volunteer


def done(world: World) -> Going:
    """Both have left at a quarter to ten; she is asked."""
    going = both_inside(world)
    world.wait(minutes=37)
    for each in (going.zhou, going.ma):
        each.say("我走了")
        if "办成了什么？" in each.press("先走了"):
            each.press("都办好了")
    return going


def rated(world: World) -> Going:
    """She said 办好了, at two in the afternoon."""
    going = done(world)
    world.at(world.now.replace(hour=14, minute=0))
    going.wang.press("办好了")
    for each in (going.wang, going.sun, going.zhou, going.ma):
        _ = each.new
    return going


def said_in(world: World) -> Evaluation:
    """What was said of the first order."""
    with world.db.reading() as session:
        return session.scalars(select(Evaluation).order_by(Evaluation.id)).first()  # type: ignore[return-value]


@pytest.mark.row("O4")
def test_one_tap_is_enough_and_stars_are_hers_to_give(world: World) -> None:
    going = rated(world)
    assert going.order.state is OrderState.CLOSED
    assert said_in(world).stars is None
    asked = going.wang.press("打个分")
    assert asked == "您觉得怎么样？\n回数字就行。\n1 不好\n2 不太好\n3 一般\n4 好\n5 很好"
    world.restart()
    assert going.wang.say("5") == "好，谢谢您。我告诉他们。"
    assert said_in(world).stars == 5
    assert "打个分" not in going.wang.labels


def test_thanks_reach_them_the_same_day_in_her_words(world: World) -> None:
    going = rated(world)
    assert going.wang.press("写句谢谢") == "写一句，我原样转给他们。"
    world.restart()
    assert going.wang.say("灯亮了，屋里亮堂了") == "好，我转给他们。"
    for each in (going.zhou, going.ma):
        assert each.new == "家里小修那家让我转一句：\n“灯亮了，屋里亮堂了”"
    assert going.sun.new == ""


def test_a_lone_one_is_checked_once(small_world: World) -> None:
    going = rated(small_world)
    going.wang.press("打个分")
    assert going.wang.say("1").startswith("1 是“不好”。是哪里没弄好吗？")
    assert going.wang.press("按错了") == "好，谢谢您。我告诉他们。"
    assert said_in(small_world).stars == 5
    assert going.sun.new == ""


@pytest.mark.parametrize(
    ("stars", "words", "against"),
    [
        (5, "就是地上都是灰", True),
        (4, "来晚了半小时", True),
        (5, "不错，很好", False),
        (5, "", False),
        (3, "一般吧，没什么", False),
        (2, "很好，谢谢", True),
        (1, "灯没修好", False),
        (5, "they were late", True),
        (1, "great, thank you", True),
    ],
)
def test_words_that_contradict_a_score(stars: int, words: str, against: bool) -> None:
    assert contradicts(stars, words) is against


def test_words_against_a_score_are_asked_about(small_world: World) -> None:
    going = rated(small_world)
    going.wang.press("打个分")
    asked = going.wang.say("5 就是地上都是灰")
    assert asked.startswith("您写的是“就是地上都是灰”，\n打的是 5 分（很好）。\n分数要改吗？")
    assert "对不起，是我们没做好。" in going.wang.press("改成 2 分")
    going.wang.press("说说就行")
    assert (said_in(small_world).stars, said_in(small_world).comment) == (2, "就是地上都是灰")


def poor(world: World) -> Going:
    """2 分, and what she would like: somebody once more."""
    going = rated(world)
    going.wang.press("打个分")
    assert going.wang.say("取消").startswith("好，这件先不办了。")
    going.wang.press("打个分")
    going.wang.say("1")
    assert going.wang.say("上一步").endswith("5 很好")
    assert going.wang.say("2") == "谢谢您直说。哪里不太好？写一句就行。\n1 不写了"
    asked = going.wang.say("灯亮了 就是地上都是灰 我弯不下腰扫")
    assert asked == "对不起，是我们没做好。\n您想怎么办？\n1 请人再来\n2 说说就行\n3 打给我"
    world.restart()
    assert going.wang.say("1") == "好。今天下午5点前告诉您\n谁来、几点来。"
    return going


@pytest.mark.row("O4")
def test_a_poor_rating_is_repaired_and_both_scores_are_kept(world: World) -> None:
    going = poor(world)
    told = going.sun.new
    assert "1123-01 打了 2 分，要您看一下。\n“灯亮了 就是地上都是灰 我弯不下腰扫”" in told
    assert "想请人再来。\n答应了今天下午5点前回话。" in told
    for each in (going.zhou, going.ma):
        assert each.new == "", "volunteers never get the bare score"
    assert "会原样看到" in going.sun.press("请原来两位")
    world.restart()
    said = going.sun.say("灯修得好。地上落了灰，老人弯不下腰。")
    assert said.startswith("新开了 1124-01，接着 1123-01。\n问了原来那 2 位。")
    for each in (going.zhou, going.ma):
        asked = each.new
        assert "孙丽说：\n“灯修得好。地上落了灰，老人弯不下腰。”" in asked
        assert "2 分" not in asked
    assert "几点到？" in going.zhou.press("能去")
    going.zhou.press("下午3点")
    assert "约的是下午3点到，您跟他们一起。" in going.ma.press("能去")
    mending = orders_of(world)[1]
    assert (mending.follows_id, mending.state) == (going.order.id, OrderState.CLAIMED)
    told = going.wang.new
    assert "\n今天下午3点到。\n" in told
    assert f"把 {mending.code} 念给他们听" in told
    world.at(world.now.replace(hour=17, minute=1))
    assert going.wang.new == "", "the promise was kept"
    for each in (going.zhou, going.ma):
        each.say("我到了")
        each.say(mending.code)
    world.wait(minutes=20)
    for each in (going.zhou, going.ma):
        each.say("我走了")
        each.press("先走了")
    asked = going.wang.press("办好了")
    assert "打的分要不要改？\n1 改成 5 分\n2 改成 4 分\n3 不改" in asked
    assert going.wang.say("1") == "好，改了。谢谢您告诉我们。"
    evaluation = said_in(world)
    assert (evaluation.first_stars, evaluation.stars) == (2, 5)
    assert {row.state for row in records_in(world)} == {RecordState.APPROVED}
    assert [row.minutes for row in records_in(world)] == [37, 37, 20, 20], "nothing taken away"


def test_an_hour_of_the_second_day_is_kept_as_it_was_said(small_world: World) -> None:
    going = poor(small_world)
    going.sun.press("请原来两位")
    going.sun.say("灯修得好。地上落了灰。")
    going.zhou.press("能去")
    said = going.zhou.say("明天上午9点")
    assert said == "好，明天（25号 周三）上午9点，我跟对方说。"
    assert "约的是明天（25号 周三）上午9点到，您跟他们一起。" in going.ma.press("能去")
    assert "明天（25号 周三）上午9点到。" in going.wang.new


def test_those_who_went_are_asked_and_nobody_else(small_world: World) -> None:
    going = poor(small_world)
    he = volunteer(small_world, "何静")
    going.sun.press("请原来两位")
    going.sun.say("灯修得好。地上落了灰。")
    assert he.new == ""
    assert he.say("接单").startswith("现在没有等人去的单。")
    assert "先问了别人，在等回话" in he.say("接单1124-01")
    going.zhou.press("不方便")
    assert "几点到？" in going.ma.press("能去")
    assert orders_of(small_world)[1].places_left == 1


def test_nothing_is_closed_before_she_has_said_how_it_was(small_world: World) -> None:
    going = done(small_world)
    said = going.sun.say("结单1123-01")
    assert said == "居民还没说怎么样，先不结。\n七天没有话，会自己收起。"
    assert going.order.state is OrderState.DONE


def test_a_promise_that_slips_is_said_first_and_given_anew(world: World) -> None:
    going = poor(world)
    _ = going.sun.new
    world.restart()
    world.at(world.now.replace(hour=17, minute=1))
    assert going.wang.new == "说好回您话，还没回，是我们慢了。\n今天晚上8点前给您回话。"
    assert "1123-01 到了答应的时间，还没回话。" in going.sun.new
    assert "打通了吗" in going.sun.press("打给她")
    assert going.sun.press("打过了").startswith("好，记上了。")
    world.at(world.now.replace(hour=20, minute=30))
    assert going.wang.new == ""
    with world.db.reading() as session:
        assert session.scalars(select(CallLog)).one().outcome == "yes"


def test_asking_others_opens_one_order_and_not_a_second(small_world: World) -> None:
    going = poor(small_world)
    assert going.sun.press("请别人").startswith("新开了 1124-01，接着 1123-01。")
    mending = orders_of(small_world)[1]
    assert (mending.state, mending.people_needed) == (OrderState.APPROVED, 2)
    assert mending.raw_text == "灯亮了 就是地上都是灰 我弯不下腰扫"
    assert "已经开过 1124-01 了" in going.sun.say("请别人1123-01")
    assert "要社区的人来定" in going.zhou.say("请别人1123-01")
    assert len(orders_of(small_world)) == 2


def test_not_done_goes_the_same_way(world: World) -> None:
    going = done(world)
    assert "哪里没办好" in going.wang.press("没办好")
    assert "对不起，是我们没做好。" in going.wang.say("灯还是不亮")
    assert going.wang.say("上一步").startswith("回到上一步")
    going.wang.say("灯还是不亮，一闪一闪")
    assert going.wang.press("打给我") == "今天中午12点前给您打电话。"
    told = going.sun.new
    assert "1123-01 说：没办好。\n“灯还是不亮，一闪一闪”\n要社区打个电话。" in told
    assert going.order.state is OrderState.RATED
    assert {row.state for row in records_in(world)} == {RecordState.PENDING}
    going.sun.press("打给她")
    assert going.sun.press("没打通").startswith("好，记上了。到点前")
    going.sun.say("结单1123-01")
    world.wait(hours=4)
    assert "还没回" not in going.wang.new


def test_nobody_came_is_believed_and_rung_about(small_world: World) -> None:
    going = done(small_world)
    said = going.wang.press("人没来")
    assert said == "对不起，让您白等了。\n今天中午12点前给您打电话。"
    assert said_in(small_world).outcome is Outcome.NOBODY_CAME
    assert "1123-01 说：人没来。" in going.sun.new


def test_only_she_rates_and_only_what_was_done(small_world: World) -> None:
    going = rated(small_world)
    stranger = small_world.known("生人", Role.VOLUNTEER)
    for words in ("打个分1123-01", "写句谢谢1123-01"):
        stranger.say(words)
        assert "请人帮忙的人来说" in stranger.say("5 很好")
        stranger.say("取消")
    assert said_in(small_world).stars is None
    going.wang.press("打个分")
    assert going.wang.say("取消").startswith("好，这件先不办了。")
    going.wang.press("打个分")
    assert "回 1 到 5" in going.wang.say("还行吧你看着办")


def test_without_a_word_nothing_is_counted_as_good(world: World) -> None:
    going = done(world)
    world.wait(days=7, hours=1)
    assert going.order.state is OrderState.CLOSED
    with world.db.reading() as session:
        assert session.scalars(select(Evaluation)).all() == []
