"""The place is looked up among the community's own buildings and stations.

Scripts: post_need.
"""

import pytest

from models.address import Building
from models.station import Station
from tests.asking import orders
from tests.transcript import World

LEAK = "水龙头漏水，明天上午，{building}号楼2单元501，13900000123"


@pytest.fixture
def built(small_world: World) -> World:
    """Buildings 1 to 9 and 12, and two stations, are written down."""
    here = small_world.community_id
    with small_world.db.session() as session:
        for number in (*range(1, 10), 12):
            session.add(Building(community_id=here, number=str(number)))
        for code, name, street in (("K", "葵园站", "葵园路2号"), ("S", "巧手维修点", "东门内")):
            place = {"kind": "community", "tier": "station" if code == "K" else "point"}
            session.add(Station(community_id=here, code=code, name=name, street=street, **place))
    return small_world


def test_a_building_that_is_there_is_not_asked_about(built: World) -> None:
    assert "我念一遍" in built.someone("王秀英").say(LEAK.format(building=9))


def test_a_building_nobody_knows_is_asked_back_once(built: World) -> None:
    wang = built.someone("王秀英")
    said = wang.say(LEAK.format(building=93))
    assert said.endswith("没查到 93号楼。\n再看一眼，是几号楼？\n1 3号楼\n2 9号楼\n3 没写错")
    built.restart()
    card = wang.say("2")
    assert "9号楼2单元501" in card
    assert wang.say("行").startswith("发出去了")
    assert [order.building for order in orders(built)] == ["9"]


def test_it_is_never_refused(built: World) -> None:
    wang = built.someone("王秀英")
    wang.say(LEAK.format(building=31))
    assert "31号楼2单元501" in wang.press("没写错")
    assert wang.say("行").startswith("发出去了")


def test_another_one_may_be_written(built: World) -> None:
    wang = built.someone("王秀英")
    wang.say(LEAK.format(building=93))
    assert "12号楼2单元501" in wang.say("是12号楼")


def test_where_no_building_is_written_down_nothing_is_asked(small_world: World) -> None:
    wang = small_world.someone("王秀英")
    assert "我念一遍" in wang.say(LEAK.format(building=93))


def test_a_station_named_in_the_first_words_is_the_place(built: World) -> None:
    wang = built.someone("王秀英")
    said = wang.say("明天上午在葵园站教我用微信，13900000123")
    assert "葵园站，葵园路2号" in said
    assert "我念一遍" in said


def test_a_point_written_as_the_place_gets_its_street(built: World) -> None:
    wang = built.someone("王秀英")
    wang.say("明天上午教我用微信，13900000123")
    wang.press("别处")
    assert "巧手维修点，东门内" in wang.say("巧手维修点")
