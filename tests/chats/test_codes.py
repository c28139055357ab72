"""Her word, her digits, her second digits: each side has its half, a stranger none (chats 7, 10).

Scripts: my_code, read_codes, check_in, no_code, confirm_arrival, deny_arrival, see_phone,
check_out, leave_code, not_yet.
"""

import logging
import re

import pytest
from sqlalchemy import select, text

from models.audit import Audit
from models.call_request import CallRequest
from models.order import OrderState
from models.service_record import Evidence, RecordState
from tests.transcript import World
from tests.visits import (
    both_inside,
    orders_of,
    posted,
    records_in,
    takes,
    two_going,
    visits_in,
    volunteer,
)


def test_code_and_word_are_given_once_when_both_are_found(world: World) -> None:
    zhou, ma = volunteer(world, "周凯"), volunteer(world, "马立国")
    wang, _sun = posted(world)
    _ = wang.new
    takes(zhou)
    assert wang.new == ""
    assert "暗号" not in zhou.card
    ma.press("接单")
    assert wang.new == "", "the hour comes with it"
    ma.press("再说")
    order = orders_of(world)[0]
    told = wang.new
    assert f"他们答“{order.password}”" in told
    assert f"把 {order.code} 念给他们听" in told
    assert str(order.code_out) not in told
    assert order.code_out != order.code
    assert f"暗号  {order.password}（敲门先报，再要号码）" in zhou.card


