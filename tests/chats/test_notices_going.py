"""A notice on its way: a colleague looks first, staff stops it, its author hears how it went.

Scripts: approve_notice, refuse_notice, stop_notice, notice_progress.
"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.contract import Outgoing, SendError, Trouble
from bot.expanding import expand_once
from models.audit import Audit
from models.membership import Role
from models.notice import NoticeState
from tests.broadcasting import (
    WORDS,
    actions,
    crowd,
    notice,
    second_look_above,
    send_out,
    sends,
    written,
)
from tests.transcript import ZONE, World


@pytest.mark.row("G4")
def test_a_large_one_waits_for_a_colleague(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR, Role.WORKER)
    zhao = world.known("赵倩", Role.WORKER)
    crowd(world, 51)
    second_look_above(world, 50)
    assert "51 个人" in (card := written(sun))
    assert "超过 50 位，另一位同事看过才发。" in card
    assert sends(sun).startswith("好，等另一位同事看过再发。\n发了就告诉您。")
    send_out(world)
    assert "通知\n内容  周六上午义诊" in zhao.new
    assert "谁写的  孙丽\n多少  51 个人\n现在  等另一位同事看" in zhao.card
    assert actions(sun) == ["不发了"]
    with pytest.raises(LookupError):
        sun.press("同意发出")
    assert sun.say("同意发出") == "自己写的通知，要另一位同事来看。"
    assert zhao.press("同意发出").startswith("同意了，在发了。")
    assert sun.new == "赵倩看过了，\n通知“周六上午义诊，还缺…”可以发，\n发完告诉您。"
    assert zhao.say("同意发出") == "现在没有这样的通知。"
    send_out(world)
    assert world.someone("p50").new.startswith(WORDS)
    assert sun.new.endswith("发完了。\n已送到 51 位。")
    with world.db.reading() as session:
        deeds = list(session.scalars(select(Audit.action).order_by(Audit.id)))
    assert deeds == ["notice_posted", "notice_approved"]


def test_a_colleague_sends_it_back_with_a_reason(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    qian = world.known("钱伟", Role.COORDINATOR)
    crowd(world, 51)
    second_look_above(world, 50)
    written(sun)
    sends(sun)
    assert zhao.press("退回通知") == "写一句原因，写的人会原样看到。"
    assert zhao.say("时间写错了").startswith("退回了，原因发给写的人了。")
    assert sun.new.endswith("没有发。\n赵倩说：\n“时间写错了”\n改好了，再写“通知”。")
    assert "退回了，没有发" in qian.card
    assert actions(qian) == []
    send_out(world)
    assert world.someone("p0").new == ""
    assert notice(world).state is NoticeState.REFUSED


def test_words_decide_the_only_one_and_the_night_is_left_alone(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.COORDINATOR)
    zhao = small_world.known("赵倩", Role.WORKER)
    crowd(small_world, 51)
    second_look_above(small_world, 50)
    small_world.now = datetime(2026, 11, 23, 22, 0, tzinfo=ZONE)
    for decision, answer in (
        ("退回通知", "写一句原因，写的人会原样看到。"),
        ("同意发出", "同意了。夜里不打扰，\n上午8点后到大家手机上。"),
    ):
        written(sun)
        sends(sun)
        assert zhao.say(decision).startswith(answer)
        zhao.say("换个说法")


def test_two_colleagues_look_and_the_first_one_decides(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao, qian = world.known("赵倩", Role.WORKER), world.known("钱伟", Role.WORKER)
    crowd(world, 51)
    second_look_above(world, 50)
    written(sun)
    sends(sun)
    late = qian.button("同意发出")
    zhao.press("同意发出")
    answer = qian.send({"kind": "press", "token": late})
    assert answer == "这条通知已经有人看过了。\n现在是：在发。"


def test_alone_nobody_writes_to_more_than_fifty(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 50)
    second_look_above(world, 50)
    world.known("王秀英")
    assert written(sun, "全体") == (
        "超过 50 位，要另一位同事看过，\n现在没有别人能看。\n"
        "换少一点的对象，或者请社区\n再加一位工作人员。\n"
        "发给谁？也可以写，\n比如“3号楼会理发的”。\n1 全体\n2 志愿者"
    )
    assert "现在  50 个人" in sun.say("志愿者")
    sends(sun)
    assert notice(world).state is NoticeState.QUEUED


def test_an_audience_that_grew_behind_an_old_card_waits_for_a_colleague(world: World) -> None:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    crowd(world, 50)
    second_look_above(world, 50)
    written(sun)
    world.known("何静", Role.VOLUNTEER)
    assert sends(sun).startswith("好，等另一位同事看过再发。")
    assert "多少  51 个人" in zhao.card


@pytest.mark.row("G4")
def test_what_was_not_sent_can_be_stopped(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 6)
    written(sun)
    sends(sun)
    expand_once(world.db, world.around, 2)
    world.deliver()
    expand_once(world.db, world.around, 2)
    assert sun.press("不发了").startswith("停了，还没发的不再发。")
    send_out(world)
    assert world.someone("p1").new.startswith(WORDS)
    assert [world.someone(f"p{n}").new for n in range(2, 6)] == [""] * 4
    assert sun.new.endswith("“周六上午义诊，还缺…”停了。\n已送到 2 位。\n其余 4 位没发。")
    assert "现在  停了（送到 2 位）" in sun.card
    assert sun.say("停止通知") == "现在没有这样的通知。"


def test_a_colleague_who_may_not_look_again_stops_it_before_it_went(world: World) -> None:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    crowd(world, 51)
    second_look_above(world, 50)
    written(sun)
    sends(sun)
    assert sun.press("不发了").startswith("停了，还没发的不再发。")
    assert actions(zhao) == []
    send_out(world)
    assert sun.new == ""
    assert world.someone("p0").new == ""


def test_whoever_is_not_staff_stops_what_comes_to_them(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    assert li.say("停止通知").startswith("哪种不想收？")
    assert small_world.someone("生人").say("通知进度").startswith("这件事要社区的人来定。")


def test_how_far_it_is_can_be_asked(world: World) -> None:
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    assert sun.say("通知进度") == "还没有发过通知。\n想发，写“通知”。"
    crowd(world, 3)
    written(sun)
    sends(sun)
    expand_once(world.db, world.around, 2)
    world.deliver()
    expand_once(world.db, world.around, 1)
    assert "现在  在发（送到 2 位，等着 1 位）" in zhao.say("通知进度")
    send_out(world)
    assert "现在  发完了（送到 3 位）" in sun.say("通知进度")


def test_of_two_that_are_on_their_way_the_card_says_which(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 2)
    for _n in range(2):
        written(sun)
        sends(sun)
    answer = sun.say("停止通知")
    assert answer.startswith("是哪一条？在卡上按。")
    assert sun.press("不发了").startswith("停了")
    assert sun.say("停止通知").startswith("停了")


@pytest.mark.row("G4")
def test_the_report_gives_the_true_reasons(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 5)
    send = world.paper.send

    async def fails(message: Outgoing) -> str:
        if message.address in ("p1", "p3"):
            raise SendError(Trouble.BLOCKED)
        if message.address == "p4":
            raise SendError(Trouble.REJECTED)
        return await send(message)

    monkeypatch.setattr(world.paper, "send", fails)
    written(sun)
    sends(sun)
    send_out(world)
    assert sun.new.endswith(
        "通知“周六上午义诊，还缺…”发完了。\n已送到 2 位。\n"
        "没送到 3 位：停用了 2 位、那边没收下 1 位。"
    )
    send_out(world)
    assert sun.new == ""


def test_what_waits_past_its_days_is_not_sent(world: World) -> None:
    sun = world.known("孙丽", Role.COORDINATOR)
    crowd(world, 2)
    written(sun)
    sends(sun)
    expand_once(world.db, world.around, 500)
    world.now += timedelta(days=4)
    send_out(world)
    assert sun.new.endswith("没送到 2 位：过了时间 2 位。")
