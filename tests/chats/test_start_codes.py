"""Where somebody comes from: the codes of posters and links (P1's QR payload).

Scripts: welcome, overseas, post_need, hello_first, claim_here, claim, signup.
"""

import pytest
from sqlalchemy import select

from handlers import arriving
from handlers.engine.contract import Command
from handlers.engine.hearer import Hearer
from models.community import Community
from models.contact import Contact
from models.station import Station
from tests.abroad import CALL_YOU, NEED, NOTICE, QUESTION, rows
from tests.groups import called
from tests.transcript import Someone, World

PLACE = "这里是葵园站，葵园路2号。\n开门：周一到周六 8:00–20:00"


def open_station(world: World, code: str = "KY1", **details: str) -> int:
    """葵园站, with its code; returns its id."""
    of = {"name": "葵园站", "name_en": "Kuiyuan Station", "kind": "practice_station"}
    where = {"street": "葵园路2号", "opening": "周一到周六 8:00–20:00"}
    with world.db.session() as session:
        values = {"community_id": world.community_id, **of, **where, **details}
        station = Station(code=code, **values)
        session.add(station)
        session.flush()
        return station.id


def scan(someone: Someone, code: object) -> str:
    """Open the chat by a link that brings this along."""
    return someone.send({"kind": "start", "data": {"code": code}})


def stations_of(world: World) -> list[int | None]:
    """Where each chat asks from, oldest chat first."""
    return rows(world, Contact.station_id)


@pytest.mark.row("P1")
def test_the_code_of_a_station_names_it_and_is_remembered(world: World) -> None:
    station_id = open_station(world)
    wang = world.someone("王")
    assert scan(wang, "KY1").startswith(f"您好，这里是葵园社区邻里。\n{PLACE}\n有事要帮忙")
    assert wang.labels == ["找人帮忙", "我来帮忙", "我的"]
    world.restart()
    assert CALL_YOU in wang.say(NEED)
    assert stations_of(world) == [station_id]


@pytest.mark.row("P1")
def test_abroad_the_station_is_named_after_the_yes(far: World) -> None:
    station_id = open_station(far)
    wang = far.someone("王")
    assert scan(wang, "KY1") == NOTICE + QUESTION
    assert stations_of(far) == [None]
    far.restart()
    assert wang.press("可以").startswith(f"{PLACE}\n好。有事要帮忙，直接写一句话。")
    assert stations_of(far) == [station_id]


def test_a_need_written_after_a_scan_keeps_the_station(small_far: World) -> None:
    station_id = open_station(small_far)
    wang = small_far.someone("王")
    scan(wang, "KY1")
    wang.say(NEED)
    assert CALL_YOU in wang.press("可以")
    assert stations_of(small_far) == [station_id]


def test_the_station_scanned_last_counts_and_its_own_phone_is_given(small_world: World) -> None:
    open_station(small_world)
    second = open_station(small_world, "KY2", name="广场站", phone="8000 0456", opening="")
    wang = small_world.someone("王")
    scan(wang, "KY1")
    said = scan(wang, "ky2")
    assert "这里是广场站，葵园路2号。\n有事要帮忙" in said
    assert "就打 8000 0456" in said
    assert stations_of(small_world) == [second]


def test_a_scan_in_the_middle_of_something_loses_nothing(small_world: World) -> None:
    open_station(small_world)
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501")
    said = scan(wang, "KY1")
    assert PLACE in said
    assert said.endswith("3 别的时间")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "KY9",
        "K Y1",
        "ＫＹ１",
        "' OR 1=1 --",
        "x" * 5000,
        "\x00\ud800",
        "g_",
        "g_nobody",
        "m_12345678",
        "station:1",
        None,
        7,
        ["KY1"],
    ],
)
def test_a_code_that_nobody_knows_is_a_plain_welcome(small_world: World, code: object) -> None:
    open_station(small_world)
    said = scan(small_world.someone("王"), code)
    assert said.startswith("您好，这里是葵园社区邻里。\n有事要帮忙，直接写一句话就行。")
    assert stations_of(small_world) == [None]


def test_the_code_of_another_community_is_nobodys_here(small_world: World) -> None:
    with small_world.db.session() as session:
        elsewhere = Community(name="别处社区")
        session.add(elsewhere)
        session.flush()
        values = {"community_id": elsewhere.id, "name": "别处站", "kind": "v_station"}
        session.add(Station(code="BC1", **values))
    assert "别处" not in scan(small_world.someone("王"), "BC1")


def test_an_english_speaker_reads_the_english_name(small_world: World) -> None:
    open_station(small_world)
    anna = small_world.someone("Anna")
    anna.say("good morning")
    assert "You're at Kuiyuan Station, 葵园路2号." in scan(anna, "KY1")


def test_a_beginning_of_its_own_leads_where_it_says(
    small_far: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def lead(hearer: Hearer, rest: str) -> Command:
        heard.append(f"{hearer.channel} {rest}")
        return Command("find_human")

    monkeypatch.setitem(arriving.LEADS, "z_", lead)
    zhou = small_far.someone("周")
    assert scan(zhou, "z_abc-_1") == NOTICE + QUESTION
    assert heard == []
    assert zhou.press("可以").startswith("请打 8000 0123，站里有人接。")
    assert heard == ["telegram abc-_1"]


def test_a_press_in_a_group_leads_a_stranger_over_the_question_to_the_order(far: World) -> None:
    group, _li = called(far)
    zhou = far.someone("周凯")
    assert group.press(zhou) == "先点我的头像，打个招呼，再来接单。"
    assert group.private == ""
    with far.db.reading() as session:
        contact = session.scalars(select(Contact).filter_by(address="周凯")).one()
        assert (contact.person_id, contact.overseas) == (None, "")
    assert scan(zhou, f"g_{group.button()}") == NOTICE + QUESTION
    said = zhou.press("可以")
    assert "称呼" in said
    for words in ("老周", "13900000456", "登记"):
        said = zhou.say(words)
    assert "接好了，谢谢您。" in said