def test_the_digits_may_come_with_the_first_words(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    order = going.order
    wrong = "1000" if order.code != "1000" else "1001"
    assert going.zhou.say(f"我到了 {wrong}").startswith("这个号码对不上，再听一遍？")
    world.restart()
    assert going.zhou.say(order.code).startswith("签好了，")
    full_width = "".join(chr(ord(each) + 0xFEE0) for each in order.code)
    assert going.ma.say(f"我到了，{full_width}").startswith("签好了，")
    assert "签好了" not in world.someone("过路人").say(f"我到了 {order.code}")
    assert len(visits_in(world)) == 2


def test_each_side_can_have_its_half_again_and_only_that(world: World) -> None:
    going = two_going(world)
    order = going.order
    world.restart()
    hers = going.wang.say("号码")
    assert order.code in hers
    assert f"答“{order.password}”再开门" in hers
    theirs = going.zhou.say("号码")
    assert theirs == f"1123-01 的暗号是“{order.password}”，\n敲门先报，再请居民念号码。"
    for secret in (order.code, str(order.code_out)):
        assert secret not in theirs
        assert secret not in going.zhou.card


def test_whoever_gave_the_order_back_no_longer_has_the_word(small_world: World) -> None:
    going = two_going(small_world)
    before = going.order
    he = volunteer(small_world, "何静")
    going.zhou.press("退单")
    going.zhou.press("身体不适")
    assert going.order.password is None
    assert he.say("接1123-01").startswith("接好了")
    he.press("上午9点")
    after = going.order
    assert after.password not in (None, before.password)
    assert (after.code, after.code_out) == (before.code, before.code_out)
    told = going.wang.new
    assert told.startswith("来的人换了：马立国、何静。\n明天（24号 周二）上午9点到。")
    assert f"他们答“{after.password}”" in told
    assert str(after.password) not in going.zhou.card


def test_whoever_did_not_come_no_longer_has_the_word(small_world: World) -> None:
    going = two_going(small_world)
    before = going.order
    he, lin = volunteer(small_world, "何静"), volunteer(small_world, "林芳")
    small_world.wait(days=1, hours=4)
    going.wang.press("人没来")
    assert going.order.password is None
    for each in (going.zhou, going.ma):
        assert each.say("号码") == "现在还没有号码。有人去了就告诉您。"
    going.sun.say("放开接单1123-01")
    small_world.wait(minutes=1)
    for each in (he, lin):
        assert each.say("接1123-01").startswith("接好了")
    after = going.order
    assert after.password not in (None, before.password)
    for each in (going.zhou, going.ma):
        assert str(after.password) not in each.card + each.new


def test_a_stranger_who_knows_the_order_number_has_nothing(world: World) -> None:
    going = two_going(world)
    order = going.order
    thief = volunteer(world, "生人")
    world.wait(days=1)
    told = [
        thief.say("我到了1123-01"),
        thief.say("号码"),
        thief.say("接1123-01"),
        thief.say("念号码1123-01"),
        thief.say("看电话1123-01"),
        thief.say("需要帮忙1123-01"),
        world.someone("过路人").say("我到了1123-01"),
    ]
    said = "\n".join(told)
    for secret in (order.code, order.code_out, order.password, "501", "139 0000 0123"):
        assert str(secret) not in said
    world.restart()
    thief.say("我到了1123-01")
    told += [thief.say(guess) for guess in ("4826", "上一步", "取消", "拿不到1123-01")]
    said = "\n".join([*told, thief.new])
    for secret in (order.code, order.code_out, order.password, "501", "139 0000 0123"):
        assert str(secret) not in said.replace("4826", "")
    assert going.order.state is OrderState.CLAIMED
    assert visits_in(world) == []


def test_the_right_digits_of_another_order_open_no_door(small_world: World) -> None:
    going = two_going(small_world)
    small_world.wait(days=1)
    going.zhou.say("我到了")
    assert "还能试 4 次" in going.zhou.say(str(going.order.code_out))
    assert "还能试 3 次" in going.zhou.say("9999")


def test_a_guessed_code_ends_after_five_tries_and_the_station_is_asked(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    going.zhou.say("我到了")
    assert going.zhou.say("上一步").startswith("这是第一步了。")
    assert going.zhou.say("取消").startswith("好，这件先不办了。")
    going.zhou.say("我到了")
    for guess in ("1111", "2222", "3333", "4444"):
        going.zhou.say(guess)
        world.restart()
    assert "还能试 0 次" in going.zhou.say("5555")
    assert "号码试了 5 次都不对" in going.zhou.say(going.order.code)
    going.zhou.say("我到了")
    assert "号码试了 5 次都不对" in going.zhou.say(going.order.code), "not by starting again"
    _ = going.sun.new
    assert going.zhou.say("拿不到").startswith("没关系。")
    assert "1123-01：周凯到了，拿不到号码。" in going.sun.new


def test_without_the_code_the_time_runs_and_the_station_rings(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    asked = going.zhou.say("我到了")
    assert f"先报暗号“{going.order.password}”" in asked
    world.restart()
    said = going.zhou.press("拿不到")
    assert said == "没关系。我请站里给居民打个电话，\n您先忙。时间从现在算。"
    assert "周凯说到了，没拿到号码。\n站里给您打电话问一声。\n不认得就先别开门。" in going.wang.new
    assert visits_in(world)[0].in_evidence is Evidence.SELF
    assert "139 0000 0123" not in going.sun.new
    assert "139 0000 0123" in going.sun.press("看电话")
    assert going.sun.press("人到了") == "好，记上了：电话里问过，人到了。"
    assert visits_in(world)[0].in_evidence is Evidence.CALL_BACK
    with world.db.reading() as session:
        assert session.scalars(select(CallRequest)).one().done_at is not None
        actions = session.scalars(select(Audit.action)).all()
    assert "shown_contact" in actions
    going.ma.say("我到了")
    going.ma.say(going.order.code)
    world.wait(minutes=40)
    going.zhou.say("我走了")
    going.zhou.press("先走了")
    assert records_in(world)[0].evidence is Evidence.CALL_BACK


def test_nobody_of_the_community_asked_so_it_stays_their_own_word(world: World) -> None:
    going = two_going(world)
    world.wait(days=1)
    going.zhou.say("拿不到")
    going.ma.say("拿不到")
    assert "时长先不核实" in going.sun.press("没见到人")
    world.wait(minutes=40)
    for each in (going.zhou, going.ma):
        each.say("我走了")
        assert "社区问过居民，就算核实了" in each.press("先走了")
    going.wang.press("办好了")
    assert {(row.evidence, row.state) for row in records_in(world)} == {
        (Evidence.SELF, RecordState.PENDING)
    }


def test_her_second_code_is_her_word_that_it_is_done(world: World) -> None:
    going = both_inside(world)
    world.wait(minutes=37)
    going.zhou.press("我走了")
    assert f"办好了，就把 {going.order.code_out} 念给他们听。" in going.wang.new
    world.restart()
    assert "还能试 4 次" in going.zhou.say(going.order.code), "the first one does not do"
    assert "居民也说好了" in going.zhou.say(str(going.order.code_out))
    assert records_in(world)[0].state is RecordState.PENDING, "nobody has said what was done"
    going.zhou.press("都办好了")
    record = records_in(world)[0]
    assert (record.evidence, record.state) == (Evidence.CODE, RecordState.APPROVED)
    assert record.approved_by_id == going.order.served_person_id
    assert visits_in(world)[0].out_evidence is Evidence.CODE
    assert going.order.state is OrderState.IN_SERVICE, "the other one is still there"
    going.ma.say("我走了")
    assert going.wang.new == "", "the second code is told once"
    assert str(going.order.code_out) in going.wang.say("号码")


def test_not_yet_keeps_the_code_back_and_they_look_again(small_world: World) -> None:
    going = both_inside(small_world)
    going.zhou.say("我走了")
    _ = going.wang.new
    assert going.wang.say("没好") == "好，我跟他们说。\n走的号码先别念。"
    for each in (going.zhou, going.ma):
        assert each.new.endswith("居民说还没好，\n请再看一眼，不急。")
    assert records_in(small_world) == []
    going.zhou.press("先走了")
    assert len(records_in(small_world)) == 1


def test_leaving_can_be_taken_back_before_the_code(small_world: World) -> None:
    going = both_inside(small_world)
    going.zhou.say("我走了")
    assert "先不办了" in going.zhou.say("取消")
    assert records_in(small_world) == []
    assert "走的时候的" in going.zhou.say("我走了")
    assert "4 位号码" in going.zhou.say("上一步")
    assert "4 位数字" in going.zhou.say("好了好了")
    going.zhou.press("先走了")
    assert len(records_in(small_world)) == 1


def test_a_code_that_is_long_over_goes_by_the_station(small_world: World) -> None:
    going = two_going(small_world)
    small_world.wait(days=1, hours=10)
    going.zhou.say("我到了")
    assert "过了时间" in going.zhou.say(going.order.code)


def test_codes_stand_in_no_log_and_in_no_row_that_can_be_read(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    going = both_inside(world)
    going.wang.say("号码")
    going.zhou.say("号码")
    going.sun.say("念号码1123-01")
    going.zhou.say("我走了")
    going.zhou.say("9999")
    order = going.order
    secrets = (f"{order.code}", f"{order.code_out}", f"{order.password}")
    out, err = capsys.readouterr()
    logged = caplog.text + out + err
    assert not [secret for secret in secrets if secret in logged]
    assert not [secret for secret in secrets if secret in _readable(world)]


def _readable(world: World) -> str:
    """Everything that stands in the database as text, but for moments and random tokens.

    A moment may stand inside a key, too, as the seconds since 1970: its digits say nothing.
    """
    found: list[str] = []
    with world.db.read.connect() as connection:
        tables = connection.dialect.get_table_names(connection)
        for table in tables:
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608
                found.extend(
                    re.sub(r"(?<!\d)1[78]\d{8}(?!\d)", "", value)
                    for key, value in row.items()
                    if isinstance(value, str) and "token" not in key and not key.endswith("_at")
                )
    return "\n".join(found)
