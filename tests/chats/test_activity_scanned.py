"""签到 by a scan: the screen of the day shows a code that changes; a photo of it is soon nothing.

Scripts: sign_in_code, sign_in_activity, take_in.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.day_code import code_at, screen_key
from models.service_record import Evidence
from models.sign_up import Attendance
from tests.activities import SATURDAY, activity_of, at, published
from tests.finding import volunteer
from tests.transcript import Someone, World

DESK = "https://linli.example.org"


def scan(someone: Someone, code: str) -> str:
    """What the code on the screen brings along."""
    return someone.send({"kind": "start", "data": {"code": f"c_1205-01_{code}"}})


def on_the_screen(world: World) -> str:
    """The digits that its code carries now."""
    return code_at(activity_of(world), world.now)


def evidence(world: World) -> list[str]:
    """Of who has come, in the order they came."""
    with world.db.reading() as session:
        return list(session.scalars(select(Attendance.evidence).order_by(Attendance.id)))


@pytest.mark.row("A19", "V12")
def test_a_scan_of_the_screen_signs_in_and_says_how_it_is_known(world: World) -> None:
    world.around = replace(world.around, address=DESK)
    sun = published(world)
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    zhou.say("修小家电1205-01")
    he.say("擦窗1205-01")
    at(world, SATURDAY.replace(hour=8, minute=0))
    assert "4 位" not in sun.say("签到码")
    world.wait(seconds=1)
    key = screen_key(activity_of(world))
    told = f"给大家扫的码在这里，\n用平板或者手机打开，摆在桌上：\n{DESK}/here/1205-01/{key}"
    assert sun.new == f"{told}\n码自己换，别转给别人。"
    sun.say("签到码")
    world.wait(seconds=1)
    assert sun.new == "", "where the screen is, is said once"
    world.restart()
    assert scan(zhou, on_the_screen(world)) == "签好了，上午8点。\n先走的话，写“我走了”。"
    assert he.say(f"签到1205-01 {on_the_screen(world)}").startswith("签好了，上午8点。")
    assert evidence(world) == [Evidence.SCAN, Evidence.CODE]
    assert scan(zhou, on_the_screen(world)).startswith("您已经签到了，不用再签。")


def test_a_photo_that_is_sent_around_is_worth_nothing_ten_minutes_later(world: World) -> None:
    published(world)
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    zhou.say("修小家电1205-01")
    he.say("擦窗1205-01")
    for minute in range(5):
        at(world, SATURDAY + timedelta(minutes=11 * minute))
        photo = on_the_screen(world)
        world.wait(minutes=10)
        if photo != on_the_screen(world):
            said = scan(zhou, photo)
            assert said.startswith("这个号码对不上。\n请领队再念一遍现在的号码。"), minute
            zhou.say("取消")
    assert evidence(world) == []
    world.restart()
    assert scan(he, "4 ' OR").startswith("您好"), "what is no code is a greeting"
    assert "找不到了" in he.send({"kind": "start", "data": {"code": "c_0101-01_4821"}})
    # a wrong one asks for the right digits, which are typed then and stand as typed
    assert scan(he, "1000").startswith("这个号码对不上。")
    assert he.say(on_the_screen(world)).startswith("签好了，")
    assert evidence(world) == [Evidence.CODE]


@pytest.mark.row("A19")
def test_the_digits_alone_sign_in_on_every_channel(world: World) -> None:
    sun = published(world, "擦窗4人")
    zhou, he, wu = (volunteer(world, name) for name in ("周凯", "何静", "吴芳"))
    for each in (zhou, he, wu):
        each.say("擦窗1205-01")
    assert zhou.say("4821").startswith("现在没有"), "nothing is on"
    at(world, SATURDAY)
    digits = sun.say("签到码")[4:8]
    world.restart()
    assert zhou.say(digits).startswith("签好了，上午9点。")
    assert he.say(f"签到 {digits}").startswith("签好了，")
    full_width = "".join(chr(ord(each) + 0xFEE0) for each in digits)
    assert wu.say(f"我到了，{full_width}").startswith("签好了，")
    assert zhou.say(digits).startswith("您已经签到了，不用再签。")
    # a wrong one asks again, and 取消 leaves it
    li = volunteer(world, "李强")
    assert li.say(digits).startswith("现在没有"), "digits alone are theirs who have a place"
    assert li.say("签到 1000").startswith("这个号码对不上。\n请领队再念一遍现在的号码。")
    assert li.say("取消").startswith("好")
    assert li.say(f"签到 {digits}").startswith("到了就好。名单上还没有您，")
    assert sun.press("加上") == "加上了，从现在算。"
    assert evidence(world) == [Evidence.CODE] * 3 + [Evidence.ROSTER]


def test_who_scans_without_a_place_waits_for_the_leader_and_nobody_signs_in_from_home(
    small_world: World,
) -> None:
    sun = published(small_world)
    zhou = volunteer(small_world, "周凯")
    assert scan(zhou, on_the_screen(small_world)).startswith("这个活动现在不能签到。")
    at(small_world, SATURDAY)
    assert scan(zhou, on_the_screen(small_world)) == (
        "到了就好。名单上还没有您，\n跟领队说了，点头就算。"
    )
    assert sun.press("加上") == "加上了，从现在算。"
    assert "我还不认识您" in scan(small_world.someone("过路人"), on_the_screen(small_world))


def test_without_an_address_phones_reach_there_is_no_screen(small_world: World) -> None:
    sun = published(small_world)
    at(small_world, SATURDAY)
    sun.say("签到码")
    small_world.wait(seconds=1)
    assert sun.new == ""
