"""Nobody signs up before asking: two questions, one card, and pressing it is the consent.

Scripts: post_need, rate_done.
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from handlers.language import speaking
from models.consent import NOTICE_VERSION, Consent, Purpose
from models.membership import Role
from models.order import Order, OrderState
from models.person import Person
from models.station import Station
from tests.asking import orders, the_order
from tests.transcript import ZONE, Someone, World

UNKNOWN, KNOWN = 4, 2
FIRST_MESSAGES: tuple[tuple[str, ...], ...] = (
    ("厨房灯不亮了，3号楼2单元501，明天上午，13900000123",),
    ("厨房灯不亮了", "1", "3号楼2单元501 13900000123"),
    ("我家厨房灯不亮了我住3号楼2单元501找个人看看行不", "1", "13900000123"),
    ("厨房灯不亮了，明天上午", "3号楼2单元501", "13900000123"),
    ("厨房灯不亮了，明天上午，13900000123", "3号楼2单元501"),
    ("有点事想请人", "1", "3号楼2单元501，电话13900000123"),
    ("有点事想请人，13900000123", "2", "3号楼2单元501"),
    ("有点事想请人，明天上午", "别的事", "3号楼2单元501 13900000123"),
)


def turns_until_sent(someone: Someone, said: Sequence[str]) -> int:
    """How many messages of hers it takes, the yes to the card included."""
    shown = [someone.say(words) for words in said]
    assert "我念一遍" in shown[-1]
    assert not any("我念一遍" in each for each in shown[:-1])
    assert someone.say("行").startswith("发出去了")
    return len(said) + 1


@pytest.mark.parametrize("said", FIRST_MESSAGES, ids=lambda said: said[0][:12])
def test_a_stranger_needs_at_most_four_turns(small_world: World, said: tuple[str, ...]) -> None:
    assert turns_until_sent(small_world.someone("生客"), said) <= UNKNOWN
    order = the_order(small_world)
    assert (order.building, order.unit, order.room) == ("3", "2", "501")
    assert order.phone == "13900000123"


def test_somebody_known_needs_two_turns_and_one_to_rate(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    helpers = [small_world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    li = small_world.someone("李婶")
    turns_until_sent(li, FIRST_MESSAGES[0])
    li.say("李婶")
    assert turns_until_sent(li, ("想找人教我用手机挂号，后天上午",)) <= KNOWN
    order = orders(small_world)[-1]
    assert (order.room, order.phone) == ("501", "13900000123")
    sun.press("通过")
    sun.press("放开接单")
    for helper in helpers:
        helper.press("接单")
        helper.press("再说")
    small_world.at(order.starts_at)
    for helper in helpers:
        helper.say("我到了")
        helper.say(order.code)
    small_world.wait(minutes=40)
    for helper in helpers:
        helper.press("我走了")
        helper.press("先走了")
    assert li.press("办好了").startswith("好，谢谢您告诉我们。")
    assert orders(small_world)[-1].state is OrderState.CLOSED


def known_li(world: World) -> Someone:
    """李婶, who has asked before."""
    li = world.someone("李婶")
    turns_until_sent(li, FIRST_MESSAGES[0])
    li.say("李婶")
    return li


def test_somebody_known_who_names_no_time_presses_one_and_it_is_sent(world: World) -> None:
    li = known_li(world)
    card = li.say("厨房水龙头漏水，找人看看")
    assert card.split("我念一遍")[1] == (
        "，就差时间\n"
        "帮什么  家里小修（厨房水龙头漏水，找人看看）\n"
        "时间  按一个，就发出\n"
        "地点  3号楼2单元501\n"
        "电话  139 0000 0123\n"
        "来 2 位，戴工作牌，不收钱。\n"
        "按下时间，就是同意我们记下这些，\n办这件事。\n"
        "接单前，别人只看到帮什么、楼号和时间。\n"
        "1 明天（24号 周二）上午\n2 明天（24号 周二）下午\n3 别的时间\n"
        "4 改帮什么\n5 改地点\n6 改电话\n7 先不发"
    )
    world.restart()
    assert li.say("2").startswith("发出去了，单号 1123-02。")
    order = orders(world)[-1]
    assert (order.room, order.phone) == ("501", "13900000123")
    assert world.now.date().day == 23
    assert order.starts_at.astimezone(ZONE).strftime("%d %H") == "24 14"


def test_another_time_is_said_and_read_back(small_world: World) -> None:
    li = known_li(small_world)
    li.say("厨房水龙头漏水，找人看看")
    assert "什么时候来方便？" in li.press("别的时间")
    assert "时间  11月28日 周六上午" in li.say("周六上午")
    assert li.say("上一步").endswith("3 别的时间")
    assert li.say("取消").startswith("好，这件先不办了。")
    li.say("厨房水龙头漏水，找人看看")
    assert "时间  11月28日 周六上午" in li.say("周六上午")
    assert li.press("先不发").startswith("好，先不发。")
    li.say("厨房水龙头漏水，找人看看")
    assert "到哪里去？" in li.press("改地点")
    assert "就差时间" in li.say("3号楼2单元502")
    assert li.press("先不发").startswith("好，先不发。")
    assert len(orders(small_world)) == 1


def test_nothing_is_known_of_her_until_she_presses_and_the_sentence_has_a_version(
    world: World,
) -> None:
    wang = world.someone("王秀英")
    wang.say("厨房灯不亮了")
    wang.say("1")
    card = wang.say("3号楼2单元501 13900000123")
    assert "按“发出”，就是同意我们记下这些，\n办这件事。" in card
    world.restart()
    with world.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    wang.press("发出")
    with world.db.reading() as session:
        given = session.scalars(select(Consent)).one()
        assert (given.purpose, given.manner) == (Purpose.REGISTER, "chat")
        assert given.notice_version == NOTICE_VERSION


def test_one_answer_of_two_is_kept_and_the_other_asked_for(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    wang.say("厨房灯不亮了")
    asked = wang.say("1")
    assert asked == "门牌和电话一起写吧。\n来之前给您打一个，\n只给来的人和社区看。"
    assert wang.say("3号楼2单元501").startswith("门牌记下了，还差电话。")
    small_world.restart()
    assert "门牌和电话一起写吧" in wang.say("上一步")
    assert wang.say("3号楼2单元502，13900000123").startswith("我念一遍")
    assert wang.say("取消").startswith("好，这件先不办了。")
    assert orders(small_world) == []


def test_a_correction_in_her_own_words_changes_one_line(small_world: World) -> None:
    """chats.md 3."""
    li = small_world.someone("李建国")
    li.say("水龙头漏水，今天晚上8点，7号楼1308，13900000789")
    assert li.say("不是1308是1803").startswith("改成 7号楼1803 了，别的没动。")
    li.press("发出")
    assert the_order(small_world).room == "1803"


def a_station(world: World) -> None:
    """葵园站, where there is a desk."""
    with world.db.session() as session:
        session.add(
            Station(
                community_id=world.community_id,
                code="KY",
                name="葵园站",
                name_en="Kuiyuan station",
                kind="station",
                tier="station",
                street="葵园路2号",
            )
        )


@pytest.mark.parametrize("restarts", [False, True], ids=["in one go", "with restarts"])
def test_at_the_station_neither_her_door_nor_her_phone_is_needed(
    world: World, restarts: bool
) -> None:
    """chats.md 18, in Chinese."""
    a_station(world)
    anna = world.someone("安娜")
    asked = anna.say("想找人教我用手机挂号，周六下午")
    assert asked.endswith("在哪里见面好？\n1 来家里\n2 去站里\n3 别处")
    if restarts:
        world.restart()
    card = anna.press("去站里")
    assert "地点  葵园站，葵园路2号" in card
    assert "电话" not in card.replace("改电话", "")
    anna.press("发出")
    order = the_order(world)
    assert (order.venue, order.landmark) == ("station", "葵园站，葵园路2号")
    assert (order.room, order.phone) == (None, None)


def test_home_and_elsewhere_are_written_after_the_choice(small_world: World) -> None:
    a_station(small_world)
    for label, hint, place, venue in (
        ("来家里", "好，写楼号、单元和门牌。", "3号楼2单元501", "home"),
        ("别处", "好，在哪里？", "小花园凉亭", "outside"),
    ):
        someone = small_world.someone(label)
        someone.say("想找人教我用手机挂号，周六下午，13900000123")
        assert hint in someone.press(label)
        assert "我念一遍" in someone.say(place)
        someone.press("发出")
        assert orders(small_world)[-1].venue == venue


def test_who_told_her_door_is_not_asked_where_to_meet(small_world: World) -> None:
    a_station(small_world)
    li = small_world.someone("李婶")
    assert "我念一遍" in li.say("想找人教我用手机挂号，周六下午，3号楼2单元501，13900000123")
    assert li.say("改成去站里").startswith("改成 葵园站")
    li.press("发出")
    assert the_order(small_world).venue == "station"


def test_what_happens_at_the_station_is_not_asked_for_a_door(small_world: World) -> None:
    a_station(small_world)
    li = small_world.someone("李婶")
    assert "地点  葵园站，葵园路2号" in li.say("想量量血压，周六上午")
    li.press("发出")
    assert the_order(small_world).venue == "station"


@pytest.mark.row("H18")
@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("我跟老伴想学用手机挂号", 2),
        ("我们仨想学用手机挂号", 3),
        ("想学用手机挂号，来两个人", 1),
        ("我们一家三口想学用手机挂号", 3),
    ],
)
def test_how_many_it_helps_is_read_from_her_words(
    small_world: World, words: str, count: int
) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    li = small_world.someone("李婶")
    card = li.say(f"{words}，周六下午，3号楼2单元501，13900000123")
    assert (f"帮几位  {count} 个人" in card) is (count > 1)
    li.press("发出")
    with small_world.db.reading() as session:
        assert session.scalars(select(Order.served_count)).one() == count
    assert (f"帮几位  {count} 个人" in sun.card) is (count > 1)


def test_at_the_station_in_english(small_world: World) -> None:
    """chats.md 18."""
    a_station(small_world)
    anna = small_world.someone("Anna")
    with speaking("en"):
        asked = anna.say("Hi, could someone help me with my phone? Sat afternoon")
        assert asked.endswith(
            "Where should they meet you?\n1 To my home\n2 To the station\n3 Elsewhere"
        )
        card = anna.press("To the station")
    assert "Place  Kuiyuan station 葵园站，葵园路2号" in card
    assert "Time  Sat 28 Nov, 2 to 6 pm" in card
    assert anna.press("Send").startswith("Sent. Your order number is 1123-01.")


def test_what_it_costs_is_answered_before_the_question_goes_on(small_world: World) -> None:
    """chats.md 17."""
    li = small_world.someone("李建国")
    li.say("厨房灯不亮了")
    assert li.say("要钱吗").endswith("3 别的时间")
    asked = li.say("明天上午吧，一共多少钱")
    assert asked.startswith("不收钱，什么时候都不收。\n门牌和电话一起写吧。")
    assert "不收钱，什么时候" not in li.say("3号楼2单元501")
    assert "还差 1 位" in li.say("1390000012")
    assert li.say("取消").startswith("好，这件先不办了。")


def test_a_time_that_is_written_instead_of_pressed_is_read_back_first(small_world: World) -> None:
    li = known_li(small_world)
    assert "就差时间" in li.say("厨房水龙头漏水，找人看看")
    card = li.say("周六上午")
    assert card.startswith("我念一遍\n")
    assert "时间  11月28日 周六上午" in card
    assert li.say("行").startswith("发出去了")
