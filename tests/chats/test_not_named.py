"""What colleagues and volunteers who were not named learn of a quarrel: nothing (O18).

Scripts: make_standing, relay, relay_report, relay_read, confirm_arrival, deny_arrival,
merge_orders, worklist.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.calling_up import ring_held_once
from bot.queueing import queue_told
from handlers.engine.chat import Told
from handlers.menu import SHOWN
from models.assignment import Assignment, AssignmentState
from models.audit import Audit
from models.button import ActionButton
from models.contact import Contact
from models.membership import Role
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.ready import Ready
from models.timer import set_timer
from models.visit import Visit
from tests.asking import the_order
from tests.chats.test_private_and_hazard import QUARREL, has_told, staff
from tests.transcript import Someone, World
from tests.windows import behind_windows, opens, says, shut_all

NOT_NAMED = "这张单只给点了名的人看。\n有事找协调员。"


def mediated(world: World) -> tuple[Someone, Someone, Someone, Someone]:
    """周凯 was asked by name and has said yes; 陈静 was named, 孙丽 was not."""
    chen, sun, zhou = staff(world)
    wang = has_told(world)
    chen.press("通过")
    chen.say("请周凯1123-01")
    assert zhou.press("接单").startswith("接好了")
    return chen, sun, zhou, wang


def comes_each_friday(world: World) -> tuple[Someone, Someone, Someone]:
    """The quarrel is over, and a talk each Friday is to keep it so; 周凯 went before."""
    chen, sun, zhou, wang = mediated(world)
    with world.db.session() as session:
        session.scalars(select(Order)).one().state = OrderState.CLOSED
    wang.say("以后也来1123-01")
    assert "周五" in wang.say("每周五")
    assert wang.press("定下来").startswith("定好了，每周五来。")
    _ = sun.new, chen.new
    return chen, sun, zhou


def pressed(world: World, who: Someone, script: str, subject: str) -> str:
    """A button that `who` holds, however they came by it."""
    with world.db.session() as session:
        chat = session.scalars(select(Contact).filter_by(address=who.address)).one()
        button = {"community_id": chat.community_id, "contact_id": chat.id, "script": script}
        token = f"{who.address}.{script}"
        session.add(ActionButton(**button, subject=subject, token=token, created_at=world.now))
    return who.send({"kind": "press", "token": token})


def enters(world: World, zhou: Someone) -> None:
    """周凯 is let in at the hour."""
    order = the_order(world)
    world.at(order.starts_at)
    zhou.say("我到了1123-01")
    assert zhou.say(order.code).startswith("签好了")


# --- what comes again -------------------------------------------------------------------------


def test_a_quarrel_that_comes_again_is_asked_of_who_came_and_of_nobody_else(world: World) -> None:
    chen, sun, zhou = comes_each_friday(world)
    he = world.known("何静", Role.VOLUNTEER)
    _ = chen.new, zhou.new
    world.wait(days=4)
    assert "12月4日 周五" in zhou.new
    assert "派单1127-01" in chen.new
    world.restart()
    world.wait(days=1, hours=1)
    heard = chen.new
    assert "1127-01：周凯没回话，\n还差 2 位。" in heard
    assert "放开接单" not in heard, "whoever was named asks somebody else by name"
    assert sun.new == ""
    assert he.new == ""
    assert he.say("接单").startswith("现在没有等人去的单。")
    assert "没有" in chen.say("发群")
    with world.db.reading() as session:
        again = session.scalars(select(Order).where(Order.number == "1127-01")).all()
        assert [(each.only_named, each.batches) for each in again] == [(True, 0)]
        asked = session.scalars(select(Assignment).filter_by(order_id=again[0].id)).all()
        assert [each.state for each in asked] == [AssignmentState.EXPIRED]


def test_one_that_was_called_out_once_is_called_out_no_more(small_world: World) -> None:
    """As it was before private orders were kept from it: opened, with its next group due."""
    _chen, _sun, zhou = staff(small_world)
    has_told(small_world)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        order.state, order.batches = OrderState.DISPATCHED, 1
        due = small_world.now + timedelta(minutes=1)
        set_timer(session, order.community_id, "next_batch", order.subject, due)
    small_world.wait(minutes=2)
    assert zhou.new == ""
    with small_world.db.reading() as session:
        assert session.scalars(select(Assignment)).all() == []


# --- the lines between the two ------------------------------------------------------------------


def test_reported_lines_of_a_quarrel_are_read_by_who_was_named(world: World) -> None:
    chen, sun, zhou, wang = mediated(world)
    _ = chen.new
    zhou.press("给对方留话")
    zhou.say("楼上说是您家先敲的")
    wang.press("举报")
    assert wang.press("请社区看").startswith("谢谢您说出来。")
    world.restart()
    assert sun.new == ""
    assert "1123-01 有人举报了一句转话。" in chen.new
    assert pressed(world, sun, "relay_read", "line:1") == NOT_NAMED
    with world.db.reading() as session:
        assert session.scalars(select(Audit).filter_by(action="read_relay")).all() == []
    assert "楼上说是您家先敲的" in chen.press("看对话")


@pytest.mark.parametrize("script", ["confirm_arrival", "deny_arrival"])
def test_whether_the_mediator_came_is_asked_by_who_was_named(
    small_world: World, script: str
) -> None:
    chen, sun, zhou, _wang = mediated(small_world)
    small_world.at(the_order(small_world).starts_at)
    zhou.say("我到了1123-01")
    zhou.press("拿不到")
    assert "人到了" in chen.labels
    assert sun.new == ""
    with small_world.db.reading() as session:
        visit = session.scalars(select(Visit)).one().subject
    assert pressed(small_world, sun, script, visit) == NOT_NAMED
    with small_world.db.reading() as session:
        what = ("arrival_confirmed", "arrival_denied")
        assert session.scalars(select(OrderEvent).where(OrderEvent.what.in_(what))).all() == []


# --- what looks like the same -------------------------------------------------------------------


def test_two_quarrels_of_one_door_are_never_said_to_be_one(small_world: World) -> None:
    chen, sun, _zhou = staff(small_world)
    has_told(small_world)
    other = small_world.known("李大爷", Role.RESIDENT)
    said = other.say(QUARREL)
    while "发出" not in other.labels:
        assert "1123-01" not in said
        said = other.say("13900000123" if "电话" in said else "1")
    assert other.press("发出").startswith("发出去了，单号 1123-02。")
    assert "像重复" not in chen.card
    assert "并单" not in chen.labels
    assert sun.say("并单1123-02") == NOT_NAMED
    with small_world.db.reading() as session:
        first, second = session.scalars(select(Order).order_by(Order.id)).all()
    both = f"{second.subject}:{first.id}"
    assert "并不了" in pressed(small_world, chen, "merge_orders", both)
    with small_world.db.reading() as session:
        found = session.scalars(select(Order)).all()
        assert {each.state for each in found} == {OrderState.SUBMITTED}


# --- a visit that does not end ------------------------------------------------------------------


def test_of_an_overdue_visit_they_read_the_number_and_whom_to_ring(world: World) -> None:
    chen, sun, zhou, _wang = mediated(world)
    enters(world, zhou)
    _ = chen.new, sun.new
    world.wait(minutes=91)
    world.restart()
    world.wait(minutes=16)
    named, not_named = chen.new, sun.new
    assert "居民  139 0000 0123" in named
    assert "门牌  6号楼2单元302" in named
    assert not_named.startswith("1123-01：人还没出来，问了没回。\n请打个电话问问。")
    assert "（周凯）" in not_named
    for private in ("调解", "139 0000 0123", "6号楼", "302", "王"):
        assert private not in not_named, private
    with world.db.reading() as session:
        shown = session.scalars(select(Audit).filter_by(detail="overdue_staff")).all()
        readers = {each.actor_id for each in shown}
        known = session.scalars(select(Contact).filter_by(address="陈静")).one()
        assert readers == {known.person_id}


# --- 清单 ---------------------------------------------------------------------------------------


def test_the_worklist_asks_for_roles_no_more_often_for_one_order_more(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sun, wang = small_world.known("孙丽", Role.WORKER), small_world.known("王秀英", Role.RESIDENT)
    asked: list[Mapping[str, Any]] = []
    rows, counts = Ready.rows, []

    def noted(ready: Ready, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        asked.append(values)
        return rows(ready, connection, values)

    for n in range(SHOWN + 2):
        wang.say(f"厨房灯不亮，3号楼2单元50{n}，明天上午，13900000123")
        wang.say("行")
        asked.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Ready, "rows", noted)
            assert f"等着看的 {n + 1} 件" in sun.say("清单")
        counts.append(len(asked))
    assert counts[-1] == counts[-2]


def test_what_is_held_of_a_quarrel_is_rung_up_by_those_named_alone(small_world: World) -> None:
    chen, sun, zhou, wang = mediated(small_world)
    behind_windows(small_world)
    shut_all(small_world)
    for each in (chen, sun, zhou):
        opens(small_world, each.address)
    with small_world.db.session() as session:
        order = session.scalars(select(Order)).one()
        told = Told(order.requested_by_id, "time_changed", {"order": order.id})
        queue_told(session.connection(), [told], "of a quarrel", small_world.now)
    small_world.wait(minutes=1)
    ring_held_once(small_world.db, small_world.around)
    small_world.wait(minutes=1)
    assert "邻里调解换了时间" in says(chen, "电话单")
    assert says(sun, "电话单") == "现在没有要打的电话。"
    assert wang.new == ""
