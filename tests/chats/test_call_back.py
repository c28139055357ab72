"""回访: how it was, asked on the phone of somebody without a chat (chats.md 5).

Scripts: call_back.
"""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from models.call_log import CallLog
from models.evaluation import Evaluation, Outcome
from models.membership import Role, grant
from models.order import Order, OrderState
from models.person import Person
from models.service_record import Evidence, RecordState, ServiceRecord
from tests.asking import gives_a_chat_to_her
from tests.chats.test_doorstep import written
from tests.chats.test_visit_and_rating import visited as visited_at_home
from tests.transcript import ZONE, Someone, World


def claimed(world: World, *names: str) -> tuple[Someone, Someone, list[Someone]]:
    """赵倩 wrote 张德福's order, 孙丽 let volunteers claim it, and two did."""
    volunteers = [world.known(name, Role.VOLUNTEER) for name in names or ("周凯", "马立国")]
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = written(world)
    zhao.press("完了")
    sun.press("通过")
    sun.press("放开接单")
    for volunteer in volunteers:
        claims(volunteer)
    return zhao, sun, volunteers


def claims(volunteer: Someone) -> None:
    """They take it, and will ring about the hour."""
    assert "几点到？" in volunteer.press("接单")
    volunteer.press("再说")


def visited(world: World) -> tuple[Someone, Someone, list[Someone]]:
    """The two were there for half an hour."""
    zhao, sun, volunteers = claimed(world)
    for volunteer in volunteers:
        volunteer.say("我到了")
        volunteer.say(only(world).code)
    world.wait(minutes=30)
    for volunteer in volunteers:
        leaves(volunteer)
    return zhao, sun, volunteers


def leaves(volunteer: Someone) -> None:
    """Nobody reads the second code out to them."""
    volunteer.say("我走了")
    volunteer.press("先走了")


def only(world: World) -> Order:
    with world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        session.expunge(order)
        return order


