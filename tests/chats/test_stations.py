"""站点: by tier, with hours and phone, the nearest first; staff change the hours (row P1).

Scripts: stations, station_hours, overview.
"""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.community import Community
from models.membership import Role
from models.station import Station, distance_km
from tests.chats.test_claiming import an_open_order
from tests.chats.test_start_codes import open_station, scan
from tests.transcript import ZONE, World

HERE = {"lat": 36.5, "lon": 117.5}


def three(world: World) -> None:
    """A centre far away, a station near by, a barber next door."""
    of = {"street": "", "opening": "每天 9:00–18:00"}
    far = {"name": "葵园服务中心", "kind": "centre", "tier": "centre", "phone": "8000 0789"}
    open_station(world, "KY9", **{**of, **far}, latitude=36.55, longitude=117.5)  # type: ignore[arg-type]
    near = {"name": "葵园站", "kind": "practice_station", "tier": "station"}
    open_station(world, "KY1", **{**of, **near}, latitude=36.505, longitude=117.5)  # type: ignore[arg-type]
    door = {
        "name": "义务理发点",
        "kind": "haircut",
        "tier": "point",
        "opening": "每周二 9:00–11:00",
    }
    open_station(world, "KY5", **{**of, **door}, latitude=36.5007, longitude=117.5)  # type: ignore[arg-type]


@pytest.mark.row("P1")
def test_by_tier_with_hours_and_phone(world: World) -> None:
    three(world)
    assert world.someone("王").say("站点") == (
        "葵园服务中心，服务中心\n开门：每天 9:00–18:00（现在开着）\n电话 8000 0789\n"
        "葵园站，服务站\n开门：每天 9:00–18:00（现在开着）\n"
        "还有 1 个服务点。\n发个位置给我，就按远近排。"
    )


@pytest.mark.row("P1")
def test_after_a_location_the_nearest_comes_first(world: World) -> None:
    three(world)
    wang = world.someone("王")
    said = wang.send({"kind": "place", "data": HERE})
    names = [
        line.split("，")[0] for line in said.splitlines() if "走过去" in line or "公里" in line
    ]
    assert said.startswith("离您近的，从近到远：")
    assert names == ["义务理发点", "葵园站", "葵园服务中心"]
    assert "葵园服务中心，6 公里" in said
    assert "义务理发点，走过去1分钟，服务点" in said
    assert "葵园站，走过去8分钟，服务站" in said
    assert "（现在没开）" in said


@pytest.mark.row("P1")
def test_the_station_of_the_scanned_code_is_named_first(small_world: World) -> None:
    three(small_world)
    wang = small_world.someone("王")
    scan(wang, "KY1")
    assert wang.say("站点").startswith("葵园站（您扫码的），服务站")


def test_distance_is_that_of_the_globe() -> None:
    assert round(distance_km((36.5, 117.5), (36.5, 117.5)), 3) == 0
    assert round(distance_km((0.0, 0.0), (0.0, 1.0))) == 111
    assert round(distance_km((31.23, 121.47), (39.90, 116.40))) == 1067
    assert round(distance_km((90.0, 0.0), (-90.0, 0.0))) == 20015


@pytest.mark.parametrize("data", [{"lat": "x", "lon": 1}, {"lat": 99, "lon": 0}, {}])
def test_a_place_that_is_none_is_as_good_as_none(
    small_world: World, data: dict[str, object]
) -> None:
    three(small_world)
    said = small_world.someone("王").send({"kind": "place", "data": data})
    assert said.startswith("葵园服务中心")


@pytest.mark.row("P1")
def test_staff_change_the_hours_in_chat(world: World) -> None:
    three(world)
    zhao = world.known("赵倩", Role.WORKER)
    assert zhao.say("站点").startswith("还有 1 个服务点。")
    asked = zhao.press("改开门时间")
    assert asked.endswith("几点开门？\n比如“周一到周五 9:00–17:00”。")
    assert "几点到几点没看懂。" in zhao.say("看情况吧")
    world.restart()
    assert zhao.say("周一到周五 9:00–17:00").endswith("开门：\n周一到周五 9:00–17:00")
    assert "周一到周五 9:00–17:00" in world.someone("王").say("站点")
    with world.db.reading() as session:
        changed = session.scalars(select(Audit).filter_by(action="set_opening")).all()
        assert len(changed) == 1
    zhao.say("站点")
    zhao.press("改开门时间")
    assert zhao.say("取消").startswith("好，这件先不办了。")


def test_residents_have_no_button_for_that_and_a_stolen_one_does_nothing(
    small_world: World,
) -> None:
    three(small_world)
    zhao = small_world.known("赵倩", Role.WORKER)
    wang = small_world.someone("王")
    zhao.say("站点")
    wang.say("站点")
    assert wang.labels == []
    assert "按了没有变化" in wang.send({"kind": "press", "token": zhao.button("改开门时间")})
    with small_world.db.reading() as session:
        assert "每天 9:00–18:00" in session.scalars(select(Station.opening)).all()


def test_at_night_it_says_so(small_world: World) -> None:
    three(small_world)
    small_world.at(datetime(2026, 11, 23, 22, 0, tzinfo=ZONE))
    assert "（现在没开）" in small_world.someone("王").say("站点")


@pytest.mark.row("V26")
def test_staff_see_how_many_take_part(world: World) -> None:
    li = an_open_order(world)
    for words in ("我来帮忙", "李婶"):
        li.say(words)
    li.press("登记")
    world.known("周凯", Role.VOLUNTEER)
    sun = world.someone("孙丽")
    assert sun.say("概况").startswith("志愿者 2 位。\n居民总数还没填。")
    with world.db.session() as session:
        session.execute(update(Community).values(residents=160))
    world.restart()
    assert sun.say("概况") == (
        "志愿者 2 位，居民 160 位，\n占 1.2%。\n求助过的 1 位。\n又求助又帮忙的 1 位。"
    )
    assert li.say("概况").startswith("这件事要社区的人来定。")
