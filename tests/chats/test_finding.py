"""Finding somebody: who could go and why, one asked by name, small groups (chats.md 6 and 7).

Scripts: dispatch, invite, open_order, claim, arrival, decline, see_words, see_phone.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.assignment import AssignmentState
from models.audit import Audit
from models.membership import Role
from models.opt_out import NoticeKind, opt_out
from models.order import OrderState
from models.person import Person
from tests.finding import approved, nothing_private, opened, order_of, parts, posted, volunteer
from tests.transcript import MONDAY, World

A = AssignmentState


@pytest.mark.row("H17", "O1")
def test_staff_read_who_could_go_and_why_and_who_was_left_out(world: World) -> None:
    volunteer(world, "周凯", building="3", kinds=["errand"], slots=["tue_pm"])
    volunteer(world, "何静", building="9", slots=["tue_pm", "wed_am"])
    volunteer(world, "林芳", slots=["sat_am"])
    volunteer(world, "吴芳", rests_until=MONDAY + timedelta(days=9))
    volunteer(world, "马立国")
    with world.db.session() as session:
        ma = session.scalars(select(Person).filter_by(display_name="马立国")).one()
        opt_out(session, ma, NoticeKind.TASKS, world.now)
    sun, _li = approved(world)
    world.restart()
    shown = sun.say("派单1123-01")
    assert "要 1 位，可以请" in shown
    assert "周凯  愿意做这类事，那时候有空，住同一栋楼" in shown
    assert "何静  那时候有空" in shown
    assert "没列：1 位那时候没空，1 位在歇着，1 位不收接单提醒。" in shown
    assert "林芳  " not in shown


@pytest.mark.row("H17")
def test_who_has_much_to_do_this_week_is_shown_so_and_comes_last(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯", building="3", most=60)
    volunteer(small_world, "何静")
    sun, li = opened(small_world)
    zhou.press("接单")
    li.say("再取一个快递送到站里，3号楼2单元501，周四下午")
    li.say("行")
    shown = sun.press("通过")
    assert shown.index("何静") < shown.index("周凯")
    assert "超过自己说的每周1小时，本周已 1 单" in shown


def test_one_is_asked_by_name_until_a_promised_hour(world: World) -> None:
    zhou = volunteer(world, "周凯", building="3", kinds=["errand"], slots=["tue_pm"])
    he = volunteer(world, "何静")
    sun, li = approved(world)
    assert sun.press("请周凯") == "问了周凯，等到今天下午1点。"
    world.restart()
    assert "想请您帮个忙：代办跑腿" in zhou.card
    assert "为什么问您  愿意做这类事，那时候有空，住同一栋楼" in zhou.card
    assert "今天下午1点前回就行，\n不方便也没关系。" in zhou.card
    nothing_private(zhou.card)
    assert "这个位子先问了别人" in he.say("接1123-01") or "这张单先问了别人" in he.new
    world.at(MONDAY.replace(hour=13, minute=1))
    assert "1123-01：周凯没回话，\n还差 1 位。" in sun.new
    assert parts(world)["周凯"] is A.EXPIRED
    assert zhou.say("接1123-01").startswith("接好了")
    assert order_of(world).state is OrderState.CLAIMED
    assert li.new == ""
    world.wait(minutes=11)
    assert "有人来了：周凯" in li.new


def test_a_place_kept_for_one_is_nobody_elses_until_the_hour(world: World) -> None:
    zhou = volunteer(world, "周凯")
    he = volunteer(world, "何静")
    sun, _li = approved(world)
    sun.press("请周凯")
    assert "先问了 0 位" in sun.press("放开接单")
    assert he.say("接1123-01").startswith("谢谢您。这个位子先问了别人，在等回话。")
    he.press("不用")
    assert zhou.press("接单").startswith("接好了")


def test_typed_words_ask_somebody_where_there_are_no_buttons(small_world: World) -> None:
    zhou = volunteer(small_world, "周凯")
    sun, li = approved(small_world)
    _ = li.say("请周凯1123-01"), li.say("取消")
    assert parts(small_world) == {}
    assert sun.say("请周凯 1123-01") == "问了周凯，等到今天下午1点。"
    assert sun.say("请周凯1123-01") == "已经问过这位了，在等回话。"
    assert "要社区的人来定" in zhou.say("派单1123-01")
    assert zhou.say("不方便") == "好，没关系。这张单不再问您。"
    assert "就不再问了" in sun.say("请周凯1123-01")


def test_four_say_no_and_the_fifth_comes_and_no_count_is_kept(world: World) -> None:
    four = [
        volunteer(world, name, building="3") for name in ("甲先生", "乙女士", "丙先生", "丁女士")
    ]
    sun, li = opened(world)
    fifth = volunteer(world, "周凯")
    for each in four:
        nothing_private(each.card)
        assert each.press("不方便") == "好，没关系。这张单不再问您。"
        assert each.labels == []
        world.restart()
    world.wait(minutes=31)
    assert fifth.press("接单").startswith("接好了")
    assert fifth.say("上一步").startswith("这是第一步了。")
    said = fifth.say("取消")
    assert said == "好，几点先不说，出门前打个电话。\n单子还是您的，去不了写“退单”。"
    world.wait(minutes=11)
    assert "有人来了：周凯" in li.new
    assert [name for name, state in parts(world).items() if state is A.DECLINED] == [
        *("甲先生", "乙女士", "丙先生", "丁女士")
    ]
    li.say("再取一个快递送到站里，3号楼2单元501，周四下午")
    li.say("行")
    shown = sun.press("通过")
    assert "甲先生" in shown
    assert "不方便" not in shown


def test_six_are_asked_at_a_time_and_the_next_six_after_half_an_hour(small_world: World) -> None:
    everybody = [volunteer(small_world, f"志愿者{n}") for n in range(9)]
    sun, _li = opened(small_world)
    asked = [each for each in everybody if "接单" in each.labels]
    assert len(asked) == 6
    small_world.wait(minutes=29)
    assert sum("接单" in each.labels for each in everybody) == 6
    small_world.wait(minutes=2)
    assert all("接单" in each.labels for each in everybody)
    small_world.at(MONDAY.replace(hour=18, minute=1))
    assert "1123-01 还差 1 位" in sun.new
    assert "派单" in sun.labels


def test_who_was_asked_least_lately_is_asked_first(small_world: World) -> None:
    names = [f"志愿者{n}" for n in range(8)]
    everybody = {name: volunteer(small_world, name) for name in names}
    opened(small_world)
    first = {name for name, each in everybody.items() if "接单" in each.labels}
    li = small_world.someone("李婶")
    li.say("再取一个快递送到站里，3号楼2单元501，周四下午")
    li.say("行")
    sun = small_world.someone("孙丽")
    sun.press("通过")
    sun.press("放开接单")
    second = {name for name, each in everybody.items() if "周四" in each.card}
    assert set(names) - first <= second


def test_the_next_group_waits_for_the_morning(small_world: World) -> None:
    everybody = [volunteer(small_world, f"志愿者{n}") for n in range(9)]
    small_world.at(MONDAY.replace(hour=20, minute=50))
    opened(small_world)
    small_world.at(MONDAY.replace(hour=22))
    assert sum("接单" in each.labels for each in everybody) == 6
    small_world.at((MONDAY + timedelta(days=1)).replace(hour=8, minute=1))
    assert all("接单" in each.labels for each in everybody)


def test_a_volunteer_who_was_never_asked_gets_nothing_by_an_old_token(world: World) -> None:
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    sun, _li = approved(world)
    sun.press("请周凯")
    token = zhou.button("接单")
    assert he.send({"kind": "press", "token": token}).startswith("这张卡过了时间")
    assert "何静" not in parts(world)
    assert "501" not in "".join(map(str, he.messages))


def test_her_hour_may_be_typed_taken_back_or_left_open(world: World) -> None:
    zhou = volunteer(world, "周凯")
    _sun, li = opened(world)
    assert "几点到？明天（24号 周二）下午2点到6点都行。" in zhou.press("接单")
    assert zhou.say("随便") == "说个钟点就行，比如“9点半”。\n" + "\n".join(
        (
            "几点到？明天（24号 周二）下午2点到6点都行。",
            "1 下午2点半",
            "2 下午3点",
            "3 下午4点",
            "4 再说",
        )
    )
    world.restart()
    assert "这个钟点对方不方便" in zhou.say("晚上8点")
    assert zhou.say("4点半") == "好，下午4点半，我跟对方说。"
    assert "明天（24号 周二）下午4点半到" in li.new
    assert zhou.say("取消").startswith("现在没有办到一半的事。")
    assert "下午4点半" in world.someone("孙丽").card


def test_a_restart_back_and_cancel_leave_the_claim_as_it_is(world: World) -> None:
    zhou = volunteer(world, "周凯")
    _sun, li = opened(world)
    zhou.press("接单")
    world.restart()
    assert zhou.say("上一步").startswith("这是第一步了。")
    assert zhou.say("取消").startswith("好，几点先不说，出门前打个电话。")
    assert parts(world)["周凯"] is A.ACCEPTED
    world.wait(minutes=11)
    assert li.new.startswith("有人来了：周凯")
    world.wait(minutes=30)
    assert li.new == ""


def test_reading_words_or_phone_is_written_down(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = posted(world)
    assert "电话  139****0123（看会留记录）" in sun.card
    assert "13900000123" not in sun.card
    assert sun.press("看电话") == "1123-01 的电话：139 0000 0123\n这次看电话记下了。"
    assert "腿脚不便" in sun.press("看原话")
    assert sun.say("看电话1123-01").startswith("1123-01 的电话：139 0000 0123")
    assert "要社区的人来定" in li.say("看电话1123-01")
    with world.db.reading() as session:
        seen = session.execute(select(Audit.action, Audit.subject).order_by(Audit.id)).all()
    assert [tuple(each) for each in seen] == [
        ("set_care", "person:2"),  # by her own yes
        ("shown_phone", "order:1"),
        ("shown_words", "order:1"),
        ("shown_phone", "order:1"),
    ]


def test_what_the_pool_reads_names_nobody(world: World) -> None:
    everybody = [volunteer(world, f"志愿者{n}", building="3") for n in range(7)]
    opened(world)
    world.wait(minutes=31)
    for each in everybody:
        nothing_private(*(str(message) for message in each.messages))
