"""News told on by a worker, and 回访: how it was, asked on the phone (chats.md 5).

Scripts: call_back, passed_on, slip.
"""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.call_log import CallLog
from models.evaluation import Evaluation, Outcome
from models.membership import Membership, Role, grant
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
        volunteer.press("接单")
    return zhao, sun, volunteers


def visited(world: World) -> tuple[Someone, Someone, list[Someone]]:
    """The two were there for half an hour."""
    zhao, sun, volunteers = claimed(world)
    for volunteer in volunteers:
        volunteer.say("我到了")
        volunteer.say(only(world).code)
    world.wait(minutes=30)
    for volunteer in volunteers:
        volunteer.say("我走了")
    return zhao, sun, volunteers


def only(world: World) -> Order:
    with world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        session.expunge(order)
        return order


def calls(world: World) -> list[tuple[str, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(CallLog).order_by(CallLog.id))
        return [(each.purpose, each.outcome) for each in rows]


@pytest.mark.row("O2")
def test_the_worker_hears_who_comes_and_the_code_and_tells_it_on(world: World) -> None:
    zhao, _sun, _volunteers = claimed(world)
    assert (
        "1123-01 有人去了：周凯、马立国。\n"
        "今天（23号 周一）到这周日（29号）到，到场号码 4826。\n"
        "请打电话告诉张德福，\n"
        "号码抄到纸条上。" in zhao.new
    )
    assert "抄到纸条上，再打电话告诉" in zhao.card
    assert "4826" in zhao.card
    assert zhao.press("转告了") == "好，1123-01 记下了：转告了。"
    assert calls(world) == [("door", "yes")]
    slip = zhao.press("纸条")
    assert slip.startswith("理发，11月23日 周一到29日 周日\n不收钱，不看存折，不卖东西")
    assert slip.endswith("到场号码 4826")
    assert "张德福" not in slip
    assert "102" not in slip


def test_the_word_and_both_codes_reach_who_has_no_chat(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    with small_world.db.session() as session:
        session.execute(update(Order).values(password="石榴", code_out="5290"))
    _ = [small_world.known(name, Role.VOLUNTEER) for name in ("周凯", "马立国")]
    zhao.press("通过")
    zhao.press("放开接单")
    for name in ("周凯", "马立国"):
        small_world.someone(name).press("接单")
    assert "暗号“石榴”，答对了再开门。\n请打电话告诉张德福，" in zhao.new
    assert zhao.press("纸条").endswith("先问暗号，答“石榴”再开门\n到场号码 4826\n办好了再念 5290")
    with small_world.db.reading() as session:
        seen = session.scalars(select(Audit).filter_by(action="read_slip")).one()
        assert seen.subject == only(small_world).subject


@pytest.mark.parametrize(
    ("answer", "told"),
    [("打给家人", "请打给张德福的家人，"), ("邻居转告", "请跟张德福的邻居说一声，")],
)
def test_family_and_neighbours_are_told_by_the_worker(
    small_world: World, answer: str, told: str
) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    ma = small_world.known("马立国", Role.VOLUNTEER)
    zhao = small_world.known("赵倩", Role.WORKER)
    zhao.say("询单 6号楼3门102 张德福 想理发 这周都行")
    zhao.press("同意")
    zhao.press(answer)
    zhao.press("完了")
    assert f"有变动  {answer}" in zhao.card
    zhao.press("通过")
    zhao.press("放开接单")
    zhou.press("接单")
    ma.press("接单")
    assert told in zhao.new


def test_a_refusal_is_told_on_by_the_worker_too(small_world: World) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("婉拒1123-01")
    sun.say("理发店每月上门，请打 8000 0456")
    assert "1123-01 婉拒了：\n“理发店每月上门，请打 8000 0456”\n请告诉张德福一声。" in zhao.new


def test_a_question_of_a_colleague_is_answered_by_whoever_stood_at_the_door(
    small_world: World,
) -> None:
    zhao = written(small_world)
    zhao.press("完了")
    sun = small_world.known("孙丽", Role.COORDINATOR)
    sun.say("问一句1123-01")
    sun.say("有没有地方放推子")
    assert "社区想问一句：\n“有没有地方放推子”" in zhao.new
    zhao.say("答一句1123-01")
    assert zhao.say("桌子边上有插座").startswith("好，转给社区了。")
    assert only(small_world).raw_text.endswith("桌子边上有插座")


def test_what_waits_for_a_call_stands_on_the_list(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    assert "等着看的 1 件：" in zhao.say("清单")
    assert "回访" in zhao.labels


def test_the_worker_hears_that_they_came_and_left(small_world: World) -> None:
    zhao, _sun, _volunteers = visited(small_world)
    news = zhao.new
    assert "1123-01：周凯到了。" in news
    assert "1123-01：周凯、马立国说忙完了。\n请打给张德福，问一声怎么样。" in news
    assert "事办好了吗？" not in news


@pytest.mark.row("O2")
def test_an_answer_on_the_phone_closes_the_order_and_counts_the_minutes(world: World) -> None:
    zhao, _sun, volunteers = visited(world)
    asked = zhao.press("回访")
    assert asked == "打给张德福问一声：\n事办好了吗？\n1 办好了\n2 没办好\n3 人没来\n4 没接"
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
    assert volunteers[0].say("时长") == "一共 30分钟，今年 30分钟。\n回访确认 30分钟"
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
        volunteer.say("我走了")
    assert "事办好了吗？" in zhang.new
    assert zhao.new.endswith("1123-01：周凯、马立国说忙完了。")
    assert "回访" not in zhao.labels


def test_news_goes_to_the_station_once_the_workers_role_has_ended(world: World) -> None:
    zhao = written(world)
    zhao.press("完了")
    sun = world.known("孙丽", Role.COORDINATOR)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    with world.db.session() as session:
        zhao_id = session.scalars(select(Person.id).filter_by(display_name="赵倩")).one()
        ended = update(Membership).where(Membership.person_id == zhao_id)
        session.execute(ended.values(until=world.now))
    sun.say("通过1123-01")
    sun.say("放开接单1123-01")
    _ = zhao.new
    zhou.press("接单")
    ma.press("接单")
    assert "请打电话告诉张德福" in sun.new
    heard = zhao.new
    assert "4826" not in heard
    assert "张德福" not in heard
    assert "4826" not in zhao.say("号码")
    assert "要写它的人来取消" in zhao.say("取消这单1123-01") + zhao.say("1")
    assert "要社区的人来定" in zhao.say("纸条1123-01")
    assert only(world).state is OrderState.CLAIMED