def calls(world: World) -> list[tuple[str, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(CallLog).order_by(CallLog.id))
        return [(each.purpose, each.outcome) for each in rows]


def test_what_waits_for_a_call_stands_on_the_list(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    assert "等着看的 1 件：" in zhao.say("清单")
    assert "回访" in zhao.labels


@pytest.mark.row("O2")
def test_an_answer_on_the_phone_closes_the_order_and_counts_the_minutes(world: World) -> None:
    zhao, _sun, volunteers = visited(world)
    asked = zhao.press("回访")
    assert (
        asked == "1123-01，打给张德福问一声：\n事办好了吗？\n1 办好了\n2 没办好\n3 人没来\n4 没接"
    )
    world.restart()
    assert zhao.press("办好了") == "记下了，谢谢您打这个电话。"
    assert "居民说办好了。" in volunteers[0].new
    with world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        said = session.scalars(select(Evaluation)).one()
        worker = session.scalars(select(Person).filter_by(display_name="赵倩")).one()
        assert order.state is OrderState.CLOSED
        assert (said.rater_id, said.outcome) == (order.served_person_id, Outcome.DONE)
        assert (said.manner, said.written_by_id) == ("call", worker.id)
        records = session.scalars(select(ServiceRecord)).all()
        assert {(each.minutes, each.state, each.approved_by_id) for each in records} == {
            (30, RecordState.APPROVED, worker.id)
        }
    assert calls(world) == [("call_back", "done")]


def test_minutes_on_the_volunteers_own_word_become_those_of_a_call(world: World) -> None:
    zhao, _sun, volunteers = visited(world)
    with world.db.session() as session:
        session.execute(update(ServiceRecord).values(evidence=Evidence.SELF))
    zhao.press("回访")
    zhao.press("办好了")
    volunteers[0].press("都办好了")
    said = volunteers[0].say("时长")
    assert said.startswith("一共 30分钟，今年 30分钟。\n回访确认 30分钟\n")
    with world.db.reading() as session:
        rows = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).all()
        kept = {(each.minutes, each.evidence, each.state) for each in rows}
        assert kept == {
            (30, Evidence.SELF, RecordState.REVERSED),
            (-30, Evidence.SELF, RecordState.REVERSED),
            (30, Evidence.CALL_BACK, RecordState.APPROVED),
        }


def test_what_was_not_done_is_kept_in_the_words_that_were_said(small_world: World) -> None:
    zhao, sun, _volunteers = visited(small_world)
    zhao.press("回访")
    assert zhao.press("没办好") == "哪里没办好？照原话写一句。\n1 不写了"
    assert zhao.say("上一步").startswith("回到上一步。")
    zhao.press("没办好")
    assert zhao.say("后脑勺没剃着").startswith("记下了，谢谢您打这个电话。")
    assert "1123-01 说：没办好。\n“后脑勺没剃着”" in sun.new
    assert only(small_world).state is OrderState.RATED
    assert calls(small_world) == [("call_back", "not_done")]


def test_nobody_picks_up_and_she_is_reminded_the_next_day_once(world: World) -> None:
    zhao, _sun, _volunteers = visited(world)
    zhao.press("回访")
    assert zhao.press("没接") == "记下了，没接。\n明天上午10点提醒您再打。"
    assert only(world).state is OrderState.DONE
    world.at(datetime(2026, 11, 24, 9, 55, tzinfo=ZONE))
    assert "上回没打通" not in zhao.new
    world.restart()
    world.at(datetime(2026, 11, 24, 10, 5, tzinfo=ZONE))
    assert "1123-01：上回没打通。\n今天再打给张德福问一声。" in zhao.new
    world.wait(minutes=10)
    assert "上回没打通" not in zhao.new
    zhao.press("回访")
    zhao.press("人没来")
    assert calls(world) == [("call_back", "no_answer"), ("call_back", "nobody_came")]


def test_a_call_that_was_answered_meanwhile_is_not_owed_any_more(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    zhao.press("回访")
    zhao.press("没接")
    zhao.say("回访1123-01")
    zhao.press("办好了")
    small_world.wait(days=2)
    assert "上回没打通" not in zhao.new


def test_a_week_without_an_answer_closes_it_unrated(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    zhao.press("回访")
    zhao.press("没接")
    small_world.wait(days=8)
    assert only(small_world).state is OrderState.CLOSED
    with small_world.db.reading() as session:
        assert session.scalars(select(Evaluation)).all() == []
    assert "问过了" not in zhao.say("回访1123-01")


def test_who_went_there_does_not_ask_about_it(small_world: World) -> None:
    zhao, _sun, volunteers = visited(small_world)
    with small_world.db.session() as session:
        zhou = session.scalars(select(Person).filter_by(display_name="周凯")).one()
        grant(session, zhou, Role.WORKER, small_world.now)
    assert "这一趟您自己去了" in volunteers[0].say("回访1123-01")
    li = small_world.known("李婶", Role.RESIDENT)
    assert "要社区的人来定" in li.say("回访1123-01")
    assert "这件事要本人来说。" in zhao.say("办好了1123-01")
    assert calls(small_world) == []
    assert only(small_world).state is OrderState.DONE


def test_who_has_a_chat_speaks_for_themselves(small_world: World) -> None:
    visited_at_home(small_world)
    sun = small_world.known("孙丽", Role.WORKER)
    assert "对方自己会写，等对方来说。" in sun.say("回访1123-01")


def test_who_has_got_a_chat_meanwhile_is_not_rung_up(small_world: World) -> None:
    zhao, _sun, volunteers = claimed(small_world)
    zhang = gives_a_chat_to_her(small_world, "张德福")
    for volunteer in volunteers:
        volunteer.say("我到了")
        volunteer.say(only(small_world).code)
    for volunteer in volunteers:
        leaves(volunteer)
    assert "事办好了吗？" in zhang.new
    assert "\n1123-01：周凯、马立国说忙完了。\n" in zhao.new
    assert "回访" not in zhao.labels
